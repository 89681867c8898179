import type { Destination } from '../../../../shared/domain/conversion/destination.ts'
import type { Operation } from '../../../../shared/domain/conversion/differ.ts'
import type { Said } from '../../../../shared/domain/conversion/processing.ts'
import type { Instant } from '../../../../shared/domain/time.ts'
import type { Post, Posted } from '../../../../shared/outgoing/post.ts'
import type { HashedIdentity } from '../hash.ts'

/** An operation ready to be told. */
export interface Prepared {
  readonly operation: Operation
  /** The conversion's name, `cnv_…`: the same over revisions and repeats. With the generation it is what platforms know it by. */
  readonly name: string
  /** Whose it is, where that may go along. */
  readonly identity?: HashedIdentity | undefined
  /** When the change is made, for platforms that ask. */
  readonly now: Instant
  /** It goes in a request of at most so many. */
  readonly together?: number | undefined
}

/** What came of one operation. */
export type Outcome =
  /** @param request by which the platform says later what it made of it */
  (
    | { readonly sent: true; readonly request?: string | undefined }
    /** It will never be taken. */
    | { readonly refused: string }
    | { readonly later: string; readonly askedSeconds?: number | undefined }
    /** There was no answer: it may have been taken. */
    | { readonly unknown: string }
  ) & { readonly status: number | null; readonly tookMilliseconds: number }

/** Secrets of one destination, opened. */
export type Credentials = Readonly<Record<string, string>>

export interface PlatformDeps {
  readonly post: Post
  readonly hosts: PlatformHosts
  /** A token by OAuth 2, kept while it holds; refreshed if `isStale`. */
  readonly accessToken: (
    destination: Destination,
    credentials: Credentials,
    isStale?: boolean,
  ) => Promise<TokenAnswer>
}
export type TokenAnswer =
  | { readonly token: string }
  | { readonly later: string; readonly status: number | null }

export interface PlatformHosts {
  readonly ga4: string
  readonly ga4Eu: string
  readonly google: string
  readonly googleToken: string
  readonly meta: string
  readonly microsoft: string
  readonly microsoftToken: string
}
export const realHosts: PlatformHosts = {
  ga4: 'https://www.google-analytics.com',
  ga4Eu: 'https://region1.google-analytics.com',
  google: 'https://datamanager.googleapis.com',
  googleToken: 'https://oauth2.googleapis.com/token',
  meta: 'https://graph.facebook.com',
  microsoft: 'https://campaign.api.bingads.microsoft.com/CampaignManagement/v13',
  microsoftToken: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
}

/** All of them at one place: for trying things on one machine. */
export const hostsBelow = (url: string): PlatformHosts => ({
  ga4: `${url}/ga4`,
  ga4Eu: `${url}/ga4`,
  google: `${url}/google`,
  googleToken: `${url}/google/token`,
  meta: `${url}/meta`,
  microsoft: `${url}/microsoft/CampaignManagement/v13`,
  microsoftToken: `${url}/microsoft/token`,
})

/** How one platform is told of conversions. */
export interface PlatformPort {
  /** What would be sent, for the log: no secret, and no hash if the identity is only named. */
  preview(destination: Destination, prepared: Prepared): unknown
  /** @returns what came of each, in the order of `all`; never throws for what a network or a platform does */
  send(
    deps: PlatformDeps,
    destination: Destination,
    credentials: Credentials,
    all: readonly Prepared[],
  ): Promise<Outcome[]>
  /** Of platforms that process later what they take at once. */
  readonly later?: LaterPort | undefined
}

/** What a platform said of the part of a request that went to one of its actions. */
export interface ActionStatus {
  readonly action: string
  readonly is: 'under-way' | 'processed' | 'failed' | 'partly'
  readonly errors: readonly StatusCount[]
  readonly warnings: readonly StatusCount[]
}
export interface StatusCount {
  readonly reason: string
  /** Undefined: it did not say of how many. */
  readonly count: number | undefined
}
export type Asked =
  | { readonly statuses: readonly ActionStatus[] }
  | { readonly later: string }
  /** It will never say. */
  | { readonly unknown: string }

export interface LaterPort {
  /** What became of a request; never throws for what a network or a platform does. */
  ask(deps: PlatformDeps, destination: Destination, credentials: Credentials, request: string): Promise<Asked>
  /**
   * What a status means for one of the conversions in it.
   * @param count so many went to the action in the request
   * @returns undefined: it is still under way
   */
  judge(status: ActionStatus, count: number, op: Operation['op']): Said | undefined
}

/** The name by which the platform knows it: another once it was taken back and sent anew. */
export const idAtPlatform = (name: string, generation: number): string =>
  generation === 1 ? name : `${name}-${generation}`

/** What an answer says of itself, short, and without anything that looks like a token or a hash. */
export const plainReason = (text: string): string =>
  text
    .replace(/[A-Za-z0-9_-]{32,}/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)

/** An answer whose status says that it was not taken; what is not for now is never. */
export type Answered = Extract<Posted, { readonly status: number }>

/** What whoever is asked too often, or is in trouble, asks for; seconds alone, as these platforms answer. */
const askedSecondsOf = ({ retryAfter }: Answered): number | undefined =>
  retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined

/** What an HTTP status comes to where the platform says nothing more of it. */
export function outcomeOfStatus(answered: Answered, reason: string): Outcome {
  const { status, tookMilliseconds } = answered
  const isForNow = status === 401 || status === 403 || status === 408 || status === 429 || status >= 500
  return isForNow ? laterOf(answered, reason) : { refused: reason, status, tookMilliseconds }
}
export const laterOf = (answered: Answered, reason: string): Outcome => ({
  later: reason,
  askedSeconds: askedSecondsOf(answered),
  status: answered.status,
  tookMilliseconds: answered.tookMilliseconds,
})

export const isAnswered = (posted: Posted): posted is Answered => posted.status !== null
/** Nobody answered: what was asked may have been done. */
export const unknownOf = (posted: Posted): Outcome => ({
  unknown: 'because' in posted ? posted.because : 'no answer',
  status: null,
  tookMilliseconds: posted.tookMilliseconds,
})
export const isTaken = ({ status }: Answered): boolean => status >= 200 && status < 300
