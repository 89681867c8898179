import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { AccountId, MemberId } from '../domain/ids.ts'
import type { Role } from '../domain/role.ts'
import { isOver, isUseNews, type SignIn } from '../domain/sign-in.ts'
import type { Clock, Instant } from '../domain/time.ts'
import { sha256Hex } from './digest.ts'
import { sessionCookie } from './session-cookie.ts'

export { sessionCookie }
export const sessionTokenOf = (context: Context): string | undefined =>
  getCookie(context, sessionCookie) || undefined

export interface SignedIn {
  readonly account: AccountId
  readonly member: MemberId
  readonly role: Role
}

export interface SignedInPorts {
  readonly signIns: {
    find(digest: string): Promise<SignIn | undefined>
    use(digest: string, signIn: SignIn, at: Instant): Promise<void>
  }
  readonly members: {
    roleOf(account: AccountId, id: MemberId): Promise<Role | undefined>
    seen(account: AccountId, id: MemberId, at: Instant): Promise<void>
  }
  readonly now: Clock
  /** Whether use prolongs the sign-in: not where the ledger is only read. */
  readonly prolongs: boolean
}

/**
 * Finds out whose sign-in a browser holds. The role is read each time: a change of it, or leaving, holds from the next
 * request on.
 */
export const createSignedIn =
  ({ signIns, members, now, prolongs }: SignedInPorts) =>
  async (token: string): Promise<SignedIn | undefined> => {
    const digest = sha256Hex(token)
    const signIn = await signIns.find(digest)
    if (!signIn || isOver(signIn, now())) return undefined
    const { account, member } = signIn
    const role = await members.roleOf(account, member)
    if (role === undefined) return undefined
    if (prolongs && isUseNews(signIn, now())) {
      await Promise.all([signIns.use(digest, signIn, now()), members.seen(account, member, now())])
    }
    return { account, member, role }
  }
