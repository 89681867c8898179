import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { callSidOf, isHopeless, type Spool, type Spooled } from '../functions/call-webhook/compose.ts'
import type { CallSid } from '../shared/domain/ids.ts'
import { openSegments, type Segment } from './spool-segments.ts'

/** The durable queue of one machine. */
export interface CallSpool extends Spool {
  /** Acknowledged entries that are not settled yet. */
  pending(): number
  /**
   * Settles the entries in the order of their coming.
   * @returns whether nothing is left; `false`: settling failed, and the rest waits for the next time
   */
  drain(settle: (entry: Spooled) => Promise<void>): Promise<boolean>
  close(): Promise<void>
}

interface Waiting {
  readonly entries: readonly Spooled[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** A busy engine answers many at once sooner than one after the other. */
const mostAtOnce = 16

/** The next entries of as many calls: the entries of one call are settled one after the other. */
function nextWave(entries: readonly Spooled[], from: number): readonly Spooled[] {
  const calls = new Set<CallSid>()
  let to = from
  for (let entry = entries[to]; entry && calls.size < mostAtOnce; entry = entries[to]) {
    if (calls.has(callSidOf(entry))) break
    calls.add(callSidOf(entry))
    to += 1
  }
  return entries.slice(from, to)
}

/**
 * A spool in files, fsynced: an entry whose `append` has resolved survives the death of everything.
 * @param warn takes one line of JSON
 */
export function openCallSpool(folder: string, warn: (line: string) => void): CallSpool {
  const files = openSegments(folder)
  let waiting: Waiting[] = []
  /** Writing and finishing happen one after the other. */
  let queue: Promise<void> = Promise.resolve()
  let draining: Promise<boolean> | undefined

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work, work)
    return queue
  }

  /** All that came while the disk was busy goes with one write and one sync. */
  async function flush(): Promise<void> {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    try {
      await files.write(batch.flatMap(({ entries }) => entries))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  function setAside(lines: readonly string[], reason: string): void {
    appendFileSync(join(folder, 'set-aside.ndjson'), lines.map((line) => `${line}\n`).join(''), {
      mode: 0o600,
    })
    warn(
      JSON.stringify({
        level: 'error',
        message: 'spooled facts were set aside',
        count: lines.length,
        reason,
      }),
    )
  }

  async function settleOne(entry: Spooled, settle: (entry: Spooled) => Promise<void>): Promise<void> {
    try {
      await settle(entry)
    } catch (error) {
      if (!isHopeless(error)) throw error
      setAside([JSON.stringify(entry)], String(error))
    }
  }

  async function settleSegment(segment: Segment, settle: (entry: Spooled) => Promise<void>): Promise<void> {
    const { entries, damaged, isTorn } = await files.read(segment)
    if (isTorn)
      warn(JSON.stringify({ level: 'warn', message: 'a spooled line was cut off, never acknowledged' }))
    segment.written = entries.length
    while (segment.settled < entries.length) {
      const wave = nextWave(entries, segment.settled)
      // Where one fails the whole wave comes again: what is settled twice changes nothing.
      await Promise.all(wave.map((entry) => settleOne(entry, settle)))
      segment.settled += wave.length
    }
    if (damaged.length > 0) setAside(damaged, 'the checksum does not fit')
    await files.remove(segment)
  }

  async function drain(settle: (entry: Spooled) => Promise<void>): Promise<boolean> {
    try {
      for (let [segment] = files.segments; segment; [segment] = files.segments) {
        // What comes from now on goes to the next file.
        await inTurn(files.finish)
        await settleSegment(segment, settle)
      }
      return true
    } catch (error) {
      warn(JSON.stringify({ level: 'warn', message: 'the spool could not be drained', error: String(error) }))
      return false
    }
  }

  return {
    append: (entries) =>
      new Promise((resolve, reject) => {
        waiting.push({ entries, resolve, reject })
        void inTurn(flush)
      }),

    pending: () => files.segments.reduce((sum, { written, settled }) => sum + written - settled, 0),

    drain(settle) {
      draining ??= drain(settle).finally(() => {
        draining = undefined
      })
      return draining
    },

    close: () => inTurn(files.finish),
  }
}

/** Where nothing is to be kept: gone with the process. */
export function createMemorySpool(): CallSpool {
  const entries: Spooled[] = []
  return {
    append: async (more) => void entries.push(...more),
    pending: () => entries.length,
    async drain(settle) {
      try {
        for (let [entry] = entries; entry; [entry] = entries) {
          await settle(entry)
          entries.shift()
        }
        return true
      } catch {
        return false
      }
    },
    close: async () => {},
  }
}
