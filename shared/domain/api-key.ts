import type { ApiKeyId } from './ids.ts'
import type { Instant } from './time.ts'

/** A secret key as its account's owners see it: the key itself was shown once. */
export interface ListedKey {
  readonly id: ApiKeyId
  readonly name: string
  /** Its last four characters. */
  readonly ending: string
  readonly createdAt: Instant
}
