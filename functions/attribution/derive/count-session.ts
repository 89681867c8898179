import type { PageFact } from '../../../shared/domain/fact.ts'
import type { AccountId, VisitorId } from '../../../shared/domain/ids.ts'
import type { ContactLink, ContactRef } from '../../../shared/domain/link.ts'
import { foldSession, type Session } from '../../../shared/domain/session.ts'
import { shardOf } from '../../../shared/domain/shard.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { SessionRow } from '../../../shared/domain/view.ts'
import type { AttributionPorts, ViewPorts } from '../deps.ts'

const maxTries = 25

export const visitorNode = (visitor: VisitorId) => `visitor:${visitor}`

/** The first of the contacts that are enquiries of the visitor. */
const enquiredAt = (contacts: readonly ContactLink[]): Instant | undefined =>
  contacts
    .filter(({ converts }) => converts)
    .map(({ at }) => at)
    .sort()[0]

function rowOf({ session, visitor, startedAt, touches }: Session, contacts: readonly ContactLink[]) {
  const [first] = touches
  if (!first) return undefined
  const at = enquiredAt(contacts)
  const row: SessionRow = {
    session,
    visitor,
    startedAt,
    source: first.source,
    channels: touches.map(({ source }) => source.channel),
    ...(at !== undefined && { enquiredAt: at }),
  }
  return row
}

/**
 * Brings a session's row and its link with the visitor in line with its facts and the visitor's contacts. Link first,
 * then read who else is there; the row is written only if nobody wrote it since it was read.
 * @param page the earliest of its pages that are new
 * @returns the contacts whose journeys may have changed: the visitor's later ones, and those that waited for the session
 */
export async function countSession(
  { ledger, views, newStamp }: AttributionPorts,
  account: AccountId,
  { session, visitor, at: from }: Pick<PageFact, 'session' | 'visitor' | 'at'>,
): Promise<readonly ContactRef[]> {
  let node = visitorNode(visitor)
  for (let tries = 0; tries < maxTries; tries++) {
    const link = await views.links.sessionLink(account, node, session)
    const standing = link && (await views.sessionRows.get(account, link))
    // Behind the link: facts at least as new as what it was made of.
    const folded = foldSession(await ledger.sessions.factsOf(account, session))
    if (visitorNode(folded.visitor) !== node) {
      node = visitorNode(folded.visitor)
      continue
    }
    const { startedAt } = folded
    const isMoved = link !== undefined && link.startedAt !== startedAt
    // The row never stands at two places, so it is gone before the link leads elsewhere.
    if (isMoved) await views.sessionRows.remove(account, link)
    const shard = link ? (link.shard ?? 0) : shardOf(session, (await ledger.accounts.get(account)) ?? {})
    if (!link || isMoved) {
      const next = { session, startedAt, ...(shard > 0 && { shard }), stamp: newStamp() }
      if (!(await views.links.linkSession(account, node, next, link?.stamp))) continue
    }
    const { contacts } = await views.links.membersOf(account, node)
    const row = rowOf(folded, contacts)
    if (!row) return []
    const before = isMoved ? undefined : standing
    const { stamp, ...present } = before ?? { stamp: undefined }
    if (JSON.stringify(present) !== JSON.stringify(row)) {
      const isWritten = await views.sessionRows.put(account, row, shard, stamp)
      // What it was made of may have changed and changed back since: then whoever saw that has left the old row standing.
      if (!isWritten || stamp !== undefined) continue
    }
    // Codes may have led here before anything was known of the session.
    const waiting = (await views.links.membersOf(account, `session:${session}`)).contacts
    return [...contacts.filter(({ at }) => at >= from), ...waiting]
  }
  throw new Error(`session ${session} of ${account} could not be counted in ${maxTries} tries`)
}

type Members = Awaited<ReturnType<ViewPorts['links']['membersOf']>>

/**
 * Visitors who made an enquiry, or no longer did: their visits' rows say so. After each writing all is looked at again:
 * who is at the visitor's may have changed since it was read.
 */
export async function alignVisits(
  { views }: AttributionPorts,
  account: AccountId,
  node: string,
  { contacts, sessions }: Members,
): Promise<void> {
  for (let tries = 0; tries < maxTries; tries++) {
    const expected = enquiredAt(contacts)
    const rows = await views.sessionRows.getAll(account, sessions)
    const outdated = rows.flatMap((row, index) =>
      row && row.enquiredAt !== expected ? [{ row, shard: sessions[index]?.shard ?? 0 }] : [],
    )
    if (outdated.length === 0) return
    await Promise.all(
      outdated.map(({ row: { stamp, enquiredAt: _, ...row }, shard }) =>
        views.sessionRows.put(
          account,
          { ...row, ...(expected !== undefined && { enquiredAt: expected }) },
          shard,
          stamp,
        ),
      ),
    )
    ;({ contacts, sessions } = await views.links.membersOf(account, node))
  }
  throw new Error(`visits at ${node} of ${account} could not be brought in line in ${maxTries} tries`)
}
