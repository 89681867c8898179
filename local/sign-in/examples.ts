import type { AccountId } from '../../shared/domain/ids.ts'
import { createOrderedIds } from '../../shared/domain/ordered-id.ts'
import { type Role, roles } from '../../shared/domain/role.ts'
import type { Clock } from '../../shared/domain/time.ts'
import type { MemberStore } from '../../shared/store/member-store.ts'

/** What a role is for, to whoever chooses one to look around as. */
export const roleWords: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  owner: { name: 'Owner', may: 'Everything: team, settings, numbers, and all that the others see' },
  marketer: { name: 'Marketer', may: 'Sources, journeys, codes and campaigns; callers’ phones are masked' },
  agent: { name: 'Agent', may: 'The live desk, calls and enquiries with whole phone numbers; no reports' },
  viewer: { name: 'Viewer', may: 'Reads the reports; phones masked, no recordings' },
}

/** One person for each role, so that every page can be seen as each sees it. */
export async function ensureExampleMembers(
  members: Pick<MemberStore, 'list' | 'add'>,
  account: AccountId,
  now: Clock,
  randomBytes: (length: number) => Uint8Array,
): Promise<void> {
  // A team that somebody has begun is theirs: who was taken off it does not come back with the next start.
  if ((await members.list(account)).length > 0) return
  const newId = createOrderedIds(now, randomBytes)
  for (const role of roles) {
    const email = `${role}@example.com`
    await members.add(account, { id: newId('member'), email, name: null, role, createdAt: now() })
  }
}
