import { cookieSeconds, sessionMilliseconds } from './limits.ts'

/**
 * What the browser keeps: the visitor, the session if it has not ended, and the swaps and the code of the last page, so
 * that the next one shows them before the server has answered.
 */
export type Kept = [
  visitorId: string | undefined,
  sessionId: string | undefined,
  shown: unknown[],
  /** Whether ad platforms seem to keep ids in cookies here: then `ids.js` looks closer. */
  hasPlatformIds: boolean,
]

/** Which ids of ad platforms the server was told, by this tab. */
export const toldKey = 'tieline-ids'

/** For pages whose storage is blocked altogether. */
let ids = ''

/** Blocked storage throws where it is touched, empty storage where its text is taken apart. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {}
}

export function recall(): Kept {
  const places = [attempt(() => localStorage.tieline), attempt(() => document.cookie), ids]
  const [, visitorId, sessionId, at, shown] = /(vis_\w+)\.(ses_\w+)\.(\d+)(.*)/.exec(places.join('\n')) || []
  return [
    visitorId,
    Date.now() - +(at as string) < sessionMilliseconds ? sessionId : undefined,
    attempt(() => JSON.parse(shown as string)) || [],
    /_(ga|fb|uet)/.test(places as unknown as string),
  ]
}

/** As if the visitor had never been here. */
export function forget(): void {
  ids = ''
  attempt(() => localStorage.removeItem('tieline'))
  attempt(() => sessionStorage.removeItem(toldKey))
  attempt(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in all browsers
    document.cookie = 'tieline=;max-age=0;path=/'
  })
}

export function keep(visitorId: Kept[0], sessionId: Kept[1], shown: Kept[2]): void {
  ids = [visitorId, sessionId, Date.now()].join('.')
  try {
    localStorage.tieline = ids + JSON.stringify(shown)
  } catch {
    attempt(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in all browsers
      document.cookie = `tieline=${ids};max-age=${cookieSeconds};path=/;samesite=lax`
    })
  }
}
