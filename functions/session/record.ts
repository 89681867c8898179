import type { AccountId, E164, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import { newId } from '../../shared/domain/ids.ts'
import type { HeldLease } from '../../shared/domain/lease.ts'
import { countryOf } from '../../shared/domain/phone-country.ts'
import { signStepSeconds } from '../../shared/domain/session-life.ts'
import { type Instant, secondsBetween } from '../../shared/domain/time.ts'
import { happenedAt, type Visit } from './decide.ts'
import type { KnownSession, SessionDeps, SitePool } from './deps.ts'
import { contentFact, pageFact, type Subject } from './facts.ts'
import { factKey, fingerprint, pageKey, sessionIdOf } from './fingerprint.ts'
import type { Beacon } from './schema.ts'

export interface Recorded {
  readonly visitor: VisitorId
  readonly session: SessionId
  readonly shown: readonly { readonly pool: SitePool; readonly number: E164 | undefined }[]
}

const isKnownLease = (known: KnownSession, lease: HeldLease) =>
  known.held.some((held) => held.poolId === lease.poolId && held.from === lease.from)

/**
 * Writes what a counted beacon tells: the leases live on or begin, then the fact that they stood on the page, then the
 * rest. Whatever begins a session is a view of its page too: a session has a first touch.
 */
export async function record(
  deps: SessionDeps,
  account: AccountId,
  pools: readonly SitePool[],
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

  const lease = async (pool: SitePool) => {
    const held = known?.held.find(({ poolId }) => poolId === pool.id)
    const lease = await deps.leases.acquire({ account, pool, session, visitor, now, held })
    return { pool, lease, number: lease?.number ?? pool.fallbackNumber }
  }
  const shown = await Promise.all(pools.filter(({ swapTargets }) => swapTargets.length > 0).map(lease))
  const leases = shown.flatMap((each) => each.lease ?? [])

  async function recordPage() {
    // A browser whose clock is far off sends the same page twice under two instants: the print tells.
    if (known?.lastPage?.endsWith(`#${print}`)) return
    await deps.sessions.recordPage(pageKey(beacon, print, now), pageFact(subject, beacon), leases)
  }
  async function recordSeen(known: KnownSession) {
    const begun = leases.filter((each) => !isKnownLease(known, each))
    if (begun.length === 0 && secondsBetween(known.lastSign, subject.at) < signStepSeconds) return
    await deps.sessions.recordSeen({ fact: 'seen', ...subject }, [...known.seenLeases, ...begun])
  }
  async function recordContent() {
    const target = pools[0]?.swapTargets[0]
    const fact = contentFact(deps.vault, subject, beacon, print, target && countryOf(target))
    if (fact) await deps.sessions.record(`${factKey[fact.fact]}#${print}`, fact)
  }
  await Promise.all([beacon.type === 'page' || !known ? recordPage() : recordSeen(known), recordContent()])
  return { visitor, session, shown }
}
