import { takeEarly } from '../early.ts'
import { address, type Query, send } from './send.ts'

/** A refusal of the API (`application/problem+json`), with words that may be shown. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: readonly { readonly path: string; readonly message: string }[]

  constructor(
    status: number,
    body: {
      readonly code?: string
      readonly title?: string
      readonly detail?: string
      readonly errors?: Problem['errors']
    },
  ) {
    super(body.detail ?? body.title ?? `The bridge answered ${status}.`)
    this.status = status
    this.code = body.code ?? 'unknown'
    this.errors = body.errors ?? []
  }

  /** The refusal with what is wrong in each field, as one text. */
  get whole(): string {
    return [this.message, ...this.errors.map(({ path, message }) => `${path}: ${message}`)].join(' ')
  }
}

/** Where to sign in, and to come back from it to the page that is shown. */
export const signInAddress = () => address('/auth/sign-in', { to: `${location.pathname}${location.search}` })

async function ask<T>(method: string, path: string, body?: unknown, more?: HeadersInit): Promise<T> {
  // A file goes as it is, under its own type.
  const isFile = body instanceof Blob
  const asText = isFile ? body : body === undefined ? undefined : JSON.stringify(body)
  const type = isFile ? body.type : 'application/json'
  let response: Response
  try {
    response = await ((method === 'GET' && takeEarly(path)) ||
      send(method, path, asText, { ...(body !== undefined && { 'content-type': type }), ...more }))
  } catch {
    throw new Problem(0, {
      code: 'offline',
      detail: 'The bridge does not answer. Is it running, and are you online?',
    })
  }
  if (response.status === 401 && !path.startsWith('/auth/')) {
    location.assign(signInAddress())
    // The page is about to go: nobody waits for an answer.
    return new Promise<T>(() => {})
  }
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  const answer: unknown = isJson && text !== '' ? JSON.parse(text) : text
  if (!response.ok) throw new Problem(response.status, (isJson ? answer : {}) as object)
  return answer as T
}

/** The API of the bridge, as the signed-in member. Rejects with `Problem`. */
export const api = {
  get: <T>(path: string, query?: Query) => ask<T>('GET', address(path, query)),
  post: <T>(path: string, body: unknown = {}, more?: HeadersInit) => ask<T>('POST', path, body, more),
  put: <T>(path: string, body: unknown) => ask<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => ask<T>('PATCH', path, body),
  remove: <T>(path: string) => ask<T>('DELETE', path),
}
