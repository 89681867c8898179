import { addDays, addMinutes, type Instant } from '../time.ts'
import type { Destination } from './destination.ts'
import { type Platform, platformRules } from './platform.ts'
import type { UnwantedReason, Verdict, Wanted } from './wanted.ts'

/** A conversion that a platform has, as it was last told. */
export interface Standing extends Wanted {
  /** Counts how often it was sent anew: part of the name by which the platform knows it. */
  readonly generation: number
  /** It is worth nothing any more: the platform has no other way to take it back. */
  readonly isZeroed?: boolean | undefined
}

/** What is to be done at the platform. */
export type Operation =
  | { readonly op: 'send'; readonly to: Standing }
  | { readonly op: 'restate'; readonly from: Standing; readonly to: Standing }
  | { readonly op: 'retract'; readonly from: Standing }

/** The conversion that it is about, as it is to be: of one that is taken back, as it was. */
export const standingOf = (operation: Operation): Standing =>
  operation.op === 'retract' ? operation.from : operation.to

/** Why what should be done is not, or not yet. */
export const heldReasons = {
  'too-old': 'It happened longer ago than the platform takes.',
  'before-start': 'It happened before the destination was to begin.',
  'cannot-restate': 'The platform has no way to change what it was sent.',
  'cannot-retract': 'The platform has no way to take back what it was sent.',
  'too-late-to-change': 'The platform takes no change of a conversion of so long ago.',
} as const
export type HeldReason = keyof typeof heldReasons

export type Plan =
  /** It stands as it should; `because` where nothing should. */
  | { readonly settled: true; readonly because?: UnwantedReason | undefined }
  | { readonly settled: false; readonly because: HeldReason }
  | { readonly operation: Operation; readonly dueAt: Instant }

const counterparts: Readonly<Record<string, string>> = {
  purchase: 'refund',
  generate_lead: 'disqualify_lead',
  qualify_lead: 'disqualify_lead',
  working_lead: 'disqualify_lead',
  close_convert_lead: 'close_unconvert_lead',
}
/** The GA4 event that takes another back (developers.google.com/analytics/devguides/collection/ga4/reference/events). */
export const counterpartOf = (action: string): string | undefined =>
  Object.hasOwn(counterparts, action) ? counterparts[action] : undefined

function canRetract(platform: Platform, action: string): boolean {
  const { retract } = platformRules[platform]
  return retract === 'counter' ? counterpartOf(action) !== undefined : retract !== 'never'
}
/** Of GA4's events only purchases are known by a name under which they can be replaced. */
function canRestate(platform: Platform, action: string): boolean {
  const { restate } = platformRules[platform]
  return restate === 'replaced' ? action === 'purchase' : restate !== 'never'
}

const later = (...instants: readonly Instant[]): Instant =>
  instants.reduce((latest, each) => (each > latest ? each : latest))

function sending(
  { platform, from, holdMinutes }: Destination,
  wanted: Wanted,
  generation: number,
  now: Instant,
): Plan {
  const { oldestHours, clickSettlesMinutes } = platformRules[platform]
  if (from !== undefined && wanted.at < from) return { settled: false, because: 'before-start' }
  const dueAt = later(
    now,
    addMinutes(wanted.at, holdMinutes),
    ...(wanted.click ? [addMinutes(wanted.click.at, clickSettlesMinutes)] : []),
  )
  // Sending takes a moment, and the platform counts from when it arrives.
  if (addMinutes(dueAt, 5) > addMinutes(wanted.at, oldestHours * 60))
    return { settled: false, because: 'too-old' }
  return { operation: { op: 'send', to: { ...wanted, generation } }, dueAt }
}

function retracting(platform: Platform, standing: Standing, now: Instant): Plan {
  if (!canRetract(platform, standing.action)) return { settled: false, because: 'cannot-retract' }
  return isChangeable(platform, standing, now)
    ? { operation: { op: 'retract', from: standing }, dueAt: now }
    : { settled: false, because: 'too-late-to-change' }
}
const isChangeable = (platform: Platform, { at }: Standing, now: Instant): boolean =>
  now <= addDays(at, platformRules[platform].changeableDays)

/** Whether the platform would credit it to the same advertisement under the same name. */
const isSameConversion = (standing: Standing, wanted: Wanted): boolean =>
  standing.action === wanted.action && standing.click?.value === wanted.click?.value

/**
 * What is to be done so that the platform has what it should have, and nothing else. Its time stays what it was when it was
 * first sent: no platform lets it be changed.
 * @param generation how often a conversion was sent under the record's name
 */
export function planOperation(
  destination: Destination,
  standing: Standing | undefined,
  generation: number,
  verdict: Verdict,
  now: Instant,
): Plan {
  const { platform } = destination
  const isThere = standing !== undefined && !standing.isZeroed
  if ('unwanted' in verdict) {
    return isThere ? retracting(platform, standing, now) : { settled: true, because: verdict.unwanted }
  }
  const { wanted } = verdict
  if (standing === undefined) return sending(destination, wanted, generation + 1, now)
  // What had no value of its own can't be given the platform's usual one back.
  const isLost = standing.isZeroed && wanted.value === null && standing.value === null
  if (isLost) return sending(destination, wanted, generation + 1, now)
  if (!isSameConversion(standing, wanted)) {
    if (!isThere) return sending(destination, wanted, generation + 1, now)
    const plan = retracting(platform, standing, now)
    return 'settled' in plan && !plan.settled && plan.because === 'cannot-retract'
      ? { settled: false, because: 'cannot-restate' }
      : plan
  }
  const isSameValue =
    wanted.value === null ||
    (standing.value?.minorUnits === wanted.value.minorUnits &&
      standing.value.currency === wanted.value.currency)
  if (isSameValue && isThere) return { settled: true }
  if (!canRestate(platform, standing.action)) return { settled: false, because: 'cannot-restate' }
  if (!isChangeable(platform, standing, now)) return { settled: false, because: 'too-late-to-change' }
  const isReplaced = platformRules[platform].restate === 'replaced'
  const { isZeroed: _, ...before } = standing
  const to: Standing = {
    ...before,
    value: wanted.value ?? before.value,
    ...(isReplaced && { generation: generation + 1 }),
  }
  return { operation: { op: 'restate', from: standing, to }, dueAt: now }
}

/** What the platform has once the operation was done. */
export function standingAfter(platform: Platform, operation: Operation): Standing | undefined {
  if (operation.op !== 'retract') return operation.to
  // What a zeroed conversion was worth is kept: it may have to be worth it again.
  return platformRules[platform].retract === 'zero' ? { ...operation.from, isZeroed: true } : undefined
}
