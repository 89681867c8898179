import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose'

/** Where rows go that become files. */
export interface LakeStream {
  /** @returns once all rows are taken; rejects otherwise, and then some may have been */
  put(rows: readonly object[]): Promise<void>
}

/** Firehose bills each record as a multiple of 5 kB: rows travel together. It takes 1,000 KiB a record, 4 MiB a request. */
const recordBytes = 200_000
const recordsOfRequest = 20
const attempts = 3

/** JSON objects one behind the other, which is what Firehose turns into rows; an array would not be. */
function packed(rows: readonly object[]): Uint8Array[] {
  const records: string[] = []
  let record = ''
  for (const row of rows) {
    record += JSON.stringify(row)
    if (record.length >= recordBytes) {
      records.push(record)
      record = ''
    }
  }
  if (record !== '') records.push(record)
  return records.map((text) => Buffer.from(text))
}

export function openLakeStream(name: string): LakeStream {
  const client = new FirehoseClient({})

  /** A request may be taken in part: what was refused goes again. */
  async function send(records: readonly Uint8Array[]): Promise<void> {
    let left = records
    for (let attempt = 1; ; attempt++) {
      const { RequestResponses = [] } = await client.send(
        new PutRecordBatchCommand({
          DeliveryStreamName: name,
          Records: left.map((Data) => ({ Data })),
        }),
      )
      const refused = RequestResponses.flatMap(({ ErrorCode }) => (ErrorCode ? [ErrorCode] : []))
      if (refused.length === 0) return
      if (attempt === attempts)
        throw new Error(`the lake’s stream refused ${refused.length} records: ${refused[0]}`)
      left = left.filter((_, index) => RequestResponses[index]?.ErrorCode)
    }
  }

  return {
    async put(rows) {
      const records = packed(rows)
      for (let start = 0; start < records.length; start += recordsOfRequest) {
        await send(records.slice(start, start + recordsOfRequest))
      }
    },
  }
}
