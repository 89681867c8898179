import {
  type AttemptScope,
  addressNetwork,
  attemptLimits,
  attemptScopes,
  blockedUntil,
  windowStart,
} from '../domain/attempt.ts'
import type { AccountId } from '../domain/ids.ts'
import { epochMillisecondsOf, type Instant, secondsBetween } from '../domain/time.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Table } from './table.ts'
import type { Vault } from './vault.ts'

/** Who tries, as far as it is known; `address` is the client's IP address. */
export type Attempter = { readonly [Scope in AttemptScope]?: string | undefined }

export interface AttemptStore {
  /** @returns the seconds after which to try again, at least 1; `undefined` if nothing is in the way */
  waitSeconds(account: AccountId, who: Attempter, now: Instant): Promise<number | undefined>
  /** Not to be called for what was refused because of too many failures: who keeps trying is let in again in time. */
  recordFailure(account: AccountId, who: Attempter, now: Instant): Promise<void>
}

/** Longer than the window; the engine deletes days later anyhow. */
const keptSeconds = 3600

/** Each failure is an item of its own: none stands in another's way, however many come at once. */
export function createAttemptStore(ledger: Table, vault: Vault, newStamp: () => string): AttemptStore {
  /** The address is personal data: it stands as a keyed hash. */
  const scopesOf = (account: AccountId, who: Attempter) =>
    attemptScopes.flatMap((scope) => {
      const given = who[scope]
      if (given === undefined) return []
      const id = scope === 'address' ? vault.hash(account, 'address', addressNetwork(given)) : given
      return [{ scope, id }]
    })

  return {
    async waitSeconds(account, who, now) {
      const ends = await Promise.all(
        scopesOf(account, who).map(async ({ scope, id }) => {
          const latest = await ledger.query({
            pk: ledgerPartitions.attempts(account, scope, id),
            between: [windowStart(now), '~'],
            descending: true,
            limit: attemptLimits[scope],
          })
          const failures = latest.map(({ sk }) => sk.split('#')[0] as Instant)
          return blockedUntil(scope, failures, now) ?? now
        }),
      )
      const last = ends.sort().at(-1) ?? now
      return last > now ? Math.max(1, Math.ceil(secondsBetween(now, last))) : undefined
    },

    async recordFailure(account, who, now) {
      const expiresAtEpochSeconds = Math.floor(epochMillisecondsOf(now) / 1000) + keptSeconds
      await Promise.all(
        scopesOf(account, who).map(({ scope, id }) =>
          ledger.put({
            ...ledgerKeys.failedAttempt(account, scope, id, now, newStamp()),
            expiresAtEpochSeconds,
          }),
        ),
      )
    },
  }
}
