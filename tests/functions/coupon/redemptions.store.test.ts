import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodePort } from '../../../functions/coupon/deps.ts'
import { checkDigit } from '../../../shared/domain/code.ts'
import { createCodeStore } from '../../../shared/store/code-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { createWitness } from '../../support/witness.ts'
import { type Answer, openShop, type Shop, type ShopOptions } from './support.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const open = (options?: ShopOptions) => openShop(tables.ledger, options)
const codeOf = ({ status, json }: Answer) => [status, json?.code]

/** A code as a page redeems it. */
const redeem = (shop: Shop, code: string, more: Record<string, unknown> = {}, address?: string) =>
  shop.anybody('POST', '/v1/redemptions', { key: shop.siteKey, code, ...more }, {}, address)

/** Well-formed, and issued to nobody. */
function neverIssued(code: string, further = 1): string {
  const random = String((Number(code.slice(0, -1)) + further) % 1e9).padStart(9, '0')
  return random + checkDigit(random)
}
/** Real codes that tell which are looked at. */
function watched(onLook: (code: string) => unknown): CodePort {
  const codes = createCodeStore(tables.ledger, { randomBytes })
  return {
    ...codes,
    async redeem(account, code, use, now) {
      await onLook(code)
      return codes.redeem(account, code, use, now)
    },
  }
}
const mistyped = (code: string) => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10)

describe('a code that is good', () => {
  test('is redeemed, with all that the contract names', async () => {
    const shop = await open()
    const { id: campaignId, benefit } = await shop.newCampaign()
    const { code } = await shop.newCode(campaignId, { callSid: 'CA1' })
    const { status, json } = await redeem(shop, code, { sessionId: 'ses_1', visitorId: 'vis_1' })
    expect(status).toBe(201)
    expect(json).toEqual({
      redemptionId: expect.stringMatching(/^red_/),
      code,
      campaignId,
      benefit,
      redeemedAt: shop.clock.now,
    })
    expect((await shop.send('GET', `/v1/codes/${code}`)).json).toMatchObject({
      status: 'used',
      history: [
        { event: 'issued', callSid: 'CA1' },
        { event: 'used', how: 'online', sessionId: 'ses_1', visitorId: 'vis_1' },
      ],
    })
  })

  test.each([
    ['in groups', (code: string) => `${code.slice(0, 3)} ${code.slice(3, 6)}-${code.slice(6)}`],
    ['with dots and blanks around', (code: string) => `  ${code.slice(0, 5)}.${code.slice(5)}\t`],
    ['with the letter o for 0, l for 1', (code: string) => code.replaceAll('0', 'o').replaceAll('1', 'l')],
    [
      'in full-width digits',
      (code: string) => code.replaceAll(/\d/g, (digit) => String.fromCharCode(65296 + Number(digit))),
    ],
  ])('may be typed %s', async (_label, typed) => {
    const shop = await open()
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    expect((await redeem(shop, typed(code))).json).toMatchObject({ code })
  })

  test('is the same redemption for the same session, weeks later too', async () => {
    const shop = await open()
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    const first = await redeem(shop, code, { sessionId: 'ses_1' })
    shop.clock.forward(40 * 86_400)
    const again = await redeem(shop, code, { sessionId: 'ses_1', visitorId: null })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.json).toEqual(first.json)
    expect(codeOf(await redeem(shop, code, { sessionId: 'ses_2' }))).toEqual([410, 'code_expired'])
  })

  test('an Idempotency-Key replays the answer; with another body it is refused', async () => {
    const shop = await open()
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    const headers = { 'idempotency-key': 'try-1' }
    const body = { key: shop.siteKey, code }
    const first = await shop.anybody('POST', '/v1/redemptions', body, headers)
    const again = await shop.anybody('POST', '/v1/redemptions', body, headers)
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text])
    const other = await shop.anybody('POST', '/v1/redemptions', { ...body, sessionId: 'x' }, headers)
    expect(codeOf(other)).toEqual([422, 'idempotency_key_reused'])
  })

  test('the secret key serves as well, in the header or from a server’s body', async () => {
    const shop = await open()
    const campaign = await shop.newCampaign()
    const [one, two] = [await shop.newCode(campaign.id), await shop.newCode(campaign.id)]
    const order = { reference: 'A-1', value: { amount: 5000, currency: 'GBP' } }
    expect((await shop.send('POST', '/v1/redemptions', { code: one.code, order })).status).toBe(201)
    expect((await shop.send('POST', '/v1/redemptions', { code: one.code, order })).status).toBe(200)
    const inBody = { key: shop.secretKey, code: two.code }
    expect(
      codeOf(await shop.anybody('POST', '/v1/redemptions', inBody, { origin: 'https://shop.example' })),
    ).toEqual([401, 'unauthorized'])
    expect((await shop.anybody('POST', '/v1/redemptions', inBody)).status).toBe(201)
  })

  test('of sixteen sessions at once one redeems it', async () => {
    const shop = await open()
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        shop.send('POST', '/v1/redemptions', { code, sessionId: `ses_${index}` }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(15).fill(409)])
  })
})

describe('refusals', () => {
  const money = (amount: number, currency = 'GBP') => ({ amount, currency })
  const refusals: readonly [string, number, (shop: Shop) => Promise<Answer>][] = [
    [
      'code_unknown',
      404,
      async (shop) => redeem(shop, neverIssued((await shop.newCode((await shop.newCampaign()).id)).code)),
    ],
    [
      'code_malformed',
      422,
      async (shop) => redeem(shop, mistyped((await shop.newCode((await shop.newCampaign()).id)).code)),
    ],
    [
      'code_used',
      409,
      async (shop) => {
        const { code } = await shop.newCode((await shop.newCampaign()).id)
        await redeem(shop, code)
        return redeem(shop, code)
      },
    ],
    [
      'code_held',
      409,
      async (shop) => {
        const { code } = await shop.newCode((await shop.newCampaign()).id)
        await shop.send('POST', `/v1/codes/${code}/hold`, { sessionId: 'ses_1', minutes: 10 })
        return redeem(shop, code, { sessionId: 'ses_2' })
      },
    ],
    [
      'code_voided',
      409,
      async (shop) => {
        const { code } = await shop.newCode((await shop.newCampaign()).id)
        await shop.send('POST', `/v1/codes/${code}/void`, {})
        return redeem(shop, code)
      },
    ],
    [
      'code_expired',
      410,
      async (shop) => {
        const { code } = await shop.newCode((await shop.newCampaign({ validFor: 'PT1H' })).id)
        shop.clock.forward(3600)
        return redeem(shop, code)
      },
    ],
    [
      'code_not_started',
      409,
      async (shop) => {
        const { id } = await shop.newCampaign({ startsAt: '2026-11-22T12:00:01Z' })
        return redeem(shop, (await shop.newCode(id)).code)
      },
    ],
    [
      'campaign_inactive',
      409,
      async (shop) => {
        const { id } = await shop.newCampaign()
        const { code } = await shop.newCode(id)
        await shop.send('PATCH', `/v1/campaigns/${id}`, { active: false })
        return redeem(shop, code)
      },
    ],
    [
      'limit_reached',
      409,
      async (shop) => {
        const { id } = await shop.newCampaign({ campaignMaxUses: 1 })
        const [one, two] = [await shop.newCode(id), await shop.newCode(id)]
        await redeem(shop, one.code)
        return redeem(shop, two.code)
      },
    ],
    [
      'limit_reached',
      409,
      async (shop) => {
        const { id } = await shop.newCampaign({ perPerson: 1 })
        const [one, two] = [await shop.newCode(id), await shop.newCode(id)]
        await redeem(shop, one.code, { visitorId: 'vis_1', sessionId: 'ses_1' })
        return redeem(shop, two.code, { visitorId: 'vis_1', sessionId: 'ses_2' })
      },
    ],
    [
      'order_too_small',
      409,
      async (shop) => {
        const { id } = await shop.newCampaign({ minimumOrder: money(5000) })
        return redeem(shop, (await shop.newCode(id)).code, { order: { value: money(4999) } })
      },
    ],
  ]

  test.each(refusals)(
    '%s is %i, tells what is wrong, and changes nothing of the code',
    async (code, status, act) => {
      const shop = await open()
      const answer = await act(shop)
      expect(codeOf(answer)).toEqual([status, code])
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.json.detail.length).toBeGreaterThan(15)
    },
  )

  test('the check digit’s verdict stands in the detail', async () => {
    const shop = await open()
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    expect((await redeem(shop, mistyped(code))).json.detail).toMatch(/one digit/i)
    expect((await redeem(shop, code.slice(1))).json.detail).toMatch(/9 digits; a code has 10/)
    expect((await redeem(shop, 'SUMMER')).json.detail).toMatch(/10 digits/)
  })

  test.each([
    ['no code', { code: undefined }, 'code'],
    ['a code as a number', { code: 4820913 }, 'code'],
    ['a code without end', { code: '1'.repeat(201) }, 'code'],
    ['a session that is no text', { sessionId: 1 }, 'sessionId'],
    ['a session without end', { sessionId: 'x'.repeat(129) }, 'sessionId'],
    ['an order without value', { order: { reference: 'A' } }, 'order.value'],
    ['an order in no currency', { order: { value: money(1, 'XXXX') } }, 'order.value.currency'],
  ])('%s is no try: 422 with the field, and nothing is written', async (_label, change, path) => {
    const shop = await open()
    const { status, json } = await redeem(shop, '4820913365', change)
    expect([status, json.code, json.errors.map((error) => error.path)]).toEqual([422, 'invalid_body', [path]])
    expect(await shop.items('attempts')).toHaveLength(1)
  })

  test.each([
    ['no key', undefined],
    ['an unknown key', 'pk_unknown'],
    ['an empty key', ''],
  ])('%s is 401', async (_label, key) => {
    const shop = await open()
    expect(codeOf(await redeem(shop, '4820913365', { key }))).toEqual([401, 'unauthorized'])
  })

  test('there is no way to look a code up with a publishable key', async () => {
    const shop = await open()
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    const headers = { authorization: `Bearer ${shop.siteKey}` }
    expect((await shop.anybody('GET', `/v1/codes/${code}`, undefined, headers)).status).toBe(401)
    expect((await shop.anybody('GET', `/v1/redemptions?key=${shop.siteKey}&code=${code}`)).status).toBe(405)
    const page = await shop.anybody('GET', `/redeem?key=${shop.siteKey}&code=${code}`)
    const stranger = await shop.anybody('GET', `/redeem?key=${shop.siteKey}&code=${neverIssued(code)}`)
    const plain = ({ text }: Answer) => text.replaceAll(/value="[^"]*"/g, '')
    expect(plain(page)).toBe(plain(stranger))
  })
})

describe('the tries of the public', () => {
  const wrong = '4820913364'

  test.each([
    ['a session', { sessionId: 'ses_1' }, 10],
    ['a visitor', { visitorId: 'vis_1' }, 10],
    ['an address', {}, 50],
  ])(
    'of %s end after so many failures, malformed ones included, until they age',
    async (_label, who, most) => {
      const shop = await open()
      const { code } = await shop.newCode((await shop.newCampaign()).id)
      for (let failures = 0; failures < most; failures++) {
        const typed = failures % 2 ? wrong : neverIssued(code)
        expect((await redeem(shop, typed, who)).status, `failure ${failures + 1}`).not.toBe(429)
        shop.clock.forward(1)
      }
      const refused = await redeem(shop, code, who)
      expect(codeOf(refused)).toEqual([429, 'too_many_attempts'])
      expect(refused.headers.get('retry-after')).toBe(String(600 - most))
      // Others are not kept out, and who shows a secret key never is.
      const stranger = { sessionId: 'ses_other', visitorId: 'vis_other' }
      expect((await redeem(shop, wrong, stranger, '198.51.100.7')).status).toBe(422)
      expect((await shop.send('POST', '/v1/redemptions', { code: wrong, ...who })).status).toBe(422)
      shop.clock.forward(600 - most - 1)
      expect((await redeem(shop, code, who)).status).toBe(429)
      shop.clock.forward(1)
      expect((await redeem(shop, code, who)).status).toBe(201)
    },
  )

  test('being kept out does not prolong it, and a success is no failure', async () => {
    const shop = await open()
    const { id } = await shop.newCampaign()
    for (let tries = 0; tries < 9; tries++) await redeem(shop, wrong, { sessionId: 'ses_1' })
    for (let good = 0; good < 3; good++) {
      expect((await redeem(shop, (await shop.newCode(id)).code, { sessionId: 'ses_1' })).status).toBe(201)
    }
    expect((await redeem(shop, wrong, { sessionId: 'ses_1' })).status).toBe(422)
    shop.clock.forward(599)
    for (let tries = 0; tries < 20; tries++) {
      expect((await redeem(shop, wrong, { sessionId: 'ses_1' })).status).toBe(429)
    }
    shop.clock.forward(1)
    expect((await redeem(shop, wrong, { sessionId: 'ses_1' })).status).toBe(422)
  })

  test('the form of the page counts as well', async () => {
    const shop = await open()
    const send = () =>
      shop.anybody(
        'POST',
        '/redeem',
        new URLSearchParams({ key: shop.siteKey, code: wrong, session: 'ses_1' }).toString(),
        {
          'content-type': 'application/x-www-form-urlencoded',
        },
      )
    for (let tries = 0; tries < 10; tries++) expect((await send()).status).toBe(422)
    expect((await send()).status).toBe(429)
    expect(codeOf(await redeem(shop, wrong, { sessionId: 'ses_1' }))).toEqual([429, 'too_many_attempts'])
  })

  test('the page may stand in a frame of the account’s own pages and of the console, and nowhere without an account', async () => {
    const shop = await open({ account: { origins: ['https://sash.example'] } })
    const framers = async (query: string) =>
      (await shop.anybody('GET', `/redeem${query}`)).headers.get('content-security-policy')
    expect(await framers(`?key=${shop.siteKey}`)).toContain("frame-ancestors 'self' https://sash.example")
    expect(await framers('?key=pk_unknown')).toContain("frame-ancestors 'none'")
  })

  test('sixty-four guesses of a session at once: ten are looked at, the others are told to wait', async () => {
    const looked: string[] = []
    const shop = await open({ deps: { codes: watched((code) => looked.push(code)) } })
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    const guesses = Array.from({ length: 64 }, (_, index) => neverIssued(code, index + 1))
    const answers = await Promise.all(
      guesses.map((guess, index) =>
        redeem(shop, guess, { sessionId: 'ses_1', visitorId: `vis_${index}` }, `203.0.113.${index}`),
      ),
    )
    expect(looked).toHaveLength(10)
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    expect([count(404), count(429)]).toEqual([10, 54])
    expect((await redeem(shop, code, { sessionId: 'ses_1' })).status).toBe(429)
  })

  test('sixty good codes of one address at once are all redeemed', async () => {
    const shop = await open()
    const { id } = await shop.newCampaign()
    const codes = await Promise.all(Array.from({ length: 60 }, () => shop.newCode(id)))
    const answers = await Promise.all(
      codes.map(({ code }, index) => redeem(shop, code, { sessionId: `ses_${index}` })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(201))
  })

  test('a store that fails costs nobody a try', async () => {
    const shop = await open({
      deps: { codes: watched(() => Promise.reject(new Error('down'))), observer: createWitness() },
    })
    for (let tries = 0; tries < 12; tries++) {
      expect((await redeem(shop, '4820913365', { sessionId: 'ses_1' })).status).toBe(500)
    }
  })

  test('no address stands in the ledger', async () => {
    const shop = await open()
    await redeem(shop, wrong, {}, '203.0.113.77')
    expect(JSON.stringify(await shop.items())).not.toContain('203.0.113.77')
  })
})

describe('pages', () => {
  const allowed = 'https://shop.example'
  const ofOrigin = (shop: Shop, origin: string | undefined, code = '1') =>
    shop.anybody('POST', '/v1/redemptions', { key: shop.siteKey, code }, origin ? { origin } : {})

  test('of the account’s origins may read the answer, refusals too', async () => {
    const shop = await open({ account: { origins: [allowed] } })
    const { code } = await shop.newCode((await shop.newCampaign()).id)
    for (const typed of [code, code, '1']) {
      const { headers } = await ofOrigin(shop, allowed, typed)
      expect(headers.get('access-control-allow-origin')).toBe(allowed)
      expect(headers.get('vary')).toBe('Origin')
      expect(headers.has('access-control-allow-credentials')).toBe(false)
    }
  })

  test.each([['https://evil.example'], ['http://shop.example'], ['null'], [undefined]])(
    'of %s are refused, and nothing is tried',
    async (origin) => {
      const shop = await open({ account: { origins: [allowed] } })
      const answer = await ofOrigin(shop, origin)
      expect(codeOf(answer)).toEqual([403, 'origin_not_allowed'])
      expect(answer.headers.has('access-control-allow-origin')).toBe(false)
      expect((await shop.items('attempts')).filter(({ sk }) => sk === 'attempts')).toEqual([])
    },
  )

  test('may ask beforehand, and send an Idempotency-Key', async () => {
    const shop = await open({ account: { origins: [allowed] } })
    const { status, headers } = await shop.anybody('OPTIONS', '/v1/redemptions', undefined, {
      origin: allowed,
    })
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-methods')).toBe('POST')
    expect(headers.get('access-control-allow-headers')).toBe('content-type, idempotency-key')
  })
})
