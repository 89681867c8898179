import { createHash } from 'node:crypto'
import type { AccountId, VisitorId } from '../../../shared/domain/ids.ts'
import type { ProgressRow } from '../../../shared/domain/progress.ts'
import { foldProgress, type KnownPerson, type ProgressRules } from '../../../shared/domain/progress-fold.ts'
import { shardOf } from '../../../shared/domain/shard.ts'
import type { TracedVisit } from '../../../shared/domain/trace.ts'
import type { AttributionPorts, Members } from '../deps.ts'

const maxTries = 25

export const visitorNode = (visitor: VisitorId) => `visitor:${visitor}`
export const visitorOf = (node: string): VisitorId => node.slice('visitor:'.length)

/** Somebody who made a contact is the visitor, for certain: then the visitor has no progress of their own. */
export const isOwned = ({ contacts }: Pick<Members, 'contacts'>): boolean =>
  contacts.some(({ owns }) => owns === true)

export const visitsAt = (node: string, { sessions }: Pick<Members, 'sessions'>): TracedVisit[] =>
  sessions.flatMap(({ session, startedAt, trace }) =>
    trace ? [{ session, startedAt, visitor: visitorOf(node), ...trace }] : [],
  )
export const movesAt = (node: string, { moves }: Pick<Members, 'moves'>): KnownPerson['moves'] =>
  moves.map((move) => ({ ...move, visitor: visitorOf(node) }))

/** What a visitor's place in the views says of visits and moves: by it is seen whether a person's row holds them all. */
export const printOf = (node: string, members: Pick<Members, 'sessions' | 'moves'>): string =>
  createHash('sha256')
    .update(JSON.stringify([visitsAt(node, members), movesAt(node, members)]))
    .digest('base64url')
    .slice(0, 22)

const isSame = (row: ProgressRow, standing: (ProgressRow & { stamp: string }) | undefined) => {
  if (!standing) return false
  const { stamp: _, ...present } = standing
  return JSON.stringify(present) === JSON.stringify(row)
}

/**
 * Brings the row of a visitor's own progress in line with the visits, or takes it away where the visitor is somebody who
 * made a contact. After each writing all is looked at again: who met there may have changed since it was read.
 * @param members as they stand at the visitor's place
 */
export async function alignVisitor(
  { views, ledger }: Pick<AttributionPorts, 'views' | 'ledger'>,
  account: AccountId,
  node: string,
  members: Members,
  rules: ProgressRules,
): Promise<void> {
  const id = visitorOf(node)
  for (let tries = 0; tries < maxTries; tries++) {
    const head = members.progress
    const row = await views.progress.ofVisitor(account, id, head)
    const known: KnownPerson = {
      kind: 'visitor',
      id,
      contacts: [],
      visits: visitsAt(node, members),
      moves: movesAt(node, members),
      enquiries: [],
    }
    const next = isOwned(members) ? undefined : foldProgress(known, rules)
    if (next === undefined ? head?.at === undefined : isSame(next, row)) return
    const settings = head ? {} : ((await ledger.accounts.get(account)) ?? {})
    await views.progress.putVisitor(account, id, { head, row }, next, shardOf(id, settings))
    members = await views.links.membersOf(account, node)
  }
  throw new Error(`the progress at ${node} of ${account} could not be brought in line in ${maxTries} tries`)
}
