import { createHash } from 'node:crypto'
import { type AuditEntry, sameWithinMinutes } from '../domain/audit.ts'
import type { AccountId } from '../domain/ids.ts'
import { epochMillisecondsOf, type Instant, instantOf } from '../domain/time.ts'
import { itemAbsent } from './condition.ts'
import { privacyKeys, privacyPartitions } from './privacy-keys.ts'
import type { Item, Table } from './table.ts'

export interface AuditStore {
  /** Written once, and never changed; the same again within minutes is the same entry. */
  note(account: AccountId, entry: AuditEntry): Promise<void>
  /** The latest first. @param after the position of an entry: `positionOf` */
  list(
    account: AccountId,
    limit: number,
    after?: string,
  ): Promise<(AuditEntry & { readonly position: string })[]>
}

const entryOf = ({ pk: _pk, sk, ...entry }: Item) =>
  ({ ...entry, position: sk }) as unknown as AuditEntry & { position: string }

/** The beginning of the stretch of minutes. */
function stretchOf(at: Instant): Instant {
  const length = sameWithinMinutes * 60_000
  return instantOf(Math.floor(epochMillisecondsOf(at) / length) * length)
}

export const createAuditStore = (ledger: Table): AuditStore => ({
  async note(account, entry) {
    const { at, action, by, subject, detail } = entry
    const print = createHash('sha256')
      .update(JSON.stringify([action, by.kind, by.id, subject, detail]))
      .digest('base64url')
      .slice(0, 16)
    const key = privacyKeys.auditEntry(account, action === 'recording-heard' ? stretchOf(at) : at, print)
    const { won } = await ledger.putIf({ ...key, ...entry }, itemAbsent)
    if (won) await ledger.put(privacyKeys.auditMonth(account, at.slice(0, 7)))
  },

  async list(account, limit, after) {
    const months = await ledger.query({ pk: privacyPartitions.auditMonths(account), descending: true })
    const found: ReturnType<typeof entryOf>[] = []
    for (const { sk: month } of months) {
      if (after !== undefined && month > after.slice(0, 7)) continue
      const isWithin = after?.startsWith(month)
      const items = await ledger.query({
        pk: privacyPartitions.audit(account, month),
        descending: true,
        limit: limit - found.length,
        ...(isWithin && { after }),
      })
      found.push(...items.map(entryOf))
      if (found.length >= limit) break
    }
    return found
  },
})
