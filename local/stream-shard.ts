import type { _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams'
import { isCheckpoint } from './stream-checkpoints.ts'
import type { StreamCursor } from './stream-cursor.ts'
import { changesSomething, type StreamRecord, toStreamRecord } from './stream-record.ts'

/**
 * One shard's records on their way: those that were read wait here until they are done; those that come after them are
 * only counted, so that a long backlog need not be held to know its length.
 */
export class StreamShard {
  readonly id: string
  readonly parentId: string | undefined
  /** Everything of it was handled, and nothing will follow. */
  finished = false
  /** How many records have been handled. */
  handled = 0
  readonly #streamArn: string
  readonly #cursor: StreamCursor
  #waiting: StreamRecord[] = []
  /** Reads ahead of `#cursor`; absent where both stand at the same place. */
  #scout: StreamCursor | undefined
  /** Sequence numbers of the records between the two. */
  #scouted: bigint[] = []
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: {
    readonly id: string
    readonly parentId: string | undefined
    readonly streamArn: string
    readonly cursor: StreamCursor
  }) {
    this.id = options.id
    this.parentId = options.parentId
    this.#streamArn = options.streamArn
    this.#cursor = options.cursor
  }

  /** Whether it was seen that the shard has ended: its children, if any, can be asked for. */
  get closed(): boolean {
    return this.#cursor.closed || this.#scout?.closed === true
  }

  get drained(): boolean {
    return this.#cursor.closed && this.#waiting.length === 0
  }

  /** The records that are next, at most `size`; the stream is asked only where fewer wait, page by page to its end. */
  async next(size: number): Promise<readonly StreamRecord[]> {
    let isMore = true
    while (isMore && this.#waiting.length < size) isMore = await this.#inTurn(() => this.#readPage())
    return this.#waiting.slice(0, size)
  }

  /** The first `count` of those that wait have been handled. */
  done(count: number): void {
    this.#waiting.splice(0, count)
    this.handled += count
  }

  /** Reads to the end, then counts: no record whose write was acknowledged before the call is missing. */
  async countToEnd(): Promise<void> {
    await this.#inTurn(async () => {
      this.#scout ??= this.#cursor.copy()
      for (;;) {
        const records = await this.#scout.read()
        if (records.length === 0) return
        for (const record of records) if (isToHandle(record)) this.#scouted.push(sequenceOf(record))
      }
    })
  }

  get pending(): number {
    return this.#waiting.length + this.#scouted.length
  }

  /** @returns whether there was anything to read */
  async #readPage(): Promise<boolean> {
    const records = await this.#cursor.read()
    for (const record of records) {
      if (isToHandle(record)) this.#waiting.push(toStreamRecord(record, this.#streamArn))
    }
    const last = records.at(-1)
    if (last === undefined) return false
    if (this.#scout === undefined) return true
    const reached = sequenceOf(last)
    this.#scouted = this.#scouted.filter((scouted) => scouted > reached)
    if (this.#scout.after === undefined || BigInt(this.#scout.after) <= reached) this.#scout = undefined
    return true
  }

  /** The two cursors never move at once: else a record could be counted twice, or not at all. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => {})
    return turn
  }
}

const isToHandle = (record: SdkRecord) => changesSomething(record) && !isCheckpoint(record)

/** The embedded engine does not pad them: their order is that of numbers, not of text. */
const sequenceOf = (record: SdkRecord) => BigInt(record.dynamodb?.SequenceNumber ?? 0)
