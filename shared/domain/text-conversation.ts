import type { TextFact } from './fact.ts'
import type { E164, NumberId, PersonalHash, PoolId } from './ids.ts'
import type { DeclaredSource } from './number.ts'
import { addDays, epochMillisecondsOf, type Instant } from './time.ts'

/**
 * Texts of one phone to one number within a day of the first of them are one conversation, and one contact: somebody who
 * writes five lines has not enquired five times.
 */
export const conversationDays = 1

/** The conversation last opened between a phone and a number. */
export interface Thread {
  readonly conversation: string
  readonly openedAt: Instant
}

export type ThreadDecision =
  | { readonly decision: 'joins'; readonly conversation: string }
  /** A conversation of its own; `leads`: whoever texts next joins this one. */
  | { readonly decision: 'opens'; readonly leads: boolean }

/**
 * Which conversation a text belongs to. One that waited in the spool may be older than the one that opened the
 * conversation.
 */
export function decideThread(thread: Thread | undefined, at: Instant): ThreadDecision {
  if (!thread) return { decision: 'opens', leads: true }
  const { conversation, openedAt } = thread
  const [earlier, later] = at < openedAt ? [at, openedAt] : [openedAt, at]
  if (later < addDays(earlier, conversationDays)) return { decision: 'joins', conversation }
  return { decision: 'opens', leads: epochMillisecondsOf(at) > epochMillisecondsOf(openedAt) }
}

/** One conversation: the join of its texts. */
export interface Conversation {
  readonly id: string
  readonly number: E164
  readonly sender?: PersonalHash | undefined
  readonly sealedSender?: string | undefined
  /** When its first text came. */
  readonly at: Instant
  readonly numberId?: NumberId | undefined
  readonly poolId?: PoolId | undefined
  readonly source?: DeclaredSource | undefined
  /** In time order. */
  readonly texts: readonly TextFact[]
}

const byTime = (a: TextFact, b: TextFact) =>
  a.at < b.at || (a.at === b.at && a.messageSid < b.messageSid) ? -1 : 1

/**
 * The conversation that the facts tell of, at least one: the same in any order and with any of them doubled. What the
 * number stood for is told by the first text.
 * @throws RangeError without any fact
 */
export function foldConversation(facts: readonly TextFact[]): Conversation {
  const texts = [...new Map(facts.map((fact) => [fact.messageSid, fact])).values()].sort(byTime)
  const [first] = texts
  if (!first) throw new RangeError('a conversation without any text')
  const { conversation: id, number, sender, sealedSender, at, numberId, poolId, source } = first
  return {
    id,
    number,
    at,
    texts,
    ...(sender !== undefined && { sender, sealedSender }),
    ...(numberId !== undefined && { numberId }),
    ...(poolId !== undefined && { poolId }),
    ...(source !== undefined && { source }),
  }
}
