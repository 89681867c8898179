import {
  clickEvidence,
  clickSkewSeconds,
  clickWindowSeconds,
  type Evidence,
  leaseEvidence,
  sourceNumberEvidence,
} from '../../../shared/domain/evidence.ts'
import type { AccountId, E164, PersonalHash, PoolId } from '../../../shared/domain/ids.ts'
import { resolveLeases } from '../../../shared/domain/lease.ts'
import type { DeclaredSource } from '../../../shared/domain/number.ts'
import { classifyDeclared } from '../../../shared/domain/source.ts'
import { addSeconds, type Instant } from '../../../shared/domain/time.ts'
import type { AttributionPorts } from '../deps.ts'

/** A contact that came by one of the account's numbers. */
export interface Arrival {
  readonly id: string
  readonly kind: 'call' | 'text'
  readonly at: Instant
  readonly phone?: PersonalHash | undefined
  readonly number: E164
  readonly poolId?: PoolId | undefined
  readonly source?: DeclaredSource | undefined
}

/** What the number dialled says: the source that it stands for, the session that it was leased to, who tapped it. */
export async function numberEvidence(
  { ledger, views }: Pick<AttributionPorts, 'ledger' | 'views'>,
  account: AccountId,
  { id, kind, number, at, poolId, source }: Arrival,
): Promise<Evidence[]> {
  const from = addSeconds(at, -clickWindowSeconds)
  const standsFor = source && Object.keys(source).length > 0 ? source : undefined
  const [taps, leases] = await Promise.all([
    views.links.clicksOn(account, number, from, addSeconds(at, clickSkewSeconds)),
    standsFor ? [] : ledger.leases.leasesCovering(account, number, at, poolId),
  ])
  const clicks = clickEvidence(id, at, taps, kind)
  if (standsFor) return [...clicks, sourceNumberEvidence(id, number, at, classifyDeclared(standsFor))]
  return [...clicks, ...leaseEvidence(id, number, resolveLeases(leases, at), kind)]
}
