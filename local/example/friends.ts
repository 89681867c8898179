import { addSeconds } from '../../shared/domain/time.ts'
import type { ExampleFact } from './fact.ts'

type CallFact = Extract<ExampleFact, { fact: 'call' }>
type Recommended = readonly { readonly friends: readonly CallFact[]; readonly code: string }[]

/** Whoever spoke so long may have said a code. */
const spokenSeconds = 60

/**
 * Callers of the history to whom others have recommended the business: some have bought, and the last only asks so far.
 * @param referrers phones of those who recommend it
 */
export function friendsIn(facts: readonly ExampleFact[], referrers: readonly string[]): CallFact[] {
  const stages = new Map<string, string[]>()
  for (const fact of facts) {
    if (fact.fact !== 'outcome' || fact.callSid === undefined) continue
    stages.set(fact.callSid, [...(stages.get(fact.callSid) ?? []), fact.stage])
  }
  const callers = new Map<string, CallFact[]>()
  for (const fact of facts)
    if (fact.fact === 'call') callers.set(fact.from, [...(callers.get(fact.from) ?? []), fact])
  const spoken = [...callers.values()]
    .flatMap((calls) => (calls.length === 1 ? calls : []))
    .filter(
      ({ from, status, durationSeconds }) =>
        status === 'completed' && durationSeconds >= spokenSeconds && !referrers.includes(from),
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1))
  const last = (call: CallFact) => stages.get(call.callSid)?.at(-1)
  return [
    ...spoken.filter((call) => last(call) === 'won').slice(0, 4),
    ...spoken.filter((call) => !last(call)).slice(0, 1),
  ]
}

/** What they said on the phone. */
export const sayings = (recommended: Recommended): ExampleFact[] =>
  recommended.flatMap(({ friends, code }) =>
    friends.map(({ callSid, at }) => ({ fact: 'code-used' as const, code, at: addSeconds(at, 30), callSid })),
  )
