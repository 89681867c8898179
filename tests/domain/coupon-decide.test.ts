import { describe, expect, test } from 'vitest'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Code, codeStatus, type RefusalCode, refusalCodes } from '../../shared/domain/coupon.ts'
import { refusalOf, type Situation, withHold, withoutHolds } from '../../shared/domain/coupon-decide.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { exampleCampaign, exampleCode, noon } from './coupon-examples.ts'

const later = (minutes: number) => addMinutes(noon, minutes)
const hold = (by: string, minutes: number) => ({ by, until: later(minutes) })

type Row = [
  label: string,
  answer: RefusalCode | undefined,
  change: { code?: Partial<Code>; campaign?: Partial<Campaign>; rest?: Partial<Situation> },
]
const situation = ({ code, campaign, rest }: Row[2]): Situation => ({
  code: exampleCode(code),
  campaign: exampleCampaign(campaign),
  now: noon,
  holders: ['ses_me'],
  use: { how: 'online' },
  ...rest,
})

const minimum = { minimumOrder: { amount: 5000, currency: 'GBP' } }
const order = (amount: number, currency = 'GBP') => ({ value: { amount, currency } })

const rows: Row[] = [
  ['a fresh code', undefined, {}],
  ['no such code', 'code_unknown', { rest: { code: undefined } }],
  ['a code whose campaign is not there', 'code_unknown', { rest: { campaign: undefined } }],
  ['voided', 'code_voided', { code: { state: 'voided' } }],
  ['a paused campaign', 'campaign_inactive', { campaign: { active: false } }],
  ['the code begins a millisecond later', 'code_not_started', { code: { startsAt: later(1 / 60_000) } }],
  ['the code begins now', undefined, { code: { startsAt: noon } }],
  ['the campaign was put off after the issue', 'code_not_started', { campaign: { startsAt: later(1) } }],
  ['it ends at this very instant', 'code_expired', { code: { expiresAt: noon } }],
  ['it ends a millisecond later', undefined, { code: { expiresAt: later(1 / 60_000) } }],
  ['the campaign was ended after the issue', 'code_expired', { campaign: { endsAt: noon } }],
  ['used', 'code_used', { code: { used: 1 } }],
  ['used twice of three times', undefined, { code: { used: 2, maxUses: 3 } }],
  ['held by another', 'code_held', { code: { holds: [hold('ses_other', 1)] } }],
  ['another’s hold ends at this very instant', undefined, { code: { holds: [hold('ses_other', 0)] } }],
  ['held by the asker', undefined, { code: { holds: [hold('ses_me', 1)] } }],
  ['one of two uses is held by another', undefined, { code: { maxUses: 2, holds: [hold('ses_other', 1)] } }],
  [
    'one of two is used, the other held',
    'code_held',
    { code: { maxUses: 2, used: 1, holds: [hold('ses_other', 1)] } },
  ],
  [
    'the campaign’s last use was made',
    'limit_reached',
    { campaign: { campaignMaxUses: 5 }, rest: { counted: { campaign: 5, person: 0 } } },
  ],
  [
    'the campaign has one use left',
    undefined,
    { campaign: { campaignMaxUses: 5 }, rest: { counted: { campaign: 4, person: 9 } } },
  ],
  [
    'the person’s last use was made',
    'limit_reached',
    { campaign: { perPerson: 1 }, rest: { counted: { campaign: 9, person: 1 } } },
  ],
  ['online without an order', 'order_too_small', { campaign: minimum }],
  [
    'by phone without an order: nobody knows it yet',
    undefined,
    { campaign: minimum, rest: { use: { how: 'spoken' } } },
  ],
  [
    'a penny below',
    'order_too_small',
    { campaign: minimum, rest: { use: { how: 'api', order: order(4999) } } },
  ],
  [
    'exactly the minimum',
    undefined,
    { campaign: minimum, rest: { use: { how: 'api', order: order(5000) } } },
  ],
  [
    'more, but of another currency',
    'order_too_small',
    { campaign: minimum, rest: { use: { how: 'api', order: order(9000, 'EUR') } } },
  ],
  ['holding asks for no order', undefined, { campaign: minimum, rest: { use: undefined } }],
]

describe('why a code is refused', () => {
  test.each(rows)('%s: %s', (_label, answer, change) => {
    expect(refusalOf(situation(change))).toBe(answer)
  })

  test('every reason has a row', () => {
    expect(new Set(rows.flatMap(([, answer]) => answer ?? []))).toEqual(new Set(refusalCodes))
  })

  test('of several reasons the first in the order is told, whichever others there are', () => {
    const causes: Record<Exclude<RefusalCode, 'code_unknown'>, Row[2]> = {
      code_voided: { code: { state: 'voided' } },
      campaign_inactive: { campaign: { active: false } },
      code_not_started: { campaign: { startsAt: later(1) } },
      code_expired: { campaign: { endsAt: noon } },
      code_used: { code: { used: 2 } },
      code_held: { code: { holds: [hold('ses_other', 1), hold('ses_third', 1)] } },
      limit_reached: { campaign: { campaignMaxUses: 1 }, rest: { counted: { campaign: 1, person: 0 } } },
      order_too_small: { campaign: minimum },
    }
    const reasons = refusalCodes.filter((code) => code !== 'code_unknown')
    const told = reasons.map((_, index) => {
      const present = reasons.slice(index).map((reason) => causes[reason])
      return refusalOf(
        situation({
          code: Object.assign({ maxUses: 2 }, ...present.map(({ code }) => code)),
          campaign: Object.assign({}, ...present.map(({ campaign }) => campaign)),
          rest: Object.assign({}, ...present.map(({ rest }) => rest)),
        }),
      )
    })
    expect(told).toEqual(reasons)
  })
})

describe('the status', () => {
  test.each<[string, Partial<Code>]>([
    ['live', {}],
    ['not-started', { startsAt: later(1) }],
    ['held', { holds: [hold('ses_a', 1)] }],
    ['live', { holds: [hold('ses_a', 0)] }],
    ['live', { maxUses: 2, holds: [hold('ses_a', 1)] }],
    ['used', { used: 1 }],
    ['used', { used: 1, expiresAt: noon }],
    ['expired', { expiresAt: noon }],
    ['voided', { state: 'voided', used: 1, expiresAt: noon }],
  ])('%s: %o', (status, change) => {
    expect(codeStatus(exampleCode(change), noon)).toBe(status)
  })
})

describe('holds', () => {
  const held = exampleCode({ holds: [hold('ses_a', 5), hold('ses_b', 1), hold('ses_gone', -1)] })

  test('a new one stands beside the others, and those that are over drop out', () => {
    expect(withHold(held, hold('ses_c', 3), noon)).toEqual([
      hold('ses_a', 5),
      hold('ses_b', 1),
      hold('ses_c', 3),
    ])
  })

  test.each([
    ['prolonged', 9, 9],
    ['never shortened', 2, 5],
  ])('the own one is %s', (_label, asked, kept) => {
    expect(withHold(held, hold('ses_a', asked), noon)).toEqual([hold('ses_b', 1), hold('ses_a', kept)])
  })

  test('released by its holder alone', () => {
    expect(withoutHolds(held, ['ses_b'], noon)).toEqual([hold('ses_a', 5)])
  })
})
