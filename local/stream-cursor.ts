import {
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as SdkRecord,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'

/** DynamoDB's own limit of one GetRecords. */
const pageLimit = 1000
/** So often in a row the oldest record is looked for anew before the stream is taken to be out of order. */
const resetLimit = 5

/** A place in a shard: after a record, or before the oldest that is left. It may be copied to read on twice. */
export class StreamCursor {
  readonly #client: DynamoDBStreamsClient
  readonly #streamArn: string
  readonly #shardId: string
  #after: string | undefined
  #iterator: string | undefined
  #closed = false

  constructor(client: DynamoDBStreamsClient, streamArn: string, shardId: string, after: string | undefined) {
    this.#client = client
    this.#streamArn = streamArn
    this.#shardId = shardId
    this.#after = after
  }

  /**
   * The shard was read to its very end: nothing will ever follow. Only a missing iterator says so; the embedded engine
   * describes its one shard, which never closes, with an ending sequence number.
   */
  get closed(): boolean {
    return this.#closed
  }

  /** The last record that was read. */
  get after(): string | undefined {
    return this.#after
  }

  copy(): StreamCursor {
    const copy = new StreamCursor(this.#client, this.#streamArn, this.#shardId, this.#after)
    copy.#iterator = this.#iterator
    copy.#closed = this.#closed
    return copy
  }

  /** The next records, at most 1,000. None: nothing more was there when it was asked (true of engines on one machine). */
  async read(): Promise<SdkRecord[]> {
    return this.#read(resetLimit)
  }

  async #read(resetsLeft: number): Promise<SdkRecord[]> {
    if (this.#closed) return []
    try {
      this.#iterator ??= await this.#newIterator()
      const page = await this.#client.send(
        new GetRecordsCommand({ ShardIterator: this.#iterator, Limit: pageLimit }),
      )
      const records = page.Records ?? []
      this.#after = records.at(-1)?.dynamodb?.SequenceNumber ?? this.#after
      this.#iterator = page.NextShardIterator
      this.#closed = page.NextShardIterator === undefined
      return records
    } catch (error) {
      if (error instanceof ExpiredIteratorException && this.#iterator !== undefined) {
        this.#iterator = undefined
        return this.#read(resetsLeft)
      }
      // DynamoDB Local says this, too, of an iterator that it gave while the shard was empty, even a moment ago.
      if (error instanceof TrimmedDataAccessException && resetsLeft > 0) {
        this.#iterator = undefined
        this.#after = undefined
        return this.#read(resetsLeft - 1)
      }
      throw error
    }
  }

  async #newIterator(): Promise<string> {
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({
        StreamArn: this.#streamArn,
        ShardId: this.#shardId,
        ...(this.#after === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: this.#after }),
      }),
    )
    if (ShardIterator === undefined) throw new Error(`no iterator for ${this.#shardId}`)
    return ShardIterator
  }
}
