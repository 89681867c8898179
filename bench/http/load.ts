/** A POST, ready to be sent. */
export interface LoadRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Load {
  readonly origin: string
  /** Requests under way at a time, each on a connection of its own that is kept. */
  readonly connections: number
  readonly requests: readonly LoadRequest[]
}

export interface LoadOutcome {
  readonly milliseconds: number
  readonly latenciesMilliseconds: readonly number[]
  /** Answers other than 200. */
  readonly failures: number
}
