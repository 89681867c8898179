/**
 * The two tables: the one definition that `infra` deploys and `local` creates.
 * Both have the same generic key. Neither has an index: keys answer every question asked so far (see `keys.ts`).
 */
export const tableNames = ['ledger', 'views'] as const
export type TableName = (typeof tableNames)[number]

export const tableDefinition = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Seconds since 1970 after which DynamoDB may delete the item, days later: readers filter by themselves. */
  timeToLiveAttribute: 'expiresAtEpochSeconds',
  streamViewType: 'NEW_AND_OLD_IMAGES',
} as const
