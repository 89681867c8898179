import type { Account, CallSettings } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { type Clock, epochMillisecondsOf } from '../../../shared/domain/time.ts'

interface Known {
  readonly settings: CallSettings | undefined
  readonly readAt: number
}

/** So long a change may take to hold for all calls; a call then costs no read of the account. */
const freshMilliseconds = 15_000
const most = 1000

/** The accounts' settings for calls, as this process read them last; when the store fails, however long ago. */
export function createKnownSettings(
  accounts: { get(account: AccountId): Promise<Account | undefined> },
  now: Clock,
) {
  const known = new Map<AccountId, Known>()
  return {
    last: (account: AccountId): CallSettings | undefined => known.get(account)?.settings,

    async of(account: AccountId): Promise<CallSettings | undefined> {
      const before = known.get(account)
      const at = epochMillisecondsOf(now())
      if (before && at - before.readAt < freshMilliseconds) return before.settings
      try {
        const settings = (await accounts.get(account))?.calls
        known.delete(account)
        known.set(account, { settings, readAt: at })
        const [oldest] = known.keys()
        if (known.size > most && oldest !== undefined) known.delete(oldest)
        return settings
      } catch (error) {
        if (before) return before.settings
        throw error
      }
    },
  }
}
