import type { Call } from './call.ts'
import type { CallSid, PersonalHash } from './ids.ts'
import { addDays, type Instant } from './time.ts'
import type { Rest, TrackingNumber } from './tracking-number.ts'

/**
 * What one call says of a pool number. `stray`: nobody's page had shown the number, and the business talked no longer
 * than it takes to say "wrong number"; `wrong`: somebody of the business said so.
 */
export type Verdict = 'sound' | 'stray' | 'wrong'

export interface JudgedCall {
  readonly callSid: CallSid
  readonly at: Instant
  readonly verdict: Verdict
  readonly caller?: PersonalHash | undefined
}

export const strayBelowSeconds = 20

/**
 * A call that nobody answered says nothing: it may have been a customer's who had kept the number.
 * @param wasShown a lease covered the moment of the call, its cooldown included
 */
export const judgeCall = (
  { outcome, talkSeconds }: Pick<Call, 'outcome' | 'talkSeconds'>,
  wasShown: boolean,
): Verdict =>
  !wasShown && outcome === 'answered' && talkSeconds !== null && talkSeconds < strayBelowSeconds
    ? 'stray'
    : 'sound'

/** So many of a number's calls are remembered. */
export const rememberedCalls = 25

const byTime = (a: JudgedCall, b: JudgedCall) =>
  a.at < b.at || (a.at === b.at && a.callSid < b.callSid) ? -1 : 1

/**
 * The calls with this one among them; the newest stay.
 * @param isFinal said by a person: it holds over what a callback says, whenever that comes
 */
export function withCall(
  calls: readonly JudgedCall[],
  call: JudgedCall,
  isFinal: boolean,
): readonly JudgedCall[] {
  const known = calls.find(({ callSid }) => callSid === call.callSid)
  if (known && (known.verdict === call.verdict || (!isFinal && known.verdict === 'wrong'))) return calls
  return [...calls.filter((each) => each !== known), call].sort(byTime).slice(-rememberedCalls)
}

/**
 * When a number is set aside: people who dial it for somebody else (its former owner, a misprint) would be taken for
 * visitors who happen to hold it. Three marks of people are enough; what calls only look like must be several, of
 * several callers, and as many as all others together.
 */
export const restRules = {
  windowDays: 14,
  wrong: 3,
  suspicious: 6,
  callers: 3,
  restDays: 14,
} as const

export type RestDecision =
  | { readonly kind: 'fine' }
  /** No pool gives up more than half of its numbers: visitors would share what is left. */
  | { readonly kind: 'needed' }
  | { readonly kind: 'rest'; readonly rest: Rest }

export function decideRest(
  { rest, trustedSince }: Pick<TrackingNumber, 'rest' | 'trustedSince'>,
  calls: readonly JudgedCall[],
  pool: { readonly numbers: number; readonly resting: number },
  now: Instant,
): RestDecision {
  if (rest && now < rest.until) return { kind: 'fine' }
  const since = [addDays(now, -restRules.windowDays), trustedSince ?? '', rest?.until ?? '']
    .sort()
    .at(-1) as Instant
  const recent = calls.filter(({ at }) => at >= since)
  const wrong = recent.filter(({ verdict }) => verdict === 'wrong')
  const suspicious = recent.filter(({ verdict }) => verdict !== 'sound')
  // Whoever withholds the number may be anybody.
  const callers = new Set(suspicious.map(({ caller, callSid }) => caller ?? callSid))
  const looksWrong =
    suspicious.length >= restRules.suspicious &&
    callers.size >= restRules.callers &&
    suspicious.length * 2 >= recent.length
  if (wrong.length < restRules.wrong && !looksWrong) return { kind: 'fine' }
  if ((pool.resting + 1) * 2 > pool.numbers) return { kind: 'needed' }
  return {
    kind: 'rest',
    rest: { until: addDays(now, restRules.restDays), since: now, because: 'wrong-numbers' },
  }
}
