import type { Destination } from '../../../../shared/domain/conversion/destination.ts'
import { addSeconds, type Clock, type Instant } from '../../../../shared/domain/time.ts'
import type { Post } from '../../../../shared/outgoing/post.ts'
import {
  type Credentials,
  type PlatformDeps,
  type PlatformHosts,
  plainReason,
  type TokenAnswer,
} from './platform-port.ts'

interface Kept {
  readonly token: string
  readonly until: Instant
  /** The refresh token that it was asked for with, and the one that came with it: another is another connection. */
  readonly by: readonly string[]
}
interface TokenReply {
  readonly access_token?: string
  readonly expires_in?: number
  readonly refresh_token?: string
  readonly error?: string
  readonly error_description?: string
}

/** A token that is about to end may have ended when the request arrives. */
const spareSeconds = 60
const usualSeconds = 3600

const scopes = {
  google: undefined,
  // Microsoft asks for it at every refresh.
  microsoft: 'https://ads.microsoft.com/msads.manage offline_access',
} as const

export interface OauthDeps {
  readonly post: Post
  readonly hosts: Pick<PlatformHosts, 'googleToken' | 'microsoftToken'>
  readonly now: Clock
  /** Microsoft gives another refresh token each time; the one before goes on for a while. */
  readonly keepRefreshToken: (destination: Destination, refreshToken: string) => Promise<void>
}

/**
 * Access tokens by the refresh-token grant (RFC 6749, section 6), each kept in this process while it holds. The tokens of
 * several requests at once are asked for once.
 */
export function createAccessTokens({
  post,
  hosts,
  now,
  keepRefreshToken,
}: OauthDeps): PlatformDeps['accessToken'] {
  const kept = new Map<string, Kept>()
  const asking = new Map<string, Promise<TokenAnswer>>()

  async function ask(destination: Destination, credentials: Credentials): Promise<TokenAnswer> {
    const { platform, id } = destination
    if (platform !== 'google' && platform !== 'microsoft') throw new TypeError(`${platform} has no tokens`)
    const { clientId = '', clientSecret, refreshToken = '' } = credentials
    const scope = scopes[platform]
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      ...(clientSecret && { client_secret: clientSecret }),
      refresh_token: refreshToken,
      ...(scope && { scope }),
    })
    const began = now()
    const posted = await post({
      url: platform === 'google' ? hosts.googleToken : hosts.microsoftToken,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `${form}`,
    })
    if (posted.status === null) return { later: `no token: ${posted.because}`, status: null }
    const { status, text } = posted
    let reply: TokenReply = {}
    try {
      reply = JSON.parse(text) as TokenReply
    } catch {
      // Told as what it is: an answer without a token.
    }
    if (status !== 200 || typeof reply.access_token !== 'string') {
      const why = reply.error === 'invalid_grant' ? 'connect the destination again' : reply.error_description
      return {
        later: plainReason(`no token (${status} ${reply.error ?? ''})${why ? `: ${why}` : ''}`),
        status,
      }
    }
    const until = addSeconds(began, (reply.expires_in ?? usualSeconds) - spareSeconds)
    kept.set(id, {
      token: reply.access_token,
      until,
      by: [refreshToken, reply.refresh_token ?? refreshToken],
    })
    if (reply.refresh_token !== undefined && reply.refresh_token !== refreshToken)
      await keepRefreshToken(destination, reply.refresh_token)
    return { token: reply.access_token }
  }

  return async (destination, credentials, isStale = false) => {
    const { id } = destination
    const known = kept.get(id)
    const isOurs = known?.by.includes(credentials.refreshToken ?? '')
    if (!isStale && isOurs && known && known.until > now()) return { token: known.token }
    const already = asking.get(id)
    if (already) return already
    const answer = ask(destination, credentials).finally(() => asking.delete(id))
    asking.set(id, answer)
    return answer
  }
}
