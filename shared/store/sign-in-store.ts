import { endOf, type SignIn } from '../domain/sign-in.ts'
import { epochSecondsOf, type Instant } from '../domain/time.ts'
import { itemPresent } from './condition.ts'
import { memberKeys } from './member-keys.ts'
import type { Table } from './table.ts'

/**
 * Sign-ins stand only as the SHA-256 of what the browser holds, which is 256 random bits. Whether one is over is for the
 * reader to judge (`isOver`); the engine deletes it some time later.
 */
export interface SignInStore {
  create(digest: string, signIn: SignIn): Promise<void>
  find(digest: string): Promise<SignIn | undefined>
  /** One that was ended meanwhile stays so. */
  use(digest: string, signIn: SignIn, at: Instant): Promise<void>
  end(digest: string): Promise<void>
}

const expiryOf = (signIn: Pick<SignIn, 'startedAt' | 'lastSeenAt'>) => ({
  expiresAtEpochSeconds: epochSecondsOf(endOf(signIn)),
})

export const createSignInStore = (ledger: Table): SignInStore => ({
  async create(digest, signIn) {
    await ledger.put({ ...memberKeys.signIn(digest), ...signIn, ...expiryOf(signIn) })
  },

  async find(digest) {
    const item = await ledger.get(memberKeys.signIn(digest))
    if (!item) return undefined
    const { account, member, startedAt, lastSeenAt } = item as unknown as SignIn
    return { account, member, startedAt, lastSeenAt }
  },

  async use(digest, { startedAt }, at) {
    const set = { lastSeenAt: at, ...expiryOf({ startedAt, lastSeenAt: at }) }
    await ledger.update(memberKeys.signIn(digest), { set }, itemPresent)
  },

  async end(digest) {
    await ledger.delete(memberKeys.signIn(digest))
  },
})
