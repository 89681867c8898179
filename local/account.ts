import type { Account } from '../shared/domain/account.ts'
import { accountDefaults } from '../shared/domain/account.ts'
import type { Instant } from '../shared/domain/time.ts'
import { sha256Hex } from '../shared/http/digest.ts'
import { createAccountStore } from '../shared/store/account-store.ts'
import { createKeyStore } from '../shared/store/key-store.ts'
import type { Table } from '../shared/store/table.ts'

export const localAccountId = 'acc_local'

export interface LocalAccount {
  readonly siteKey: string
  readonly origins: readonly string[]
  /** Given, or undefined: then one is made if the account is new. */
  readonly secretKey: string | undefined
  readonly newSecretKey: () => string
  readonly now: Instant
  /** What a new account is called and whose days it counts, unless the usual. */
  readonly asNew?: Partial<Pick<Account, 'name' | 'timeZone'>>
}

/**
 * The account of the bridge on one machine: made at the first start; later starts add keys that they were given.
 * @returns the account, and its secret key if one had to be made
 */
export async function ensureLocalAccount(
  ledger: Table,
  { siteKey, origins, secretKey, newSecretKey, now, asNew }: LocalAccount,
): Promise<{ account: Account; isNew: boolean; madeSecretKey?: string }> {
  const accounts = createAccountStore(ledger)
  const standing = await accounts.get(localAccountId)
  const made = standing || secretKey !== undefined ? undefined : newSecretKey()
  const account: Account = standing ?? {
    id: localAccountId,
    name: 'My business',
    ...accountDefaults,
    ...asNew,
    origins,
    excludedVisitors: [],
    createdAt: now,
  }
  const secret = secretKey ?? made
  if (secret !== undefined) {
    await accounts.ensure(account, { secretKey: secret, siteKey })
  } else {
    const added = await createKeyStore(ledger).add(localAccountId, 'site', sha256Hex(siteKey), now)
    if (added === 'taken') throw new Error('TIELINE_SITE_KEY belongs to another account')
    if (account.siteKey !== siteKey) await accounts.update(localAccountId, { siteKey })
  }
  const isOriginsChanged = JSON.stringify(account.origins) !== JSON.stringify(origins)
  if (standing && isOriginsChanged && !origins.includes('*')) {
    await accounts.update(localAccountId, { origins: [...origins] })
  }
  return { account, isNew: !standing, ...(made && { madeSecretKey: made }) }
}
