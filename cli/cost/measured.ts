import measured from './measured.json' with { type: 'json' }

/** What a bill is made of, in the order in which people meet them. */
export const operations = ['firstPage', 'page', 'heartbeat', 'call', 'redemption', 'text'] as const
export type Operation = (typeof operations)[number]

/** What one operation takes, from the first request to the last sum in the views. */
export interface Taken {
  /** Requests of browsers and of Twilio. */
  readonly requests: number
  /** Batches of the two streams that attribution was handed. */
  readonly streamInvocations: number
  /** DynamoDB's write and read request units, as the engine told them. */
  readonly writeUnits: number
  readonly readUnits: number
  /** Commands sent to DynamoDB, many of them side by side. */
  readonly commands: number
  /** Processor time of all functions together, warm, on the machine that measured; alone it is reckoned by the commands. */
  readonly cpuMilliseconds: number
  /** What it leaves in the two tables. */
  readonly storedBytes: number
  /** Bodies of the answers. */
  readonly answerBytes: number
}

export interface Measured {
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly command: string
  readonly machine: string
  /** One at a time: nothing is shared with the next one. */
  readonly alone: Readonly<Record<Operation, Taken>>
  /** Twenty at once, as in a busy account: sums are added up for all of them together. */
  readonly ofMany: Readonly<Record<Operation, Taken>>
}

/** What `npm run bench -- --only operation-costs --keep` has measured and written here. */
export const lastMeasured: Measured = measured
