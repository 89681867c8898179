import type { EventFact, FormFact, PageFact, PhoneClickFact, SeenFact } from './fact.ts'
import type { E164, SessionId, VisitorId } from './ids.ts'
import { classifyVisit, type Source, startsNewTouch } from './source.ts'
import type { Instant } from './time.ts'

export { isSameSession, sessionTimeoutMinutes } from './session-life.ts'

export type SessionFact = PageFact | SeenFact | PhoneClickFact | FormFact | EventFact

/** One arrival with its source. */
export interface Touch {
  readonly at: Instant
  readonly source: Source
}

/** A visit: what its facts come to. */
export interface Session {
  readonly session: SessionId
  readonly visitor: VisitorId
  readonly startedAt: Instant
  readonly lastSeenAt: Instant
  /** Empty only where no page of the session is known. */
  readonly touches: readonly Touch[]
  readonly pages: readonly {
    readonly at: Instant
    readonly url: string
    readonly title?: string | undefined
  }[]
  readonly phoneClicks: readonly { readonly at: Instant; readonly number: E164 }[]
  readonly forms: readonly FormFact[]
  readonly events: readonly { readonly at: Instant; readonly name: string }[]
}

/** A fact's whole content as text: what is equal in it is one fact, and what happened at one instant is ordered by it. */
const contentOf = (fact: SessionFact) =>
  JSON.stringify(
    Object.entries(fact)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

function inTimeOrder(facts: readonly SessionFact[]): SessionFact[] {
  const distinct = new Map(facts.map((fact) => [`${fact.at} ${contentOf(fact)}`, fact]))
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact)
}

function touchesOf(pages: readonly PageFact[]): Touch[] {
  const touches: Touch[] = []
  for (const { at, url, referrer } of pages) {
    const visit = { url, referrer }
    const source = classifyVisit(visit)
    const previous = touches.at(-1)
    if (!previous || startsNewTouch(previous.source, source, visit)) touches.push({ at, source })
  }
  return touches
}

/**
 * @param facts of one session, in any order, each any number of times
 * @throws RangeError if there are none: a session is made of its facts
 */
export function foldSession(facts: readonly SessionFact[]): Session {
  const ordered = inTimeOrder(facts)
  const [first] = ordered
  const last = ordered.at(-1)
  if (!first || !last) throw new RangeError('a session without facts')
  const of = <Kind extends SessionFact['fact']>(kind: Kind) =>
    ordered.filter((fact): fact is Extract<SessionFact, { fact: Kind }> => fact.fact === kind)
  const pages = of('page')
  return {
    session: first.session,
    visitor: ordered.find(({ visitor }) => visitor !== undefined)?.visitor ?? '',
    startedAt: first.at,
    lastSeenAt: last.at,
    touches: touchesOf(pages),
    pages: pages.map(({ at, url, title }) => ({ at, url, ...(title !== undefined && { title }) })),
    phoneClicks: of('phone-click').map(({ at, number }) => ({ at, number })),
    forms: of('form'),
    events: of('event').map(({ at, name }) => ({ at, name })),
  }
}

/** Numbers that its pages showed without a lease, in the order of the numbers: leases are kept apart. */
export const unleasedNumbersOf = (facts: readonly SessionFact[]): E164[] =>
  [
    ...new Set(
      facts.flatMap((fact) => (fact.fact === 'page' || fact.fact === 'seen' ? (fact.shown ?? []) : [])),
    ),
  ].sort()
