import type { _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams'
import type { Table } from '../shared/store/table.ts'

/** How far each shard was handled: the sequence number of its last record that is done. */
export interface Checkpoints {
  load(shardId: string): Promise<string | undefined>
  save(shardId: string, sequenceNumber: string): Promise<void>
}

const partitionPrefix = 'stream#'

/**
 * Keeps them beside the views, whose fate they share: views that are lost are made anew from the stream's beginning.
 * A checkpoint of another stream (the table was made anew under its old name) counts as none.
 */
export function tableCheckpoints(views: Table, name: string, streamArn: string): Checkpoints {
  const keyOf = (shardId: string) => ({ pk: `${partitionPrefix}${name}`, sk: shardId })
  return {
    async load(shardId) {
      const item = await views.get(keyOf(shardId))
      return item?.streamArn === streamArn ? (item.sequenceNumber as string) : undefined
    },
    save: (shardId, sequenceNumber) => views.put({ ...keyOf(shardId), streamArn, sequenceNumber }),
  }
}

/** Saving one must not be a change to handle: that would be saved, too, and so on without end. */
export const isCheckpoint = (record: SdkRecord): boolean =>
  record.dynamodb?.Keys?.pk?.S?.startsWith(partitionPrefix) ?? false
