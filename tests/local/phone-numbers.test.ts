import { beforeEach, describe, expect, it } from 'vitest'
import type { OwnNumber } from '../../local/phone/exchange.ts'
import { createNumberDesk, type DeskNumber, type NumberDesk } from '../../local/phone/number-desk.ts'
import { numbersOnShelf, type ShelfQuery } from '../../local/phone/number-shelf.ts'
import { parsePhone } from '../../shared/domain/phone.ts'

const query = (given: Partial<ShelfQuery>): ShelfQuery => ({
  country: 'GB',
  type: 'local',
  areaCode: undefined,
  contains: undefined,
  locality: undefined,
  limit: 100_000,
  ...given,
})
const shelf = (given: Partial<ShelfQuery>) =>
  numbersOnShelf(query(given), () => false)?.map(({ number }) => number)

describe('numbers for sale', () => {
  it.each<[why: string, given: Partial<ShelfQuery>, fits: RegExp, count: number]>([
    ['of Britain', {}, /^\+44(20794|161|121|113|131|1632)/, 6000],
    ['mobiles', { type: 'mobile' }, /^\+447700900\d{3}$/, 1000],
    ['of one town', { locality: 'Leeds' }, /^\+441134960/, 1000],
    ['with a pattern', { contains: '4961*9' }, /./, 0],
    ['with a pattern that some have', { contains: '496001*' }, /496001\d$/, 40],
    ['of the USA', { country: 'US' }, /^\+1\d{3}55501\d\d$/, 400],
    ['of any area of the USA', { country: 'US', areaCode: '907' }, /^\+190755501/, 100],
    ['of Canada', { country: 'CA', areaCode: '416' }, /^\+141655501/, 100],
  ])('%s', (_why, given, fits, count) => {
    const numbers = shelf(given) ?? []
    expect(numbers).toHaveLength(count)
    expect(new Set(numbers).size).toBe(count)
    expect(numbers.filter((number) => !fits.test(number) || parsePhone(number) !== number)).toEqual([])
  })

  it('are some of each range, and none that somebody has', () => {
    expect(
      numbersOnShelf(query({ limit: 3 }), (number) => number === '+442079460000')?.map(
        ({ number }) => number,
      ),
    ).toEqual(['+442079460001', '+441614960000', '+441214960000'])
  })

  it('there are none where we have no ranges', () => {
    expect(shelf({ country: 'DE' })).toBeUndefined()
    expect(shelf({ country: 'US', type: 'toll-free' })).toEqual([])
  })
})

describe('the desk', () => {
  let own: OwnNumber[]
  let desk: NumberDesk
  beforeEach(() => {
    own = []
    desk = createNumberDesk({ numbers: async () => own, now: () => 0 })
  })
  const bought = async (PhoneNumber: string, more = {}) =>
    (await desk.buy({ PhoneNumber, ...more })) as DeskNumber

  it('has what the bridge has, as it comes from Twilio: set to nothing', async () => {
    own = [{ number: '+442079460001', label: 'The van' }]
    expect(await desk.owned()).toMatchObject([
      { sid: expect.stringMatching(/^PN[0-9a-f]{32}$/), friendlyName: 'The van', settings: { VoiceUrl: '' } },
    ])
  })

  it('sells, changes only what is told, and gives up', async () => {
    const { sid } = await bought('+442079460001', {
      VoiceUrl: 'https://a.example',
      SmsUrl: 'https://b.example',
    })
    expect(await desk.change(sid, { VoiceUrl: 'https://c.example' })).toMatchObject({
      settings: { VoiceUrl: 'https://c.example', SmsUrl: 'https://b.example' },
    })
    // Registered by now: it stays one number.
    own = [{ number: '+442079460001', label: 'The van' }]
    expect(await desk.owned()).toHaveLength(1)
    expect([await desk.release(sid), await desk.release(sid)]).toEqual(['released', 'absent'])
    expect(await desk.owned()).toEqual([])
    expect(await desk.change(sid, {})).toBeUndefined()
    expect(await bought('+442079460001')).toMatchObject({ sid })
  })

  it.each([
    ['nothing', '', 21421],
    ['what is no number', '0207946', 21421],
    ['what is sold already', '+442079460009', 21422],
    ['Twilio’s magic number that is taken', '+15005550000', 21422],
    ['Twilio’s magic number that is none', '+15005550001', 21421],
  ])('does not sell %s', async (_what, number, code) => {
    await bought('+442079460009')
    expect(await desk.buy({ PhoneNumber: number })).toMatchObject({ code })
    expect(await desk.owned()).toHaveLength(1)
  })

  it('sells the magic number that is to be had', async () => {
    expect(await bought('+15005550006')).toMatchObject({ number: '+15005550006' })
  })
})
