import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isAddress } from '../domain/public-address.ts'
import { hostOf, isLoopbackUrl, refuseAddresses, refuseUrl, type TargetRules } from '../domain/webhook-url.ts'
import type { Resolve } from './resolve.ts'

export interface PostRequest {
  /** POST unless given; what is only asked for goes without the body. */
  readonly method?: 'GET' | 'POST' | undefined
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Posted =
  | {
      readonly status: number
      /** The answer's beginning, as text. */
      readonly text: string
      /** `Retry-After` as it came. */
      readonly retryAfter?: string | undefined
      readonly tookMilliseconds: number
    }
  /** There was no answer; `because` says nothing of the receiver's network but what it takes to find the mistake. */
  | { readonly status: null; readonly because: string; readonly tookMilliseconds: number }

interface Answered {
  readonly status: number
  readonly retryAfter: string | undefined
}

export type Post = (request: PostRequest) => Promise<Posted>

export interface PostOptions {
  readonly rules: TargetRules
  readonly resolve: Resolve
  /** For the whole of it: name, connection, request and answer. */
  readonly limitMilliseconds?: number
  /** So much of the answer is read, and no more. */
  readonly answerLimitBytes?: number
  /** The authorities whose certificates are trusted, as PEM, if not those whom the whole world trusts. */
  readonly authorities?: string | undefined
}

const usualLimitMilliseconds = 10_000
const usualAnswerLimitBytes = 16_384

const familyOf = (address: string) => (address.includes(':') ? 6 : 4)
const thisMachine = ['127.0.0.1', '::1']

/** Whatever name is asked for, the addresses that were looked at are what is connected to: it is looked up once. */
const pinnedTo =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, done) => {
    const all = addresses.map((address) => ({ address, family: familyOf(address) }))
    const [first] = all
    if (options.all) done(null, all)
    else done(null, first?.address ?? '', first?.family)
  }

/** What a system error is called, in words that say nothing of where it came from. */
const saidOf: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EPROTO: 'no TLS connection came about',
  ETIMEDOUT: 'no connection came about',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  CERT_HAS_EXPIRED: 'the certificate has run out',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is of another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by nobody known',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by nobody known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by nobody known',
}
const causeOf = (error: Error & { code?: string }): string => {
  const { code = '' } = error
  if (saidOf[code]) return saidOf[code]
  if (code.startsWith('HPE_')) return 'the answer is no HTTP'
  return code.includes('SSL') || code.includes('TLS')
    ? 'no TLS connection came about'
    : 'the connection failed'
}

/** Reads the beginning of the answer; what comes slowly is not waited for longer than `signal` allows. */
function readStart(answer: IncomingMessage, limitBytes: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    const done = () => {
      answer.destroy()
      resolve(Buffer.concat(parts).subarray(0, limitBytes).toString('utf8'))
    }
    answer.on('data', (part: Buffer) => {
      parts.push(part)
      bytes += part.length
      if (bytes >= limitBytes) done()
    })
    // The status came: that the rest is cut off changes nothing of it.
    for (const end of ['end', 'error', 'close', 'aborted']) answer.on(end, done)
    signal.addEventListener('abort', done, { once: true })
  })
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
    // Without whom to speak another protocol with, the connection is no use.
    request.on('upgrade', () => reject(new Error('upgrade')))
  })
}

/**
 * Posts to systems of others, who may mean ill: only to addresses out in the world, to the very ones that were looked at,
 * along no redirect, within a time for the whole, reading only the beginning of the answer. Never throws.
 */
export function createPost({
  rules,
  resolve,
  limitMilliseconds = usualLimitMilliseconds,
  answerLimitBytes = usualAnswerLimitBytes,
  authorities,
}: PostOptions): Post {
  /** @param tell is told the status at once: whatever comes of the rest of the answer, it holds */
  async function exchange(
    { method = 'POST', url: text, headers, body }: PostRequest,
    signal: AbortSignal,
    tell: (answered: Answered) => void,
  ) {
    const refused = refuseUrl(text, rules)
    if (refused !== undefined) return { status: null, because: `the address: ${refused}` } as const
    const url = new URL(text)
    const host = hostOf(url)
    const isLoopback = isLoopbackUrl(url)
    const addresses = isAddress(host) ? [host] : isLoopback ? thisMachine : await resolve(host)
    signal.throwIfAborted()
    const stop = refuseAddresses(addresses, rules, isLoopback)
    if (stop !== undefined) return { status: null, because: stop } as const

    const bytes = method === 'GET' ? undefined : Buffer.from(body, 'utf8')
    const request = (url.protocol === 'https:' ? tlsRequest : plainRequest)(url, {
      method,
      headers: { ...headers, ...(bytes && { 'content-length': String(bytes.length) }) },
      lookup: pinnedTo(addresses),
      // Its certificate is still of the name, whichever address it is asked at.
      ...(authorities !== undefined && { ca: authorities }),
      // A connection of its own, closed after it: none is left to a name whose addresses were looked at long ago.
      agent: false,
      signal,
    })
    const answering = answerTo(request)
    request.end(bytes)
    const answer = await answering
    const answered = { status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] }
    tell(answered)
    const start = await readStart(answer, answerLimitBytes, signal)
    request.destroy()
    return { ...answered, text: start }
  }

  return async (asked) => {
    const start = performance.now()
    const took = () => Math.round(performance.now() - start)
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), limitMilliseconds)
    const late = new Promise<never>((_, reject) =>
      limit.signal.addEventListener('abort', () => reject(new Error('late')), { once: true }),
    )
    // A name's look-up can't be called off: it is not waited for.
    late.catch(() => undefined)
    let known: Answered | undefined
    const tell = (answered: Answered) => {
      known = answered
    }
    try {
      const all = await Promise.race([exchange(asked, limit.signal, tell), late])
      return { ...all, tookMilliseconds: took() }
    } catch (error) {
      if (known) return { ...known, text: '', tookMilliseconds: took() }
      const because = limit.signal.aborted
        ? `no answer within ${limitMilliseconds / 1000} seconds`
        : causeOf(error as Error)
      return { status: null, because, tookMilliseconds: took() }
    } finally {
      clearTimeout(timer)
    }
  }
}
