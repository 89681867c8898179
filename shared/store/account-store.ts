import type { Account } from '../domain/account.ts'
import type { AccountId } from '../domain/ids.ts'
import { itemAbsent, itemPresent } from './condition.ts'
import { createKeyStore, firstKeyName, keyItem, listedKey, listingItem, sha256Hex } from './key-store.ts'
import { ledgerKeys } from './keys.ts'
import type { Item, Table } from './table.ts'

/**
 * Plain, as their owner is told them. Of the secret key only the digest is stored; the publishable one stands in the
 * account as well, since links in texts carry it.
 */
export interface AccountKeys {
  readonly secretKey: string
  readonly siteKey: string
}

/** What is `undefined` stays as it is. */
export type AccountChange = {
  readonly [Field in keyof Omit<Account, 'id' | 'createdAt'>]?: Account[Field] | undefined
}

export interface AccountStore {
  /** The account and its two keys, all or nothing; `taken` if the id or a key exists. */
  create(account: Account, keys: AccountKeys): Promise<'created' | 'taken'>
  /**
   * Makes sure that the account exists with these keys, as often as a bridge starts: an account that stands keeps its
   * settings and its other keys, and its links carry this publishable one from now on.
   * @throws if a key belongs to another account
   */
  ensure(account: Account, keys: AccountKeys): Promise<Account>
  get(account: AccountId): Promise<Account | undefined>
  /** Sets the given fields alone, so that two changes of different fields both hold. */
  update(account: AccountId, change: AccountChange): Promise<Account | undefined>
}

const accountItem = (account: Account): Item => ({ ...ledgerKeys.account(account.id), ...account })

const firstListing = (account: Account, secretKey: string): Item =>
  listingItem(account.id, secretKey, listedKey(secretKey, firstKeyName, account.createdAt))

const accountOf = (item: Item): Account => {
  const { pk: _pk, sk: _sk, ...account } = item
  return account as unknown as Account
}

export function createAccountStore(ledger: Table): AccountStore {
  const keyStore = createKeyStore(ledger)

  async function get(account: AccountId): Promise<Account | undefined> {
    const item = await ledger.get(ledgerKeys.account(account))
    return item && accountOf(item)
  }

  async function update(account: AccountId, change: AccountChange): Promise<Account | undefined> {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    if (Object.keys(given).length > 0) {
      const outcome = await ledger.update(ledgerKeys.account(account), { set: given }, itemPresent)
      if (!outcome.won) return undefined
    }
    return get(account)
  }

  return {
    async create(account, { secretKey, siteKey }) {
      const { won } = await ledger.transact([
        { put: accountItem({ ...account, siteKey }), condition: itemAbsent },
        {
          put: keyItem(account.id, 'secret', sha256Hex(secretKey), account.createdAt),
          condition: itemAbsent,
        },
        { put: firstListing(account, secretKey), condition: itemAbsent },
        { put: keyItem(account.id, 'site', sha256Hex(siteKey), account.createdAt), condition: itemAbsent },
      ])
      return won ? 'created' : 'taken'
    },

    async ensure(account, { secretKey, siteKey }) {
      const fresh = { ...account, siteKey }
      const outcome = await ledger.putIf(accountItem(fresh), itemAbsent)
      for (const [kind, key] of [
        ['secret', secretKey],
        ['site', siteKey],
      ] as const) {
        const added = await keyStore.add(account.id, kind, sha256Hex(key), account.createdAt)
        if (added === 'taken')
          throw new Error(`the ${kind} key belongs to another account or is of another kind`)
      }
      await ledger.putIf(firstListing(account, secretKey), itemAbsent)
      if (outcome.won || !outcome.current) return fresh
      const standing = accountOf(outcome.current)
      return standing.siteKey === siteKey ? standing : ((await update(account.id, { siteKey })) ?? fresh)
    },

    get,
    update,
  }
}
