import type { AccountId, SessionId, VisitorId } from '../../../shared/domain/ids.ts'
import type { ContactLink, UntoldContact } from '../../../shared/domain/link.ts'
import { openRuleBook } from '../../../shared/domain/rule-match.ts'
import { foldSession, type Session } from '../../../shared/domain/session.ts'
import { shardOf } from '../../../shared/domain/shard.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { traceVisit } from '../../../shared/domain/trace.ts'
import type { SessionRow } from '../../../shared/domain/view.ts'
import type { AccountRules, AttributionPorts, Members } from '../deps.ts'
import { alignVisitor, isOwned, printOf, visitorNode } from './align-visitor.ts'
import { meetClicks } from './deals.ts'

const maxTries = 25

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

/** A session of which something new is known. */
export interface ChangedSession {
  readonly session: SessionId
  /** As far as it is known: the session's own facts tell it. */
  readonly visitor?: VisitorId | undefined
  /** The earliest of its pages that are new; absent where none is. */
  readonly pagesFrom?: Instant | undefined
}

/**
 * Brings a session's row and its link with the visitor in line with its facts and the visitor's contacts. Link first,
 * then read who else is there; the row is written only if nobody wrote it since it was read.
 * @returns the contacts whose journeys may have changed: the visitor's later ones, and those that waited for the
 * session; and those of whoever is the visitor, where their progress does not tell of the visit yet
 */
export async function countSession(
  { ledger, views, newStamp }: AttributionPorts,
  account: AccountId,
  { session, visitor, pagesFrom }: ChangedSession,
): Promise<readonly UntoldContact[]> {
  let node = visitorNode(visitor ?? '')
  for (let tries = 0; tries < maxTries; tries++) {
    const link = await views.links.sessionLink(account, node, session)
    const standing = link && (await views.sessionRows.get(account, link))
    const rules = await ledger.processes.rulesOf(account)
    // Behind the link: facts at least as new as what it was made of. Codes may have led here before anything was known
    // of the session.
    const waiting = await views.links.membersOf(account, `session:${session}`)
    const facts = await ledger.sessions.factsOf(account, session)
    const folded = facts.length > 0 ? foldSession(facts) : undefined
    if (!folded || folded.visitor === '') return []
    if (visitorNode(folded.visitor) !== node) {
      node = visitorNode(folded.visitor)
      continue
    }
    const { startedAt } = folded
    const trace = traceVisit(openRuleBook(rules.process, rules.scoring), folded, waiting.shown)
    const isMoved = link !== undefined && link.startedAt !== startedAt
    // The row never stands at two places, so it is gone before the link leads elsewhere.
    if (isMoved) await views.sessionRows.remove(account, link)
    const shard = link ? (link.shard ?? 0) : shardOf(session, rules.settings ?? {})
    if (!link || isMoved || JSON.stringify(link.trace) !== JSON.stringify(trace)) {
      const next = { session, startedAt, ...(shard > 0 && { shard }), trace, stamp: newStamp() }
      if (!(await views.links.linkSession(account, node, next, link?.stamp))) continue
    }
    const members = await views.links.membersOf(account, node)
    const row = rowOf(folded, members.contacts)
    if (row) {
      const before = isMoved ? undefined : standing
      const { stamp, ...present } = before ?? { stamp: undefined }
      if (JSON.stringify(present) !== JSON.stringify(row)) {
        const isWritten = await views.sessionRows.put(account, row, shard, stamp)
        // What it was made of may have changed and changed back since: then whoever saw that has left the old row
        // standing.
        if (!isWritten || stamp !== undefined) continue
      }
    }
    const ofClicks = await meetClicks({ ledger, views }, account, folded)
    return [
      ...(await untold({ views, ledger }, account, node, members, rules)),
      ...(pagesFrom === undefined ? [] : members.contacts.filter(({ at }) => at >= pagesFrom)),
      ...waiting.contacts,
      ...ofClicks,
    ]
  }
  throw new Error(`session ${session} of ${account} could not be counted in ${maxTries} tries`)
}

/**
 * Whose progress has to be told of what the visitor did: that of whoever made contacts and is the visitor. Where nobody
 * is, the visitor's own is brought in line.
 */
export async function untold(
  ports: Pick<AttributionPorts, 'views' | 'ledger'>,
  account: AccountId,
  node: string,
  members: Members,
  rules: AccountRules,
): Promise<readonly UntoldContact[]> {
  if (isOwned(members)) {
    if (members.told === printOf(node, members)) return []
    // Whoever looks into one of them finds all that meet here.
    return members.contacts
      .filter(({ owns }) => owns)
      .slice(0, 1)
      .map((contact) => ({ ...contact, isUntold: true }))
  }
  await alignVisitor(ports, account, node, members, rules)
  return []
}

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
