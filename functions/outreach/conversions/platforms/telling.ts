import type { Clock } from '../../../../shared/domain/time.ts'
import type { Post } from '../../../../shared/outgoing/post.ts'
import type { DestinationPort } from '../ports.ts'
import { createAccessTokens } from './oauth.ts'
import { type PlatformDeps, type PlatformHosts, realHosts } from './platform-port.ts'

export interface TellingDeps {
  readonly post: Post
  /** Where the platforms are, if not where they are. */
  readonly hosts?: PlatformHosts | undefined
}

export function createPlatformDeps(
  { post, hosts = realHosts }: TellingDeps,
  {
    destinations,
    now,
  }: { readonly destinations: Pick<DestinationPort, 'putCredentials'>; readonly now: Clock },
): PlatformDeps {
  const accessToken = createAccessTokens({
    post,
    hosts,
    now,
    keepRefreshToken: ({ account, id }, refreshToken) =>
      destinations.putCredentials(account, id, { refreshToken }),
  })
  return { post, hosts, accessToken }
}
