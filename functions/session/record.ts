import type { AccountId, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import { newId } from '../../shared/domain/ids.ts'
import type { HeldLease } from '../../shared/domain/lease.ts'
import { countryOf } from '../../shared/domain/phone-country.ts'
import { signStepSeconds } from '../../shared/domain/session-life.ts'
import { type Instant, secondsBetween } from '../../shared/domain/time.ts'
import { happenedAt, type Visit } from './decide.ts'
import { decideSwaps, dependsOnTouch } from './decide-swap.ts'
import type { KnownSession, SessionDeps } from './deps.ts'
import { contentFact, pageFact, type Subject } from './facts.ts'
import { factKey, fingerprint, pageKey, sessionIdOf } from './fingerprint.ts'
import { findPresentTouch } from './present-touch.ts'
import type { Beacon } from './schema.ts'
import { type ShownNumbers, showNumbers } from './show-numbers.ts'

export type Site = Awaited<ReturnType<SessionDeps['site']['read']>>

export interface Recorded {
  readonly visitor: VisitorId
  readonly session: SessionId
  readonly swap: ShownNumbers['swap']
}

const isKnownLease = (known: KnownSession, lease: HeldLease) =>
  known.held.some((held) => held.poolId === lease.poolId && held.from === lease.from)

/**
 * Writes what a counted beacon tells: the leases live on or begin, then the fact that they stood on the page, with the
 * numbers that stood there without a lease, then the rest. Whatever begins a session is a view of its page too: a
 * session has a first touch.
 */
export async function record(
  deps: SessionDeps,
  account: AccountId,
  { pools, statics }: Site,
  lookbackDays: number | undefined,
  visit: Exclude<Visit, { kind: 'not-counted' }>,
  beacon: Beacon,
  now: Instant,
): Promise<Recorded> {
  const known = visit.kind === 'continues' ? visit.known : undefined
  const visitor = visit.visitor ?? newId('visitor', deps.randomBytes)
  const session =
    visit.kind === 'continues' ? visit.session : sessionIdOf(account, visit.visitor, beacon, deps.randomBytes)
  const subject: Subject = { account, session, visitor, at: happenedAt(beacon, now) }
  const print = fingerprint(beacon, deps.randomBytes)

  const page = beacon.type === 'page' || !known ? pageFact(subject, beacon) : undefined
  const touch = dependsOnTouch(statics)
    ? await findPresentTouch(deps, page, known, visit.visitor, lookbackDays)
    : undefined
  const plans = decideSwaps(pools, statics, touch?.source)
  const { swap, leases, unleased } = await showNumbers(deps, plans, { account, session, visitor, known, now })

  async function recordPage(page: Parameters<typeof deps.sessions.recordPage>[1]) {
    // A browser whose clock is far off sends the same page twice under two instants: the print tells.
    if (known?.lastPage?.endsWith(`#${print}`)) return
    const fact = unleased.length > 0 ? { ...page, shown: unleased } : page
    const isOwn = touch?.arrival.url === page.url && touch.arrival.referrer === page.referrer
    const arrival = isOwn ? undefined : touch?.arrival
    await deps.sessions.recordPage(pageKey(beacon, print, now), fact, leases, arrival)
  }
  async function recordSeen(known: KnownSession) {
    const begun = leases.filter((each) => !isKnownLease(known, each))
    const isNewlyShown = unleased.some((number) => !known.shown.includes(number))
    const isSoon = secondsBetween(known.lastSign, subject.at) < signStepSeconds
    if (begun.length === 0 && !isNewlyShown && isSoon) return
    const shown = [...new Set([...known.shown, ...unleased])]
    await deps.sessions.recordSeen({ fact: 'seen', ...subject, ...(shown.length > 0 && { shown }) }, [
      ...known.seenLeases,
      ...begun,
    ])
  }
  async function recordContent() {
    const target = pools[0]?.swapTargets[0] ?? statics[0]?.swapTargets[0]
    const fact = contentFact(deps.vault, subject, beacon, print, target && countryOf(target))
    if (fact) await deps.sessions.record(`${factKey[fact.fact]}#${print}`, fact)
  }
  async function recordIds() {
    const { ids } = beacon
    if (!ids) return
    const told = Object.fromEntries(Object.entries(ids).filter(([, value]) => value))
    await deps.browsers.note(account, visitor, told, now)
  }
  await Promise.all([page ? recordPage(page) : known && recordSeen(known), recordContent(), recordIds()])
  return { visitor, session, swap }
}
