import type { AccountId, MemberId } from '../domain/ids.ts'
import type { Member, Membership } from '../domain/member.ts'
import type { Role } from '../domain/role.ts'
import type { Instant } from '../domain/time.ts'
import { allOf, attributeAbove, attributeEquals, itemAbsent, itemPresent } from './condition.ts'
import { memberKeys, memberPartitions } from './member-keys.ts'
import type { Item, Table, Write } from './table.ts'
import { beforeAccounts, type Vault } from './vault.ts'

export type NewMember = Omit<Member, 'lastSeenAt'>
/** What is `undefined` stays as it is. */
export interface MemberChange {
  readonly name?: string | null | undefined
  readonly role?: Role | undefined
}
export type MemberChanged =
  | { readonly changed: true; readonly member: Member }
  | { readonly changed: false; readonly because: 'absent' | 'last-owner' }

/** E-mails are given and told as they are compared (`normalEmail`); they and names stand encrypted. */
export interface MemberStore {
  /** In the order of their addition. */
  list(account: AccountId): Promise<Member[]>
  get(account: AccountId, id: MemberId): Promise<Member | undefined>
  /** The role alone, which takes no decryption: asked by every request of somebody signed in. */
  roleOf(account: AccountId, id: MemberId): Promise<Role | undefined>
  /** An e-mail is one member's of an account; the same person may be a member of several accounts. */
  add(account: AccountId, member: NewMember): Promise<'added' | 'taken'>
  /** An account that has owners keeps one, whatever races. */
  change(account: AccountId, id: MemberId, change: MemberChange): Promise<MemberChanged>
  remove(account: AccountId, id: MemberId): Promise<'removed' | 'absent' | 'last-owner'>
  /** Whatever accounts the person with this e-mail is a member of. */
  byEmail(email: string): Promise<Membership[]>
  seen(account: AccountId, id: MemberId, at: Instant): Promise<void>
}

/** Roles may change while another change of the same member is under way: then it is tried again on what stands. */
const mostTries = 5

export function createMemberStore(ledger: Table, vault: Pick<Vault, 'hash' | 'seal' | 'open'>): MemberStore {
  const personOf = (email: string) => vault.hash(beforeAccounts, 'email', email)

  const itemOf = (account: AccountId, { email, name, ...member }: NewMember): Item => ({
    ...memberKeys.member(account, member.id),
    account,
    ...member,
    sealedEmail: vault.seal(account, email),
    ...(name !== null && { sealedName: vault.seal(account, name) }),
  })

  const memberOf = (account: AccountId, item: Item): Member => ({
    id: item.id as MemberId,
    email: vault.open(account, item.sealedEmail as string),
    name: item.sealedName === undefined ? null : vault.open(account, item.sealedName as string),
    role: item.role as Role,
    createdAt: item.createdAt as Instant,
    lastSeenAt: (item.lastSeenAt as Instant | undefined) ?? null,
  })

  async function get(account: AccountId, id: MemberId): Promise<Member | undefined> {
    const item = await ledger.get(memberKeys.member(account, id))
    return item && memberOf(account, item)
  }

  const oneOwnerMore = (account: AccountId): Write => ({
    update: memberKeys.owners(account),
    change: { add: { owners: 1 } },
  })
  const oneOwnerLess = (account: AccountId): Write => ({
    update: memberKeys.owners(account),
    change: { add: { owners: -1 } },
    condition: attributeAbove('owners', 1),
  })
  /** The write that keeps count, where the number of owners changes. */
  function countOf(account: AccountId, before: Role | undefined, after: Role | undefined): Write[] {
    if ((before === 'owner') === (after === 'owner')) return []
    return [after === 'owner' ? oneOwnerMore(account) : oneOwnerLess(account)]
  }
  const asItWas = (role: Role) => allOf(itemPresent, attributeEquals('role', role))

  /** Writes on the member as it stands, with the count; `undefined` where it changed meanwhile. */
  async function guarded(writes: readonly Write[]): Promise<'done' | 'last-owner' | undefined> {
    const outcome = await ledger.transact(writes)
    if (outcome.won) return 'done'
    // The member is the first write, the count the last.
    return outcome.lost[0] === undefined ? 'last-owner' : undefined
  }

  async function onStanding<Answer>(
    account: AccountId,
    id: MemberId,
    work: (member: Member) => Promise<Answer | undefined>,
  ): Promise<Answer | 'absent'> {
    for (let tries = 0; tries < mostTries; tries++) {
      const standing = await get(account, id)
      if (!standing) return 'absent'
      const answer = await work(standing)
      if (answer !== undefined) return answer
    }
    throw new Error('a member changed again and again meanwhile')
  }

  return {
    get,

    async list(account) {
      const items = await ledger.query({ pk: memberPartitions.members(account), prefix: 'member#' })
      return items.map((item) => memberOf(account, item))
    },

    async roleOf(account, id) {
      return (await ledger.get(memberKeys.member(account, id)))?.role as Role | undefined
    },

    async add(account, member) {
      const { won } = await ledger.transact([
        { put: itemOf(account, member), condition: itemAbsent },
        {
          put: { ...memberKeys.membership(personOf(member.email), account), account, member: member.id },
          condition: itemAbsent,
        },
        ...countOf(account, undefined, member.role),
      ])
      return won ? 'added' : 'taken'
    },

    async change(account, id, { name, role }) {
      const outcome = await onStanding(account, id, async (standing) => {
        const after: Member = {
          ...standing,
          name: name === undefined ? standing.name : name,
          role: role ?? standing.role,
        }
        const written = await guarded([
          {
            update: memberKeys.member(account, id),
            change: {
              set: {
                role: after.role,
                sealedName: after.name === null ? undefined : vault.seal(account, after.name),
              },
            },
            condition: asItWas(standing.role),
          },
          ...countOf(account, standing.role, after.role),
        ])
        return written === 'done' ? after : written
      })
      return typeof outcome === 'string'
        ? { changed: false, because: outcome }
        : { changed: true, member: outcome }
    },

    async remove(account, id) {
      const outcome = await onStanding(account, id, ({ role, email }) =>
        guarded([
          { delete: memberKeys.member(account, id), condition: asItWas(role) },
          { delete: memberKeys.membership(personOf(email), account) },
          ...countOf(account, role, undefined),
        ]),
      )
      return outcome === 'done' ? 'removed' : outcome
    },

    async byEmail(email) {
      const found = await ledger.query({ pk: memberPartitions.person(personOf(email)) })
      const memberships = found.map(({ account, member }) => ({
        account: account as AccountId,
        id: member as MemberId,
      }))
      const members = await Promise.all(memberships.map(({ account, id }) => get(account, id)))
      return memberships.flatMap(({ account }, index) => {
        const member = members[index]
        return member ? [{ account, member }] : []
      })
    },

    async seen(account, id, at) {
      await ledger.update(memberKeys.member(account, id), { set: { lastSeenAt: at } }, itemPresent)
    },
  }
}
