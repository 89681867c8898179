/** Work that goes on though nobody waits for it: what a deployment does bit by bit whenever it is asked. */
export interface Background {
  /** Takes a step again and again until it says `false`; one that fails ends the work, which whoever asks for resumes. */
  readonly keepGoing: (step: () => Promise<boolean>) => void
  /** Waits for the steps that are under way. */
  stop(): Promise<void>
}

export function createBackground(warn: (line: string) => void): Background {
  const running = new Set<Promise<void>>()
  let isStopping = false

  async function run(step: () => Promise<boolean>): Promise<void> {
    try {
      while (!isStopping && (await step()));
    } catch (error) {
      warn(JSON.stringify({ level: 'warn', message: 'work in the background ended', error: String(error) }))
    }
  }

  return {
    keepGoing(step) {
      const work = run(step).finally(() => running.delete(work))
      running.add(work)
    },
    async stop() {
      isStopping = true
      await Promise.all(running)
    },
  }
}
