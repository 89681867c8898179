import type { AccountId, MemberId } from './ids.ts'
import type { Role } from './role.ts'
import type { Instant } from './time.ts'

/** Somebody who may sign in to an account. The same person has another membership in each account. */
export interface Member {
  readonly id: MemberId
  /** As it is compared (`normalEmail`): by it a person is known when they sign in. */
  readonly email: string
  readonly name: string | null
  readonly role: Role
  readonly createdAt: Instant
  /** When they last used the account, to some minutes; null before their first sign-in. */
  readonly lastSeenAt: Instant | null
}

/** A person in one of their accounts. */
export interface Membership {
  readonly account: AccountId
  readonly member: Member
}
