import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { ChangedRow } from '../deps.ts'

export interface ConsumeDeps {
  /** What a record means is the store's business. */
  readonly rowOf: (record: DynamoDBRecord) => ChangedRow | undefined
  readonly announce: (rows: readonly ChangedRow[]) => Promise<void>
}

/**
 * The views' stream → mails that are claimed. A batch fails as a whole, and may come again as a whole: what is claimed is
 * known.
 */
export async function consumeRows(
  { rowOf, announce }: ConsumeDeps,
  event: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  const rows = event.Records.flatMap((record) => rowOf(record) ?? [])
  if (rows.length > 0) await announce(rows)
  return { batchItemFailures: [] }
}
