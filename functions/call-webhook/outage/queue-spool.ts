import type { Spool } from './spool.ts'

/** Keeps texts until they are consumed. */
export interface TextQueue {
  /** @returns once all of them are durable */
  send(texts: readonly string[]): Promise<void>
}

/** Opened by the first use: calls that go well never load it. What could not be opened is opened anew by the next. */
export function openLate(open: () => Promise<TextQueue>): TextQueue {
  let opening: Promise<TextQueue> | undefined
  const opened = () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    async send(texts) {
      const queue = await opened()
      await queue.send(texts)
    },
  }
}

/** The spool of a deployment: each entry is one message, of JSON. */
export const createQueueSpool = (queue: TextQueue): Spool => ({
  append: (entries) => queue.send(entries.map((entry) => JSON.stringify(entry))),
})
