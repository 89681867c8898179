import { describe, expect, it, test } from 'vitest'
import { compareSides, decideRepairs, type Finding } from '../../cli/numbers/compare.ts'
import { type GivenRegistration, registrationOf } from '../../cli/numbers/given.ts'
import { decideSearch, type GivenSearch } from '../../cli/numbers/search.ts'
import { tellDrift, tellFindings } from '../../cli/numbers/tell.ts'
import type { Pool, TrackingNumber } from '../../shared/domain/tracking-number.ts'
import type { OwnedNumber } from '../../shared/twilio/number-resource.ts'
import { type NumberSettings, wantedSettings } from '../../shared/twilio/number-settings.ts'

const publicBaseUrl = 'https://calls.example.com'
const van = '+442079460001'
const flyer = '+442079460002'
const flow = { forwardTo: ['+442079460099'], ring: 'all' as const }

const tracking = (number: string, more: Partial<TrackingNumber> = {}): TrackingNumber => ({
  id: `num_${number.slice(-4)}`,
  number,
  label: `Label ${number.slice(-4)}`,
  kind: 'source',
  flow,
  createdAt: '2026-11-26T10:00:00.000Z',
  ...more,
})
const owned = (number: string, settings: Partial<NumberSettings> = {}): OwnedNumber => ({
  sid: `PN${number.slice(1)}`,
  number,
  friendlyName: `Name ${number.slice(-4)}`,
  can: ['voice'],
  settings: { ...wantedSettings(number, publicBaseUrl), ...settings },
})
const pool: Pool = {
  id: 'pol_1',
  name: 'Website',
  swapTargets: ['+442079460100'],
  leaseMinutes: 30,
  cooldownMinutes: 10,
  createdAt: '2026-11-26T10:00:00.000Z',
}
const compare = (numbers: TrackingNumber[], atTwilio: OwnedNumber[], pools: Pool[] = []) =>
  compareSides({ numbers, pools, owned: atTwilio, wanted: (number) => wantedSettings(number, publicBaseUrl) })

describe('what an audit finds', () => {
  const elsewhere = { VoiceUrl: 'https://old.example.com/voice' }
  it.each<[why: string, numbers: TrackingNumber[], atTwilio: OwnedNumber[], found: Partial<Finding>[]]>([
    ['nothing where both sides agree', [tracking(van)], [owned(van)], []],
    [
      'an address that points elsewhere',
      [tracking(van)],
      [owned(van, elsewhere)],
      [
        {
          finding: 'drift',
          number: van,
          rings: true,
          drift: [
            {
              name: 'VoiceUrl',
              is: elsewhere.VoiceUrl,
              wanted: `${publicBaseUrl}/twilio/voice#ct=2000&rt=6000`,
            },
          ],
        },
      ],
    ],
    [
      'a number that Twilio lacks',
      [tracking(van)],
      [],
      [{ finding: 'not-at-twilio', number: van, id: 'num_0001' }],
    ],
    [
      'a number that Tieline lacks, and whose calls go elsewhere',
      [],
      [owned(van, elsewhere)],
      [{ finding: 'not-in-tieline', number: van, label: 'Name 0001', pointsHere: false }],
    ],
    [
      'one whose calls come here all the same',
      [],
      [owned(van)],
      [{ finding: 'not-in-tieline', pointsHere: true }],
    ],
    [
      'a number without a flow',
      [tracking(van, { flow: undefined })],
      [owned(van)],
      [{ finding: 'rings-nobody', number: van }],
    ],
    [
      'a number that would ring itself alone',
      [tracking(van, { flow: { ...flow, forwardTo: [van] } })],
      [owned(van)],
      [{ finding: 'rings-nobody' }],
    ],
    [
      'both of a number that is set elsewhere and rings nobody',
      [tracking(van, { flow: undefined })],
      [owned(van, elsewhere)],
      [{ finding: 'drift', rings: false }, { finding: 'rings-nobody' }],
    ],
    [
      'all of them, by number',
      [tracking(flyer), tracking(van)],
      [owned('+442079460003'), owned(flyer, elsewhere)],
      [
        { finding: 'not-at-twilio', number: van },
        { finding: 'drift', number: flyer },
        { finding: 'not-in-tieline', number: '+442079460003' },
      ],
    ],
  ])('%s', (_why, numbers, atTwilio, found) => {
    const findings = compare(numbers, atTwilio)
    expect(findings).toHaveLength(found.length)
    expect(findings).toMatchObject(found)
  })

  it('lets a pool number ring the phones of its pool, or the number it stood in for', () => {
    const pooled = tracking(van, { kind: 'pool', poolId: pool.id, flow: undefined })
    expect(compare([pooled], [owned(van)], [pool])).toEqual([])
    expect(compare([pooled], [owned(van)], [{ ...pool, flow, swapTargets: [van] }])).toEqual([])
    expect(compare([pooled], [owned(van)], [{ ...pool, swapTargets: [van] }])).toMatchObject([
      { finding: 'rings-nobody' },
    ])
  })
})

test('a repair leaves alone what would lose calls', () => {
  const findings = compare(
    [tracking(van), tracking(flyer, { flow: undefined })],
    [owned(van, { SmsUrl: '' }), owned(flyer, { SmsUrl: '' })],
  )
  const { repairs, leftAlone } = decideRepairs(findings)
  expect(repairs.map(({ number }) => number)).toEqual([van])
  expect(leftAlone.map(({ number }) => number)).toEqual([flyer])
})

test('a difference is told on two lines, and what is not set is said', () => {
  const [found] = compare([tracking(van)], [owned(van, { VoiceUrl: '' })])
  expect(found?.finding === 'drift' && tellDrift(found, found.drift)).toBe(
    `${van}  Label 0001\n  VoiceUrl\n    - (not set)\n    + ${publicBaseUrl}/twilio/voice#ct=2000&rt=6000\n`,
  )
})

test('findings are told by their kind, with what to do', () => {
  const told = tellFindings(
    compare([tracking(van), tracking(flyer)], [owned(flyer, { SmsUrl: '' }), owned('+442079460003')]),
  )
  expect(told.split('\n')).toEqual([
    '1 number set differently at Twilio (“numbers sync” shows what differs, “numbers sync --apply” repairs it):',
    '  +442079460002  Label 0002: SmsUrl',
    '',
    '1 number in Tieline, but not of this Twilio account: nobody can call them (“numbers release NUMBER” takes one out of Tieline):',
    '  +442079460001  Label 0001',
    '',
    expect.stringContaining('1 number at Twilio, but not in Tieline'),
    '  +442079460003  Name 0003: its calls come here, and no phone rings',
    '',
  ])
})

describe('a search', () => {
  it.each<[why: string, given: GivenSearch, search: object, beginning: string]>([
    [
      'by nothing',
      {},
      { country: 'US', type: 'local', can: ['voice'], areaCode: undefined, contains: undefined },
      '',
    ],
    [
      'by an area code where Twilio knows them',
      { 'area-code': '415' },
      { areaCode: '415', contains: undefined },
      '+1415',
    ],
    [
      'by one elsewhere: how the number begins',
      { country: 'GB', 'area-code': '020' },
      { areaCode: undefined, contains: '4420' },
      '+4420',
    ],
    [
      'by both: the pattern is Twilio’s part',
      { country: 'GB', 'area-code': '20', contains: '946*' },
      { contains: '946*', limit: 1000 },
      '+4420',
    ],
    ['by capabilities', { can: 'voice,sms' }, { can: ['voice', 'sms'] }, ''],
    ['by type', { type: 'toll-free' }, { type: 'toll-free' }, ''],
  ])('%s', (_why, given, search, beginning) => {
    expect(decideSearch(given, 5)).toMatchObject({ limit: 5, search: { limit: 5, ...search }, beginning })
  })

  it.each<[GivenSearch, string]>([
    [{ country: 'gb' }, '--country must be an ISO 3166 code such as GB, not gb'],
    [{ country: 'XX' }, '--country must be an ISO 3166 code such as GB, not XX'],
    [{ type: 'landline' }, '--type must be one of local, mobile, national, toll-free, not landline'],
    [{ can: 'fax' }, '--can must list some of voice,sms,mms, not fax'],
    [{ 'area-code': '41' }, '--area-code must have three digits in US, not 41'],
    [{ country: 'GB', 'area-code': 'London' }, '--area-code must be digits such as 415 or 020, not London'],
    [{ contains: '5' }, '--contains must be at least two digits or letters, * for any digit, not 5'],
  ])('that can’t be is refused: %j', (given, reason) => {
    expect(() => decideSearch(given, 5)).toThrow(reason)
  })
})

describe('a registration', () => {
  it.each<[GivenRegistration, object]>([
    [{}, { kind: 'source', label: 'usual' }],
    [
      { label: 'The van', source: 'van', medium: 'vehicle' },
      { kind: 'source', label: 'The van', source: { source: 'van', medium: 'vehicle' } },
    ],
    [{ 'forward-to': ['+44 20 7946 0099'] }, { kind: 'source', label: 'usual', flow }],
    [{ pool: 'pol_1' }, { kind: 'pool', label: 'usual', poolId: 'pol_1' }],
  ])('%j', (given, made) => {
    expect(registrationOf(given)(van, 'usual')).toEqual({ number: van, ...made })
  })

  it('is not for a pool and a source at once, nor to what is no phone', () => {
    expect(() => registrationOf({ pool: 'pol_1', source: 'van' })).toThrow(
      'a pool number stands for no source',
    )
    expect(() => registrationOf({ 'forward-to': ['020 7946 0099'] })).toThrow(
      'is no phone number in international form',
    )
  })
})
