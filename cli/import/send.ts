import { Complaint, type Surroundings } from '../command.ts'
import { type Chunk, halvesOf } from './line-chunks.ts'

export interface Rejection {
  /** Of the whole file, from 1. */
  readonly line: number
  readonly code: string
  readonly detail: string
}
export interface Sent {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: readonly Rejection[]
}

export interface Target {
  readonly url: string
  readonly secretKey: string
  /** Names this run: a request that is tried again within it gets its first answer. */
  readonly run: string
  /** Where to, and as what: facts for `/v1/imports` unless given. */
  readonly path?: string
  readonly contentType?: string
}

const mostTries = 9
const firstPauseMilliseconds = 500
const longestPauseMilliseconds = 30_000

/** The first answer is still being made: it is worth waiting for. */
const inProgress = 'idempotency_in_progress'

interface Problem {
  readonly code?: string
  readonly detail?: string
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem
  } catch {
    return {}
  }
}

const hints: Record<number, string> = {
  401: 'set TIELINE_SECRET_KEY to a secret key of the account (sk_…)',
  404: 'is --url the origin of a Tieline bridge?',
}

/**
 * Sends one piece, however often it takes: what passes by itself (a lost connection, 429, 5xx) is tried again with ever
 * longer pauses; what is too large for something on the way is sent in halves.
 * @throws Complaint where trying again can't help, or did not
 */
export async function sendChunk(
  target: Target,
  chunk: Chunk,
  surroundings: Pick<Surroundings, 'fetch' | 'pause'>,
  onRetry: (reason: string, pauseMilliseconds: number) => void,
): Promise<Sent> {
  let reason = ''
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    let retryAfterSeconds: number | undefined
    try {
      const response = await surroundings.fetch(new URL(target.path ?? '/v1/imports', target.url), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${target.secretKey}`,
          'content-type': target.contentType ?? 'application/x-ndjson',
          'idempotency-key': `import-${target.run}-${chunk.offset}-${chunk.bytes.length}`,
        },
        body: chunk.bytes as Uint8Array<ArrayBuffer>,
      })
      if (response.ok) {
        const { accepted, duplicates, rejected } = (await response.json()) as Sent
        const inFile = rejected.map((each) => ({ ...each, line: chunk.firstLine - 1 + each.line }))
        return { accepted, duplicates, rejected: inFile }
      }
      if (response.status === 413) return await sendHalves(target, chunk, surroundings, onRetry)
      const { code, detail } = await problemOf(response)
      reason = `the bridge answered ${response.status}${detail ? `: ${detail}` : ''}`
      const mayPass = response.status === 429 || response.status >= 500 || code === inProgress
      if (!mayPass) {
        const hint = hints[response.status]
        throw new Complaint(`${reason}${hint ? ` (${hint})` : ''}`)
      }
      retryAfterSeconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    } catch (error) {
      if (error instanceof Complaint) throw error
      const { message, cause } = error as Error & { cause?: { code?: string; message?: string } }
      reason = `no answer from ${target.url} (${cause?.code ?? cause?.message ?? message})`
    }
    if (attempt === mostTries) break
    const own = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** (attempt - 1))
    const pauseMilliseconds = retryAfterSeconds
      ? Math.min(longestPauseMilliseconds, retryAfterSeconds * 1000)
      : own
    onRetry(reason, pauseMilliseconds)
    await surroundings.pause(pauseMilliseconds)
  }
  throw new Complaint(`${reason}; gave up after ${mostTries} tries`)
}

async function sendHalves(
  target: Target,
  chunk: Chunk,
  surroundings: Pick<Surroundings, 'fetch' | 'pause'>,
  onRetry: (reason: string, pauseMilliseconds: number) => void,
): Promise<Sent> {
  const halves = halvesOf(chunk)
  if (!halves) {
    const detail = 'The line is longer than a request may be.'
    return {
      accepted: 0,
      duplicates: 0,
      rejected: [{ line: chunk.firstLine, code: 'line_too_long', detail }],
    }
  }
  const sent: Sent[] = []
  for (const half of halves) sent.push(await sendChunk(target, half, surroundings, onRetry))
  const sum = (pick: (each: Sent) => number) => sent.reduce((total, each) => total + pick(each), 0)
  return {
    accepted: sum(({ accepted }) => accepted),
    duplicates: sum(({ duplicates }) => duplicates),
    rejected: sent.flatMap(({ rejected }) => rejected),
  }
}
