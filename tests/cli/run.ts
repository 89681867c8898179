import { type Command, Complaint, type Surroundings } from '../../cli/command.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  /** The pauses it made, which took no time. */
  readonly pauses: readonly number[]
}

let ids = 0

/** Runs a command as the composition does, with everything it writes caught. */
export async function run(
  command: Command,
  args: readonly string[],
  given: Partial<Surroundings> = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const pauses: number[] = []
  const code = await command
    .run(args, {
      env: {},
      out: (text) => {
        out += text
      },
      err: (text) => {
        err += text
      },
      isTerminal: false,
      stdin: (async function* () {})(),
      now: Date.now,
      pause: async (milliseconds) => void pauses.push(milliseconds),
      fetch,
      newId: () => `run-${ids++}`,
      ...given,
    })
    .catch((error: unknown) => {
      if (!(error instanceof Complaint)) throw error
      err += error.message
      return 1
    })
  return { code, out, err, pauses }
}
