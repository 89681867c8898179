import { meaningOf } from './error-meanings.ts'
import {
  createTwilioRequest,
  type TwilioAnswer,
  type TwilioRequest,
  type TwilioRestSettings,
} from './request.ts'

export interface TwilioApiSettings extends TwilioRestSettings {
  /** Of each try. */
  readonly timeoutMilliseconds?: number
  /** 0 to 1, anew at every call: keeps those who were turned away together from coming back together. */
  readonly random?: () => number
  readonly pause?: (milliseconds: number) => Promise<void>
  /** Told before each pause. */
  readonly onRetry?: (reason: string, pauseMilliseconds: number) => void
}

export type TwilioFailure = Exclude<TwilioAnswer, { outcome: 'done' }>

/** Says in one line, without personal data, what failed and what it means. */
export class TwilioError extends Error {
  override readonly name = 'TwilioError'
  constructor(readonly failure: TwilioFailure) {
    super(reasonOf(failure))
  }
}

function reasonOf(failure: TwilioFailure): string {
  switch (failure.outcome) {
    case 'refused':
      return `Twilio refused: ${meaningOf(failure)}`
    case 'unsent':
      return `Twilio can’t be reached (${failure.cause})`
    default:
      return `Twilio gave no clear answer (${failure.cause})`
  }
}

/**
 * `always`: to ask twice does no harm (reading, setting what shall be, deleting). `if-undone`: only where Twilio surely did
 * nothing; what is unclear is told.
 */
export type Repeat = 'always' | 'if-undone'

export type TwilioBody = Readonly<Record<string, unknown>>

export interface TwilioApi {
  /** @throws TwilioError */
  ask(request: TwilioRequest, repeat: Repeat): Promise<TwilioBody>
  /**
   * A list, page by page.
   * @param list the name of its entries in Twilio's answers
   * @throws TwilioError
   */
  pages(
    path: string,
    query: Readonly<Record<string, string>>,
    list: string,
  ): AsyncGenerator<readonly TwilioBody[]>
}

const usualTimeoutMilliseconds = 5000
const tries = 4
const firstPauseMilliseconds = 250
const longestPauseMilliseconds = 30_000
/** A page that leads to itself must not keep us for ever. */
const mostPages = 500

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Whether it may be asked again. Twilio answers 429 before it does anything. */
function mayRepeat(failure: TwilioFailure, repeat: Repeat): boolean {
  if (failure.outcome === 'refused') return failure.status === 429
  return failure.outcome === 'unsent' || repeat === 'always'
}

/** As long as Twilio says, else ever longer: the half of it, and up to the whole by chance. */
function pauseBefore(failure: TwilioFailure, attempt: number, random: () => number): number {
  const told = 'retryAfterSeconds' in failure ? failure.retryAfterSeconds : undefined
  const own = firstPauseMilliseconds * 2 ** (attempt - 1) * (0.5 + random() / 2)
  return Math.min(longestPauseMilliseconds, Math.max(own, (told ?? 0) * 1000))
}

/** Twilio's REST API for who has time to ask again: the sweep of calls, the command line. */
export function createTwilioApi(settings: TwilioApiSettings): TwilioApi {
  const {
    timeoutMilliseconds = usualTimeoutMilliseconds,
    random = () => 1,
    pause = sleep,
    onRetry = () => {},
  } = settings
  const request = createTwilioRequest(settings)

  async function ask(wanted: TwilioRequest, repeat: Repeat): Promise<TwilioBody> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await request(wanted, AbortSignal.timeout(timeoutMilliseconds))
      const isRead = answer.outcome === 'done' && (answer.body !== undefined || wanted.method === 'DELETE')
      if (isRead) return answer.body ?? {}
      const failure: TwilioFailure =
        answer.outcome === 'done' ? { outcome: 'uncertain', cause: 'half an answer' } : answer
      const error = new TwilioError(failure)
      if (attempt === tries || !mayRepeat(failure, repeat)) throw error
      const milliseconds = pauseBefore(failure, attempt, random)
      onRetry(error.message, milliseconds)
      await pause(milliseconds)
    }
  }

  return {
    ask,
    async *pages(path, query, list) {
      let next: string | undefined = `${path}?${new URLSearchParams(query)}`
      for (let page = 0; next !== undefined && page < mostPages; page += 1) {
        const body: TwilioBody = await ask({ method: 'GET', path: next }, 'always')
        const entries: readonly unknown[] = Array.isArray(body[list]) ? body[list] : []
        yield entries.filter((entry): entry is TwilioBody => typeof entry === 'object' && entry !== null)
        const following = body.next_page_uri
        // Only ever Twilio's own path: the credentials go along.
        next = typeof following === 'string' && following.startsWith('/2010-04-01/') ? following : undefined
      }
    },
  }
}
