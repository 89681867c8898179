/** What a command may touch: its streams, the environment, the clock. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Results, which other programs may read. */
  readonly out: (text: string) => void
  /** What is told to the person who waits. */
  readonly err: (text: string) => void
  /** Whether a line on `err` may be written over. */
  readonly isTerminal: boolean
  readonly stdin: AsyncIterable<Uint8Array>
  readonly now: () => number
  readonly pause: (milliseconds: number) => Promise<void>
  readonly fetch: typeof fetch
  /** A new text that was never given before. */
  readonly newId: () => string
}

export interface Command {
  readonly name: string
  /** How it is called, behind `tieline`. */
  readonly usage: string
  /** In a few words, for the list of commands. */
  readonly summary: string
  /** For `help NAME`: what it does, its options, examples. */
  readonly help: string
  /** @returns the exit code */
  run(args: readonly string[], surroundings: Surroundings): Promise<number>
}

/** Something the person who typed the command can put right: told in one line, without a stack. */
export class Complaint extends Error {}
