/** Whom Twilio's REST API knows us as, and where it is. */
export interface TwilioRestSettings {
  readonly accountSid: string
  readonly authToken: string
  /** `https://api.twilio.com` unless given. */
  readonly baseUrl?: string | undefined
  readonly timeoutMilliseconds?: number
}

export interface TwilioRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Under the account, `/Messages.json`; or Twilio's own, `/2010-04-01/…`, as a list names its next page. */
  readonly path: string
  readonly form?: URLSearchParams | undefined
}

/** What came of one request. */
export type TwilioAnswer =
  /** `body` is `undefined` where it could not be read. */
  | { readonly outcome: 'done'; readonly body: Record<string, unknown> | undefined }
  /** Twilio said no: nothing was done. */
  | {
      readonly outcome: 'refused'
      readonly status: number
      readonly code?: number | undefined
      readonly retryAfterSeconds?: number | undefined
    }
  /** Twilio was not reached: nothing was done. */
  | { readonly outcome: 'unsent'; readonly cause: string }
  /** The request went out and no clear answer came back: it may have been done. */
  | {
      readonly outcome: 'uncertain'
      readonly cause: string
      readonly retryAfterSeconds?: number | undefined
    }

const usualBaseUrl = 'https://api.twilio.com'
const version = '/2010-04-01/'

/** Where the account's resources are, and what lets us in. */
export function accountOf({ accountSid, authToken, baseUrl = usualBaseUrl }: TwilioRestSettings) {
  const origin = baseUrl.replace(/\/+$/, '')
  return {
    origin,
    account: `${origin}${version}Accounts/${encodeURIComponent(accountSid)}`,
    authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
  }
}

/**
 * Makes one request of Twilio's REST API, and only one: who asks decides whether it may be asked again. Never throws; names
 * what failed, never what was sent.
 */
export function createTwilioRequest(
  settings: TwilioRestSettings,
): (request: TwilioRequest, signal: AbortSignal) => Promise<TwilioAnswer> {
  const { origin, account, authorization } = accountOf(settings)

  return async ({ method, path, form }, signal) => {
    try {
      const answer = await fetch(path.startsWith(version) ? origin + path : account + path, {
        method,
        headers: {
          authorization,
          accept: 'application/json',
          // A function that slept finds its idle connections cut, and could not tell whether a request went through one.
          ...(method !== 'GET' && { connection: 'close' }),
        },
        ...(form && { body: form }),
        // A redirection that is followed would be a second request, and take the credentials along.
        redirect: 'manual',
        signal,
      })
      return await outcomeOf(answer)
    } catch (error) {
      const cause = causeOf(error)
      return { outcome: neverArrived(error) ? 'unsent' : 'uncertain', cause }
    }
  }
}

async function outcomeOf(answer: Response): Promise<TwilioAnswer> {
  const body = await jsonOf(answer)
  if (answer.ok) return { outcome: 'done', body }
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  const later = Number.isFinite(seconds) && { retryAfterSeconds: seconds }
  // What stands between us and Twilio's queue may fail behind the queue as well as before it.
  if (answer.status >= 500) return { outcome: 'uncertain', cause: `status ${answer.status}`, ...later }
  return {
    outcome: 'refused',
    status: answer.status,
    ...(typeof body?.code === 'number' && { code: body.code }),
    ...later,
  }
}

/** The status alone decides; a body that can't be read only says less. */
async function jsonOf(answer: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = await answer.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly errors?: readonly SystemError[]
  readonly cause?: SystemError
}

/** Whether not a byte of the request can have left: the name was not resolved, or no connection came about. */
function neverArrived(error: unknown): boolean {
  const cause = (error as SystemError | undefined)?.cause
  if (!cause) return false
  const connecting = ({ code, syscall }: SystemError) =>
    syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT'
  return cause.errors ? cause.errors.every(connecting) : connecting(cause)
}

function causeOf(error: unknown): string {
  const { cause } = error as SystemError
  if (typeof cause?.code === 'string') return cause.code
  return error instanceof Error ? error.name : 'not an Error'
}
