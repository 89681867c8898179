import { type idPrefixes, newId } from './ids.ts'
import { type Clock, epochMillisecondsOf } from './time.ts'

/** 45 bits of milliseconds reach to the year 3084. */
const timeDigits = 9

/** An id's character is the lowest five bits of a byte: what an id begins with whose order is that of time. */
export function timeBytes(epochMilliseconds: number): number[] {
  const bytes: number[] = []
  for (let rest = epochMilliseconds; bytes.length < timeDigits; rest = Math.floor(rest / 32))
    bytes.unshift(rest % 32)
  return bytes
}

/**
 * Ids whose order is that of their creation, so that a list in the order of its keys is one in the order of time: 45
 * bits of time, ever increasing within a process, then 55 random ones.
 */
export function createOrderedIds(now: Clock, randomBytes: (length: number) => Uint8Array) {
  let latest = 0
  return (kind: keyof typeof idPrefixes): string => {
    latest = Math.max(epochMillisecondsOf(now()), latest + 1)
    const time = timeBytes(latest)
    return newId(kind, (length) => Uint8Array.from([...time, ...randomBytes(length - time.length)]))
  }
}
