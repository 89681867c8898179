import { longestDays } from '../../../shared/domain/sign-in.ts'
import { sessionCookie } from '../../../shared/http/signed-in.ts'
import { begunMinutes } from './begun.ts'

/**
 * Cookies that no script can read. `Lax`: they come along when somebody follows a link to us, and when the issuer sends
 * them back, but not with what other sites' pages ask for.
 */
function cookie(name: string, value: string, path: string, seconds: number, base: string): string {
  const secure = base.startsWith('https:') ? '; Secure' : ''
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

export const callbackPath = '/auth/callback'

/** @param base the origin that sets them */
export const cookiesOf = (base: string) => ({
  session: (token: string) => cookie(sessionCookie, token, '/', longestDays * 86_400, base),
  noSession: () => cookie(sessionCookie, '', '/', 0, base),
  begun: (name: string, sealed: string) => cookie(name, sealed, callbackPath, begunMinutes * 60, base),
  notBegun: (name: string) => cookie(name, '', callbackPath, 0, base),
})
