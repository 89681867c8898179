/** Without a sign of life for so long, a session has ended. */
export const sessionMilliseconds = 30 * 60_000
export const heartbeatMilliseconds = 60_000
/** For an answer; then the page stays as it is. */
export const patienceMilliseconds = 4000
/** From an answer to the look for cookies of ad platforms. */
export const idsMilliseconds = 4000
/** The longest that browsers keep a cookie. */
export const cookieSeconds = 400 * 86_400
/** Browsers refuse larger bodies of requests that outlive the page. */
export const maxKeepaliveCharacters = 60_000
/** The server refuses forms of more than 16 kB. */
export const maxFieldCharacters = 2000
