import type { Account } from './account.ts'
import { spread } from './spread.ts'

/**
 * Where a day's rows stand side by side in several partitions: a partition takes 1,000 write units a second, which is
 * some 150 calls. A row stays where it was first put, so that the number may grow at any time.
 */
export const shardOf = (id: string, { writeShards = 1 }: Pick<Account, 'writeShards'>): number =>
  spread(id, writeShards)

export const mostShards = 64
