import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { ChangedRow } from '../deps.ts'
import type { RowChange } from '../events/row-change.ts'

export interface ConsumeDeps {
  /** What a record means is the store's business. */
  readonly rowOf: (record: DynamoDBRecord) => ChangedRow | undefined
  readonly announce: (rows: readonly ChangedRow[]) => Promise<void>
  /** Likewise, with what stood there before: what it comes to for the business is told to whoever listens. */
  readonly rowChangeOf: (record: DynamoDBRecord) => RowChange | undefined
  readonly hear: (changes: readonly RowChange[]) => Promise<void>
}

/**
 * The views' stream → mails that are claimed, and events that are told. A batch fails as a whole, and may come again as a whole: what is claimed is
 * known.
 */
export async function consumeRows(
  { rowOf, announce, rowChangeOf, hear }: ConsumeDeps,
  event: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  const rows = event.Records.flatMap((record) => rowOf(record) ?? [])
  if (rows.length > 0) await announce(rows)
  await hear(event.Records.flatMap((record) => rowChangeOf(record) ?? []))
  return { batchItemFailures: [] }
}
