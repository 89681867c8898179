import type { ContactKind } from './link.ts'
import type { Instant } from './time.ts'

/**
 * That somebody was erased: the only thing that is kept of it. What ties it to the person (`hashes`, `salt`) is there
 * while it is under way, so that every step can be repeated, and goes with its end.
 *
 *     erasing ──(nothing is left, a while later)──▶ erased
 */
export interface Erasure {
  readonly id: string
  readonly state: 'erasing' | 'erased'
  /** What the person was named by. */
  readonly by: ErasureSubject['by']
  readonly requestedAt: Instant
  readonly erasedAt?: Instant | undefined
  readonly found: ErasedCounts
  /** Whoever has it can tell which stand-in took the place of which hash: destroyed at the end. */
  readonly salt?: string | undefined
  /** What the person was known by, `phone:…` and `email:…` with keyed hashes: likewise. */
  readonly nodes?: readonly string[] | undefined
  /** The contacts that were erased; they name nobody. */
  readonly contacts?: readonly string[] | undefined
}

export interface ErasureSubject {
  readonly by: 'phone' | 'email' | 'visitor' | 'contact' | 'enquiry'
  /** As given; it is kept nowhere. */
  readonly value: string
}

export type ErasedCounts = Readonly<Record<'contacts' | 'visitors' | 'recordings', number>> &
  Readonly<Record<`${ContactKind}s`, number>>

export const nothingErased: ErasedCounts = {
  contacts: 0,
  calls: 0,
  texts: 0,
  forms: 0,
  redemptions: 0,
  visitors: 0,
  recordings: 0,
}

/** The larger of two tellings: a step that is repeated finds less than the first. */
export const mostErased = (a: ErasedCounts, b: ErasedCounts): ErasedCounts =>
  Object.fromEntries(
    Object.entries(a).map(([name, count]) => [name, Math.max(count, b[name as keyof ErasedCounts])]),
  ) as ErasedCounts

/** Longer than any work on the streams that had read the person's facts before they were erased. */
export const lastLookMinutes = 15

/** What stands in the place of a keyed hash: the same for all contacts of one erasure, and nobody's. */
export const standInMark = 'gone-'
export const isStandIn = (hash: string): boolean => hash.startsWith(standInMark)

const written = '[removed]'
const address = /[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+/g
/** Digits as people write them in phones. */
const phone = /\+?\d(?:[\s().-]{0,2}\d){6,}/g
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Shorter parts of a name are words of the language more often than not. */
const shortestName = 3

/**
 * The text without addresses, phones and the person's names: for what is counted by its words (an answer to "how did you
 * hear of us?") and so can't go as a whole.
 * @param names as the person wrote them
 */
export function withoutPerson(text: string, names: readonly string[] = []): string {
  const parts = names.flatMap((name) => name.split(/\s+/)).filter((part) => part.length >= shortestName)
  const withoutNames = parts.reduce(
    (left, part) =>
      left.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(part)}(?![\\p{L}\\p{N}])`, 'giu'), written),
    text,
  )
  return withoutNames.replace(address, written).replace(phone, written)
}
