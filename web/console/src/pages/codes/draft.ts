import type { Campaign } from '../../api/types.ts'
import { minorUnitsOf, typedAmount } from '../../look/format.ts'
import type { Direction } from './words.ts'

/** A campaign as it stands in the form: what is typed is text. */
export interface Draft {
  readonly name: string
  readonly kind: Campaign['kind']
  readonly direction: Direction
  readonly worth: Campaign['benefit']['kind']
  readonly percent: string
  readonly amount: string
  readonly gift: string
  readonly validNumber: string
  readonly validUnit: 'H' | 'D' | 'W' | 'M' | 'Y'
  readonly maxUses: string
  /** Random digits of a code, or empty for the usual ones; for good. */
  readonly digits: string
  readonly campaignMaxUses: string
  readonly perPerson: string
  /** Days of the account's zone, or empty. */
  readonly firstDay: string
  readonly lastDay: string
  readonly source: string
  readonly medium: string
  readonly campaign: string
}

export const emptyDraft: Draft = {
  name: '',
  kind: 'coupon',
  direction: 'web-to-phone',
  worth: 'percent',
  percent: '10',
  amount: '',
  gift: '',
  validNumber: '14',
  validUnit: 'D',
  maxUses: '1',
  digits: '',
  campaignMaxUses: '',
  perPerson: '',
  firstDay: '',
  lastDay: '',
  source: '',
  medium: '',
  campaign: '',
}

const dayMilliseconds = 86_400_000
const zoned = (instant: number, timeZone: string) =>
  // Sweden writes dates and times as ISO 8601 does, but for the space.
  Date.parse(
    `${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant).replace(' ', 'T')}Z`,
  )

/** @returns the first instant of the zone's day, RFC 3339 */
export function dayBegins(day: string, timeZone: string): string {
  const asUtc = Date.parse(day)
  // Once more with the offset of the instant found: the first guess may lie beyond a change of the clocks.
  const guess = asUtc - (zoned(asUtc, timeZone) - asUtc)
  return new Date(asUtc - (zoned(guess, timeZone) - guess)).toISOString()
}
const dayOf = (instant: string, timeZone: string) =>
  new Date(zoned(Date.parse(instant), timeZone)).toISOString().slice(0, 10)
const shiftDay = (day: string, by: number) =>
  new Date(Date.parse(day) + by * dayMilliseconds).toISOString().slice(0, 10)

/** What stands of a campaign, to be changed. */
export function draftOf(campaign: Campaign, timeZone: string): Draft {
  const { benefit, validFor, source } = campaign
  const [, days, unit] = /^P(\d+)([DWMY])$/.exec(validFor) ?? []
  const [, hours] = /^PT(\d+)H$/.exec(validFor) ?? []
  return {
    ...emptyDraft,
    name: campaign.name,
    kind: campaign.kind,
    direction: campaign.direction,
    worth: benefit.kind,
    percent: benefit.kind === 'percent' ? String(benefit.percent) : '',
    amount: benefit.kind === 'amount' ? typedAmount(benefit.amount, benefit.currency) : '',
    gift: benefit.kind === 'gift' ? benefit.description : '',
    validNumber: days ?? hours ?? '',
    validUnit: hours !== undefined ? 'H' : ((unit ?? 'D') as Draft['validUnit']),
    maxUses: String(campaign.maxUses),
    digits: String(campaign.digits),
    campaignMaxUses: String(campaign.campaignMaxUses ?? ''),
    perPerson: String(campaign.perPerson ?? ''),
    firstDay: campaign.startsAt ? dayOf(campaign.startsAt, timeZone) : '',
    lastDay: campaign.endsAt ? shiftDay(dayOf(campaign.endsAt, timeZone), -1) : '',
    source: source?.source ?? '',
    medium: source?.medium ?? '',
    campaign: source?.campaign ?? '',
  }
}

const wholeOf = (typed: string) => (/^\d+$/.test(typed.trim()) ? Number(typed) : undefined)

export type Faults = Readonly<Partial<Record<keyof Draft, string>>>

/** What of the form can't be sent, said beside the field. */
export function faultsOf(draft: Draft, currency: string): Faults {
  const faults: Partial<Record<keyof Draft, string>> = {}
  const percent = Number(draft.percent)
  if (draft.name.trim() === '') faults.name = 'A name, for you.'
  if (draft.worth === 'percent' && !(percent >= 0.01 && percent <= 100)) faults.percent = 'From 0.01 to 100.'
  if (draft.worth === 'amount' && !(minorUnitsOf(draft.amount, currency) ?? 0))
    faults.amount = 'An amount, such as 25.'
  if (draft.worth === 'gift' && draft.gift.trim() === '') faults.gift = 'What they get, in a few words.'
  if (!(wholeOf(draft.validNumber) ?? 0)) faults.validNumber = 'A whole number.'
  if (!(wholeOf(draft.maxUses) ?? 0)) faults.maxUses = 'At least 1.'
  const digits = wholeOf(draft.digits)
  if (draft.digits.trim() !== '' && !(digits !== undefined && digits >= 4 && digits <= 12))
    faults.digits = 'From 4 to 12.'
  for (const field of ['campaignMaxUses', 'perPerson'] as const)
    if (draft[field].trim() !== '' && !(wholeOf(draft[field]) ?? 0)) faults[field] = 'At least 1, or empty.'
  if (draft.firstDay !== '' && draft.lastDay !== '' && draft.lastDay < draft.firstDay)
    faults.lastDay = 'Before the first day.'
  if (draft.kind === 'source' && draft.source.trim() === '')
    faults.source = 'Where it is printed, such as flyer.'
  return faults
}

function benefitOf(draft: Draft, currency: string): Campaign['benefit'] {
  switch (draft.worth) {
    case 'percent':
      return { kind: 'percent', percent: Number(draft.percent) }
    case 'amount':
      return { kind: 'amount', amount: minorUnitsOf(draft.amount, currency) ?? 0, currency }
    case 'gift':
      return { kind: 'gift', description: draft.gift.trim() }
    case 'none':
      return { kind: 'none' }
  }
}

const durationOf = ({ validNumber, validUnit }: Draft) =>
  validUnit === 'H' ? `PT${wholeOf(validNumber)}H` : `P${wholeOf(validNumber)}${validUnit}`

function sourceOf({ kind, source, medium, campaign }: Draft) {
  if (kind !== 'source') return undefined
  const given = { source, medium, campaign }
  return Object.fromEntries(
    Object.entries(given)
      .map(([name, text]) => [name, text.trim()])
      .filter(([, text]) => text !== ''),
  )
}

/** What a draft without faults says to the API; null removes what is no longer given, where something stands. */
export function bodyOf(
  draft: Draft,
  account: { readonly currency: string; readonly timeZone: string },
  isNew: boolean,
) {
  const nothing = isNew ? undefined : null
  const source = sourceOf(draft)
  return {
    name: draft.name.trim(),
    benefit: benefitOf(draft, account.currency),
    validFor: durationOf(draft),
    maxUses: wholeOf(draft.maxUses),
    campaignMaxUses: wholeOf(draft.campaignMaxUses) ?? nothing,
    perPerson: wholeOf(draft.perPerson) ?? nothing,
    startsAt: draft.firstDay === '' ? nothing : dayBegins(draft.firstDay, account.timeZone),
    endsAt: draft.lastDay === '' ? nothing : dayBegins(shiftDay(draft.lastDay, 1), account.timeZone),
    ...(source && { source }),
    ...(isNew && { kind: draft.kind, direction: draft.direction, digits: wholeOf(draft.digits) }),
  }
}
