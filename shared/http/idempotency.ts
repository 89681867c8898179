import type { Clock, Instant } from '../domain/time.ts'
import { sha256Hex } from './digest.ts'
import type { Once } from './operation.ts'
import { problemResponse, refuse } from './problem.ts'

export interface RememberedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type IdempotencyClaim =
  /** The work is the caller's, who settles or releases it with the token. */
  | { readonly claim: 'granted'; readonly token: string }
  | { readonly claim: 'in-progress' }
  /** The key was used with another request. */
  | { readonly claim: 'reused' }
  | { readonly claim: 'answered'; readonly answer: RememberedAnswer }

/** Where answers are remembered: `shared/store/idempotency-store.ts`. Digests are SHA-256. */
export interface IdempotencyPort {
  claim(scope: string, keyDigest: string, requestDigest: string, now: Instant): Promise<IdempotencyClaim>
  settle(scope: string, keyDigest: string, token: string, answer: RememberedAnswer): Promise<void>
  release(scope: string, keyDigest: string, token: string): Promise<void>
}

const keyPattern = /^[\x20-\x7e]{1,255}$/
const rememberedHeaders = ['content-type', 'location', 'retry-after']

const asResponse = ({ status, headers, body }: RememberedAnswer, isReplay: boolean) =>
  new Response(body === '' ? null : body, {
    status,
    headers: { ...headers, ...(isReplay && { 'idempotency-replayed': 'true' }) },
  })

async function asAnswer(response: Response): Promise<RememberedAnswer> {
  const headers: Record<string, string> = {}
  for (const name of rememberedHeaders) {
    const value = response.headers.get(name)
    if (value !== null) headers[name] = value
  }
  return { status: response.status, headers, body: await response.text() }
}

/**
 * Answers a POST that repeats an `Idempotency-Key` with its first answer, byte for byte. What failed on our side (5xx)
 * is not remembered: the next try works anew.
 */
export const createOnce =
  (answers: IdempotencyPort, now: Clock): Once =>
  async ({ scope, context, body }, work) => {
    const key = context.req.header('idempotency-key')
    if (key === undefined) return work()
    if (!keyPattern.test(key)) {
      return problemResponse(
        refuse('bad_request', 'An Idempotency-Key has 1 to 255 printable ASCII characters; a UUID is good.'),
      )
    }
    const { pathname, search } = new URL(context.req.url)
    const keyDigest = sha256Hex(key)
    const requestDigest = sha256Hex(`${context.req.method} ${pathname}${search}\n${body}`)
    const claimed = await answers.claim(scope, keyDigest, requestDigest, now())
    switch (claimed.claim) {
      case 'answered':
        return asResponse(claimed.answer, true)
      case 'reused':
        return problemResponse(
          refuse(
            'idempotency_key_reused',
            'The Idempotency-Key came with another request before: use a new one.',
          ),
        )
      case 'in-progress':
        return problemResponse(
          refuse(
            'idempotency_in_progress',
            'The first request with this Idempotency-Key is not answered yet.',
            {
              headers: { 'retry-after': '1' },
            },
          ),
        )
    }

    // A claim that can't be released ends by itself, so that failing to is not worth hiding the first failure for.
    const release = () => answers.release(scope, keyDigest, claimed.token).catch(() => undefined)
    let response: Response
    try {
      response = await work()
    } catch (error) {
      await release()
      throw error
    }
    if (response.status >= 500) {
      await release()
      return response
    }
    const answer = await asAnswer(response.clone())
    await answers.settle(scope, keyDigest, claimed.token, answer)
    return response
  }
