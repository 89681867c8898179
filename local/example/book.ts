import { checkDigit } from '../../shared/domain/code.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { cooldownMinutes, leaseMinutes, poolNumbers } from './business.ts'
import type { ExampleFact } from './fact.ts'
import type { Random } from './random.ts'
import { recordingSidOf } from './recording-sid.ts'

type LeaseFact = Extract<ExampleFact, { fact: 'lease' }>

/** Names for whoever comes and whatever happens: each is given once in one history. */
export interface Book {
  newSession(): string
  newVisitor(): string
  newCaller(): string
  newEmail(): string
  newForm(): string
  newCallSid(): string
  newRecordingSid(seconds: number): string
  /** With its check digit. */
  newCode(digits: number): string
  /** A number of the pool for a session: a free one or, where the pool has run dry, the one that was given longest ago. */
  lease(session: string, from: Instant, lastSign: Instant): LeaseFact
}

const callersKept = 900
/** Has no factor in common with 900: neighbours in the history are none on the keypad. */
const callerStep = 371

export function createBook(random: Random, prefix: string): Book {
  const counts = new Map<string, number>()
  const leases = new Map<string, LeaseFact[]>(poolNumbers.map((number) => [number, []]))
  const codes = new Set<string>()

  function next(kind: string): number {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return count
  }
  const named = (kind: string) => () => `${kind}_${prefix}_${next(kind)}`
  const isFree = (number: string, from: Instant, until: Instant) =>
    !leases.get(number)?.some((held) => held.from < until && addMinutes(held.until, cooldownMinutes) > from)
  const lastOf = (number: string) =>
    leases
      .get(number)
      ?.map(({ from }) => from)
      .sort()
      .at(-1) ?? ''

  return {
    newSession: named('ses'),
    newVisitor: named('vis'),
    newForm: named('frm'),
    newEmail: () => `customer-${next('email')}@example.com`,
    newCaller: () => `+447700900${String((next('caller') * callerStep) % callersKept).padStart(3, '0')}`,
    newCallSid: () => `CA${random.hex(32)}`,
    newRecordingSid: (seconds) => recordingSidOf(seconds, random),
    newCode(digits) {
      for (;;) {
        const body = Array.from({ length: digits }, () => random.whole(0, 9)).join('')
        const code = body + checkDigit(body)
        if (codes.has(code)) continue
        codes.add(code)
        return code
      }
    },
    lease(session, from, lastSign) {
      const until = addMinutes(lastSign, leaseMinutes)
      const free = poolNumbers.filter((number) => isFree(number, from, until))
      const number =
        free.length > 0
          ? random.pick(free)
          : ([...poolNumbers].sort((a, b) => (lastOf(a) < lastOf(b) ? -1 : 1))[0] as string)
      const lease: LeaseFact = { fact: 'lease', number, session, from, until }
      leases.get(number)?.push(lease)
      return lease
    },
  }
}
