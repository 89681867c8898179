import { cookieSeconds, sessionMilliseconds } from './limits.ts'
import type { Swap } from './match.ts'

const key = 'tieline'

export interface Ids {
  readonly visitorId?: string | undefined
  readonly sessionId?: string | undefined
}

/** For pages whose storage is blocked altogether. */
let inMemory = ''

/** Blocked storage throws where it is touched, empty storage where its text is taken apart. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** The visitor, and the session if it has not ended. */
export function recallIds(): Ids {
  const kept =
    attempt(() => localStorage.getItem(key)) ||
    attempt(() => (/\btieline=([^;]*)/.exec(document.cookie) as RegExpExecArray)[1]) ||
    inMemory
  const [visitorId, sessionId, at] = kept.split('.')
  return {
    visitorId: visitorId || undefined,
    sessionId: Date.now() - Number(at) < sessionMilliseconds ? sessionId : undefined,
  }
}

export function keepIds({ visitorId, sessionId }: Ids): void {
  inMemory = [visitorId, sessionId, Date.now()].join('.')
  try {
    localStorage.setItem(key, inMemory)
  } catch {
    // The Cookie Store API is not in all browsers.
    const cookie = `${key}=${inMemory};path=/;max-age=${cookieSeconds};samesite=lax`
    attempt(() => Object.assign(document, { cookie }))
  }
}

/** What a session's last page showed, so that its next page shows it before the server has answered. */
export function keepSwaps(sessionId: string, swaps: readonly Swap[]): void {
  attempt(() => sessionStorage.setItem(key, JSON.stringify([sessionId, swaps])))
}

export function recallSwaps(): unknown {
  const [sessionId, swaps] = attempt(() => JSON.parse(sessionStorage.getItem(key) as string)) || []
  return sessionId && sessionId === recallIds().sessionId && swaps
}
