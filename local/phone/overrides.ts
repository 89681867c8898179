/** How Twilio sends a webhook whose address has such a fragment: `#rc=3&rp=ct,5xx,rt`. */
export interface Overrides {
  /** After the first try. */
  readonly retries: number
  readonly retryOn: ReadonlySet<RetryCause>
  /** Waits so long for an answer. */
  readonly readMilliseconds: number
}
/** No connection, no answer in time, or the class of its status. */
export type RetryCause = 'ct' | 'rt' | '4xx' | '5xx'
const causes: readonly RetryCause[] = ['ct', 'rt', '4xx', '5xx']

/** Twilio's cap for everything about a call. */
const longestMilliseconds = 15_000

const within = (text: string | null, least: number, most: number, usual: number) => {
  const value = text !== null && /^\d{1,5}$/.test(text) ? Number(text) : usual
  return Math.min(Math.max(value, least), most)
}

/**
 * Without a fragment, a failed connection alone is tried again, once.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export function overridesOf(url: string): Overrides {
  const fragment = new URLSearchParams(url.split('#')[1] ?? '')
  const policy = fragment.get('rp')?.split(',') ?? ['ct']
  return {
    retries: within(fragment.get('rc'), 0, 5, 1),
    retryOn: new Set(causes.filter((cause) => policy.includes(cause) || policy.includes('all'))),
    readMilliseconds: within(fragment.get('rt'), 100, longestMilliseconds, longestMilliseconds),
  }
}
