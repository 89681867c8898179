import type { Clock } from '../../../../shared/domain/time.ts'
import type { Post } from '../../../../shared/outgoing/post.ts'
import type { DestinationPort } from '../ports.ts'
import { createAccessTokens } from './oauth.ts'
import { hostsBelow, type PlatformDeps, realHosts } from './platform-port.ts'

export interface TellingDeps {
  readonly post: Post
  /** Under which address all of them stand, if not where they are. */
  readonly platformsUrl?: string | undefined
}

export function createPlatformDeps(
  { post, platformsUrl }: TellingDeps,
  {
    destinations,
    now,
  }: { readonly destinations: Pick<DestinationPort, 'putCredentials'>; readonly now: Clock },
): PlatformDeps {
  const hosts = platformsUrl === undefined ? realHosts : hostsBelow(platformsUrl)
  const accessToken = createAccessTokens({
    post,
    hosts,
    now,
    keepRefreshToken: ({ account, id }, refreshToken) =>
      destinations.putCredentials(account, id, { refreshToken }),
  })
  return { post, hosts, accessToken }
}
