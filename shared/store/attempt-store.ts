import { randomInt } from 'node:crypto'
import {
  type AttemptScope,
  addressNetwork,
  attemptScopes,
  decidePlace,
  placeFreeAt,
  type TakenPlace,
} from '../domain/attempt.ts'
import type { AccountId } from '../domain/ids.ts'
import { epochSecondsOf, type Instant, secondsBetween } from '../domain/time.ts'
import { anyOf, attributeAtMost, attributeEquals, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Key, Table } from './table.ts'
import type { Vault } from './vault.ts'

/** Who tries, as far as it is known; `address` is the client's IP address. */
export type Attempter = { readonly [Scope in AttemptScope]?: string | undefined }

export type BegunAttempt =
  | {
      readonly attempt: 'begun'
      /** Never rejects: an outcome that could not be written leaves a failure, which ages by itself. */
      settle(outcome: 'good' | 'failed'): Promise<void>
    }
  | { readonly attempt: 'blocked'; readonly waitSeconds: number }

export interface AttemptStore {
  /**
   * Reserves one try, before the code is looked at. Blocked are those whose failures use up the limit of any scope: then
   * nothing is written, so that who keeps trying is let in again in time. Where tries that are under way use it up, their
   * outcome is waited for, some seconds at most.
   */
  begin(account: AccountId, who: Attempter, now: Instant): Promise<BegunAttempt>
}

/** Longer than a place is taken; the engine deletes days later anyhow. */
const keptSeconds = 3600

const patienceMilliseconds = 3000
const firstPauseMilliseconds = 8
const longestPauseMilliseconds = 200
/** Half of it by chance, so that those who met do not meet again. */
const pauseAfter = (tries: number): number => {
  const whole = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** tries)
  return whole / 2 + randomInt(Math.ceil(whole / 2) + 1)
}

interface Scope {
  readonly scope: AttemptScope
  readonly id: string
}

/**
 * Each place is an item of its own, taken by a conditional write: those who take different places of one address do not
 * stand in each other's way, and two who want the same one have one winner.
 */
export function createAttemptStore(ledger: Table, vault: Vault, newStamp: () => string): AttemptStore {
  /** The address is personal data: it stands as a keyed hash. */
  const scopesOf = (account: AccountId, who: Attempter): Scope[] =>
    attemptScopes.flatMap((scope) => {
      const given = who[scope]
      if (given === undefined) return []
      const id = scope === 'address' ? vault.hash(account, 'address', addressNetwork(given)) : given
      return [{ scope, id }]
    })

  async function placesOf(account: AccountId, { scope, id }: Scope): Promise<TakenPlace[]> {
    const items = await ledger.query({
      pk: ledgerPartitions.attempts(account, scope, id),
      prefix: 'place#',
    })
    return items.map(({ sk, takenAt, freeAt, hasFailed }) => ({
      place: Number(sk.slice('place#'.length)),
      takenAt: takenAt as Instant,
      freeAt: freeAt as Instant,
      hasFailed: hasFailed === true,
    }))
  }

  async function take(keys: readonly Key[], stamp: string, now: Instant): Promise<boolean> {
    const freeAt = placeFreeAt(now)
    const expiresAtEpochSeconds = epochSecondsOf(now) + keptSeconds
    const { won } = await ledger.transact(
      keys.map((key) => ({
        put: { ...key, stamp, takenAt: now, freeAt, expiresAtEpochSeconds },
        condition: anyOf(itemAbsent, attributeAtMost('freeAt', now)),
      })),
    )
    return won
  }

  /** The same write for both outcomes: no answer's time tells one from the other. */
  const settling =
    (keys: readonly Key[], stamp: string, takenAt: Instant) => async (outcome: 'good' | 'failed') => {
      const set = outcome === 'good' ? { freeAt: takenAt } : { hasFailed: true }
      await Promise.allSettled(
        keys.map((key) => ledger.update(key, { set }, attributeEquals('stamp', stamp))),
      )
    }

  return {
    async begin(account, who, now) {
      const scopes = scopesOf(account, who)
      if (scopes.length === 0) return { attempt: 'begun', settle: async () => {} }
      const stamp = newStamp()
      for (let tries = 0, waited = 0; waited < patienceMilliseconds; tries++) {
        const decided = await Promise.all(
          scopes.map(async (each) => ({
            ...each,
            ...decidePlace(each.scope, await placesOf(account, each), now),
          })),
        )
        const ends = decided.flatMap((each) => (each.decision === 'blocked' ? [each.until] : [])).sort()
        const last = ends.at(-1)
        if (last !== undefined) {
          return { attempt: 'blocked', waitSeconds: Math.max(1, Math.ceil(secondsBetween(now, last))) }
        }
        const keys = decided.flatMap((each) =>
          each.decision === 'take'
            ? [ledgerKeys.attemptPlace(account, each.scope, each.id, anyFree(each.free))]
            : [],
        )
        if (keys.length === scopes.length && (await take(keys, stamp, now))) {
          return { attempt: 'begun', settle: settling(keys, stamp, now) }
        }
        const pause = pauseAfter(tries)
        waited += pause
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
      return { attempt: 'blocked', waitSeconds: 1 }
    },
  }
}

/** By chance, so that of those who come at once few want the same. */
const anyFree = (free: readonly number[]): number => free[randomInt(free.length)] as number
