import type { MemberId } from '../../../shared/domain/ids.ts'
import type { Role } from '../../../shared/domain/role.ts'
import { createMemberStore } from '../../../shared/store/member-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { testMasterKey } from '../../support/bridge.ts'

/** The people of an account, one a role given; their addresses say which. */
export async function addPeople(
  ledger: Table,
  account: string,
  ...roles: readonly Role[]
): Promise<Readonly<Record<Role, MemberId>>> {
  const members = createMemberStore(ledger, createVault(testMasterKey))
  const ids: Record<Role, MemberId> = { owner: '', marketer: '', agent: '', viewer: '' }
  for (const role of roles) {
    ids[role] = `mem_${role}`
    await members.add(account, {
      id: ids[role],
      email: `${role}@example.com`,
      name: null,
      role,
      createdAt: '2026-01-01T00:00:00.000Z',
    })
  }
  return ids
}
