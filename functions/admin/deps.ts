import type { Account } from '../../shared/domain/account.ts'
import type { AccountId, NumberId, PoolId } from '../../shared/domain/ids.ts'
import type { Clock } from '../../shared/domain/time.ts'
import type { Pool, TrackingNumber } from '../../shared/domain/tracking-number.ts'
import type { Guards } from '../../shared/http/operation.ts'

/** What is `undefined` stays as it is. */
export type AccountChange = {
  readonly [Field in keyof Omit<Account, 'id' | 'createdAt'>]?: Account[Field] | undefined
}

export interface AccountPort {
  create(
    account: Account,
    keys: { readonly secretKey: string; readonly siteKey: string },
  ): Promise<'created' | 'taken'>
  get(account: AccountId): Promise<Account | undefined>
  update(account: AccountId, change: AccountChange): Promise<Account | undefined>
}

export type NumberSaved =
  | { readonly saved: true; readonly number: TrackingNumber }
  | { readonly saved: false; readonly because: 'pool-unknown' | 'absent' | 'refused' }
  | { readonly saved: false; readonly because: 'taken'; readonly id?: NumberId | undefined }

export interface NumberPort {
  create(account: AccountId, number: TrackingNumber): Promise<NumberSaved>
  get(account: AccountId, id: NumberId): Promise<TrackingNumber | undefined>
  list(account: AccountId, limit: number, after?: string): Promise<TrackingNumber[]>
  update(
    account: AccountId,
    id: NumberId,
    change: (current: TrackingNumber) => TrackingNumber | undefined,
  ): Promise<NumberSaved>
  delete(account: AccountId, id: NumberId): Promise<'deleted' | 'absent'>
}

export interface PoolPort {
  create(account: AccountId, pool: Pool): Promise<void>
  get(account: AccountId, id: PoolId): Promise<Pool | undefined>
  list(account: AccountId, limit: number, after?: string): Promise<Pool[]>
  update(account: AccountId, id: PoolId, change: (current: Pool) => Pool): Promise<Pool | undefined>
}

export interface AdminDeps {
  readonly guards: Guards
  readonly accounts: AccountPort
  readonly numbers: NumberPort
  readonly pools: PoolPort
  readonly now: Clock
  readonly randomBytes: (length: number) => Uint8Array
  /** The page origins of an account that is created without any. */
  readonly newAccountOrigins: readonly string[]
  /** Ledger changes that the views do not show yet. */
  readonly pending: () => Promise<number>
  /** The OpenAPI document, as JSON text. */
  readonly openApiDocument: () => Promise<string>
}
