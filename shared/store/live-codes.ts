import type { Code } from '../domain/coupon.ts'
import { firstLiveBucket, isLiveBucket, liveBucketOf } from '../domain/coupon-live.ts'
import type { AccountId } from '../domain/ids.ts'
import { addDays, epochMillisecondsOf, type Instant, secondsBetween } from '../domain/time.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Table, Write } from './table.ts'

type Counted = Pick<Code, 'account' | 'code' | 'issuedAt' | 'expiresAt'>

/** The check digit comes on top of the random ones. */
const randomDigitsOf = ({ code }: Counted) => code.length - 1
/** The check digit is as good as random, and known when the code leaves the count. */
const shardOf = ({ code }: Counted) => code.slice(-1)

/** Months are the coarsest buckets: the last day of one may be so much later than the code's end. */
const keptDaysAfterEnd = 40

/** Part of the transaction that makes a code live or ends it, so that the count is exact. */
export function liveCountWrite(code: Counted, by: 1 | -1): Write {
  return countWrite(code, shardOf(code), by)
}

function countWrite(code: Counted, shard: string, by: number): Write {
  return {
    update: ledgerKeys.liveCodes(code.account, randomDigitsOf(code), liveBucketOf(code), shard),
    change: {
      add: { count: by },
      set: {
        expiresAtEpochSeconds: Math.floor(
          epochMillisecondsOf(addDays(code.expiresAt, keptDaysAfterEnd)) / 1000,
        ),
      },
    },
  }
}

/** The same for codes minted together, which all end at once: at most one write a shard. */
export function liveCountWrites(codes: readonly Counted[]): Write[] {
  const shards = new Map<string, { code: Counted; count: number }>()
  for (const code of codes) {
    const shard = shardOf(code)
    shards.set(shard, { code, count: (shards.get(shard)?.count ?? 0) + 1 })
  }
  return [...shards].map(([shard, { code, count }]) => countWrite(code, shard, count))
}

export type LiveCodes = ReturnType<typeof createLiveCodes>

/** How long a sum is good for: what others mint meanwhile is a small part of what the risk allows. */
const rememberedSeconds = 10
const mostRemembered = 1000

export function createLiveCodes(ledger: Table) {
  const remembered = new Map<string, { live: number; at: Instant }>()

  return {
    /** The codes of the account that have so many random digits and are live, exactly. */
    async count(account: AccountId, digits: number, now: Instant): Promise<number> {
      const items = await ledger.query({
        pk: ledgerPartitions.liveCodes(account, digits),
        between: [firstLiveBucket(now), '~'],
      })
      let live = 0
      for (const { sk, count } of items) {
        if (isLiveBucket(sk.split('#')[0] as string, now)) live += count as number
      }
      if (remembered.size >= mostRemembered) remembered.clear()
      remembered.set(`${account}#${digits}`, { live, at: now })
      return live
    },

    /** The count of a few seconds ago and what was added here since, if there is one. */
    recent(account: AccountId, digits: number, now: Instant): number | undefined {
      const known = remembered.get(`${account}#${digits}`)
      if (!known) return undefined
      const age = secondsBetween(known.at, now)
      return age >= 0 && age < rememberedSeconds ? known.live : undefined
    },

    added(account: AccountId, digits: number, count: number): void {
      const known = remembered.get(`${account}#${digits}`)
      if (known) known.live += count
    },
  }
}
