import type { AccountId, SessionId } from '../../shared/domain/ids.ts'
import type { ContactRef } from '../../shared/domain/link.ts'
import { foldSession } from '../../shared/domain/session.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { AttributionPorts } from './deps.ts'

const maxTries = 25

/**
 * Brings a session's row and its link with the visitor in line with its facts.
 * @param from the earliest of the facts that are new
 * @returns the visitor's contacts that came after it: their journeys may have changed
 */
export async function countSession(
  { ledger, views, newStamp }: AttributionPorts,
  account: AccountId,
  session: SessionId,
  from: Instant,
): Promise<readonly ContactRef[]> {
  for (let tries = 0; tries < maxTries; tries++) {
    const known = await ledger.sessions.factsOf(account, session)
    if (!known.some(({ fact }) => fact === 'page')) return []
    const visitor = (known[0] as { visitor: string }).visitor
    const node = `visitor:${visitor}`
    const link = await views.links.sessionLink(account, node, session)
    // Read again behind the link: facts at least as new as what the link was made of.
    const folded = foldSession(await ledger.sessions.factsOf(account, session))
    const [firstTouch] = folded.touches
    if (!firstTouch) return []
    const { startedAt } = folded
    const row = { session, visitor: folded.visitor, startedAt, source: firstTouch.source }

    const standing = link && (await views.sessionRows.get(account, link.startedAt, session))
    const isRight =
      standing && standing.startedAt === startedAt && JSON.stringify(standing) === JSON.stringify(row)
    if (!isRight) {
      const next = { session, startedAt, stamp: newStamp() }
      if (link && link.startedAt !== startedAt) {
        // The row moves: it never stands at two places, so it is gone before the link leads elsewhere.
        await views.sessionRows.remove(account, link.startedAt, session)
      }
      if (!link || link.startedAt !== startedAt) {
        if (!(await views.links.linkSession(account, node, next, link?.stamp))) continue
      }
      await views.sessionRows.put(account, row)
    }
    const { contacts } = await views.links.membersOf(account, node)
    const later = contacts.filter(({ at }) => at >= from)
    // Codes may have led here before anything was known of the session.
    const waiting = link ? [] : (await views.links.membersOf(account, `session:${session}`)).contacts
    return [...later, ...waiting]
  }
  throw new Error(`session ${session} of ${account} could not be counted in ${maxTries} tries`)
}
