import type { AccountId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { sha256Hex } from '../http/digest.ts'
import { itemAbsent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
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
}

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
  }
}
