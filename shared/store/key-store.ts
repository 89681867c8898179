import type { ListedKey } from '../domain/api-key.ts'
import { type AccountId, type ApiKeyId, idPrefixes } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { sha256Hex } from '../http/digest.ts'
import { itemAbsent, itemPresent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

export interface ApiKey {
  readonly account: AccountId
  /** `secret` manages the account; `site` stands in its pages, visible to all. */
  readonly kind: 'secret' | 'site'
}

export { sha256Hex } from '../http/digest.ts'
/** How a publishable key stands in the ledger. */
export const siteKeyDigest = sha256Hex

/**
 * API keys stand only as their SHA-256. They are 160 random bits, so that nothing slower is needed; only a local
 * `pk_local` is guessable, and it is public anyhow.
 */
export interface KeyStore {
  find(digest: string): Promise<ApiKey | undefined>
  /** Adding a key again changes nothing; `taken` if it is another account's or of the other kind. */
  add(
    account: AccountId,
    kind: ApiKey['kind'],
    digest: string,
    createdAt: Instant,
  ): Promise<'added' | 'taken'>
  /** Another secret key of the account. */
  create(account: AccountId, key: string, name: string, createdAt: Instant): Promise<ListedKey>
  /** The account's secret keys, in the order of their ids. */
  list(account: AccountId): Promise<ListedKey[]>
  /** From now on nobody is let in by it. */
  remove(account: AccountId, id: ApiKeyId): Promise<'removed' | 'absent'>
}

const listingPrefix = 'api-key#'
const idCharacters = 20
/** What an account is made with has no name that somebody gave it. */
export const firstKeyName = 'First key'

/** Named after its digest, of which this part tells nothing about the key. */
export const listedKey = (key: string, name: string, createdAt: Instant): ListedKey => ({
  id: idPrefixes.apiKey + sha256Hex(key).slice(0, idCharacters),
  name,
  ending: key.slice(-4),
  createdAt,
})

export const listingItem = (account: AccountId, key: string, listed: ListedKey): Item => ({
  ...ledgerKeys.apiKeyListing(account, listed.id),
  ...listed,
  digest: sha256Hex(key),
})

const listedOf = ({ id, name, ending, createdAt }: Item) => ({ id, name, ending, createdAt }) as ListedKey

/** A key as it stands in the ledger. */
export const keyItem = (
  account: AccountId,
  kind: ApiKey['kind'],
  digest: string,
  createdAt: Instant,
): Item => ({
  ...ledgerKeys.apiKey(digest),
  account,
  kind,
  createdAt,
})

export function createKeyStore(ledger: Table): KeyStore {
  return {
    async find(digest) {
      const item = await ledger.get(ledgerKeys.apiKey(digest))
      return item && { account: item.account as AccountId, kind: item.kind as ApiKey['kind'] }
    },

    async add(account, kind, digest, createdAt) {
      const outcome = await ledger.putIf(keyItem(account, kind, digest, createdAt), itemAbsent)
      if (outcome.won) return 'added'
      return outcome.current?.account === account && outcome.current.kind === kind ? 'added' : 'taken'
    },

    async create(account, key, name, createdAt) {
      const listed = listedKey(key, name, createdAt)
      const { won } = await ledger.transact([
        { put: keyItem(account, 'secret', sha256Hex(key), createdAt), condition: itemAbsent },
        { put: listingItem(account, key, listed), condition: itemAbsent },
      ])
      if (!won) throw new Error('a new key exists: the random source repeats itself')
      return listed
    },

    async list(account) {
      const pk = ledgerPartitions.account(account)
      return (await ledger.query({ pk, prefix: listingPrefix })).map(listedOf)
    },

    async remove(account, id) {
      const listing = ledgerKeys.apiKeyListing(account, id)
      const item = await ledger.get(listing)
      if (!item) return 'absent'
      const { won } = await ledger.transact([
        { delete: ledgerKeys.apiKey(item.digest as string), condition: itemPresent },
        { delete: listing, condition: itemPresent },
      ])
      return won ? 'removed' : 'absent'
    },
  }
}
