import type { Call } from './call.ts'
import type { Outcome } from './contact-story.ts'
import type { CodeUsedFact, CodeUseMeans } from './fact.ts'
import type { CampaignId } from './ids.ts'
import type { ContactKind } from './link.ts'
import type { Session } from './session.ts'
import type { MailEvent } from './step-rule.ts'
import type { Instant } from './time.ts'

/** What happened in a visit or a contact, as rules look at it. */
export type Signal =
  | { readonly on: 'visit' | 'phone-click' | 'text' | 'form'; readonly at: Instant }
  /** `plain` is the path as patterns are compared with it. */
  | { readonly on: 'page'; readonly at: Instant; readonly path: string; readonly plain: string }
  | { readonly on: 'event'; readonly at: Instant; readonly name: string }
  | { readonly on: 'code-shown' | 'code-given'; readonly at: Instant; readonly campaign: CampaignId }
  | {
      readonly on: 'code-used'
      readonly at: Instant
      readonly campaign: CampaignId
      readonly where: 'phone' | 'online'
    }
  | ({ readonly on: 'call'; readonly at: Instant } & Pick<
      Call,
      'outcome' | 'answeredAt' | 'endedAt' | 'talkSeconds'
    >)
  | { readonly on: 'mail'; readonly at: Instant; readonly event: MailEvent; readonly sequence: string }
  | { readonly on: 'outcome'; readonly at: Instant; readonly stage: string }

export type SignalOf<Kind extends Signal['on']> = Extract<Signal, { readonly on: Kind }>

/** A code that was given to somebody, as far as rules ask. */
export interface GivenCode {
  readonly at: Instant
  readonly campaign: CampaignId
}

/** The path of a page's address, `/` where it has none. */
export function pathOfUrl(url: string): string {
  const end = url.search(/[?#]/)
  const address = end < 0 ? url : url.slice(0, end)
  const scheme = address.indexOf('://')
  const start = address.indexOf('/', scheme < 0 ? 0 : scheme + 3)
  return start < 0 ? '/' : address.slice(start)
}

/** Case and a slash at the end make no other page. */
export function plainPath(path: string): string {
  const lower = path.trim().toLowerCase()
  let end = lower.length
  while (end > 1 && lower.charCodeAt(end - 1) === 47) end -= 1
  return end === lower.length ? lower : lower.slice(0, end)
}

function pageSignal(at: Instant, url: string): Signal {
  const path = pathOfUrl(url)
  return { on: 'page', at, path, plain: plainPath(path) }
}

/** @param shown the codes that were shown in the visit */
export function signalsOfVisit(
  { startedAt, pages, events, phoneClicks }: Pick<Session, 'startedAt' | 'pages' | 'events' | 'phoneClicks'>,
  shown: readonly GivenCode[],
): Signal[] {
  return [
    // Without a page nothing is known to have begun.
    ...(pages.length > 0 ? [{ on: 'visit' as const, at: startedAt }] : []),
    ...pages.map(({ at, url }) => pageSignal(at, url)),
    ...events.map(({ at, name }) => ({ on: 'event' as const, at, name })),
    ...phoneClicks.map(({ at }) => ({ on: 'phone-click' as const, at })),
    ...shown.map(({ at, campaign }) => ({ on: 'code-shown' as const, at, campaign })),
  ]
}

const online: ReadonlySet<CodeUseMeans> = new Set(['online', 'api'])

/** A contact as its facts and what was said of it afterwards tell it. */
export interface ToldContact {
  readonly kind: ContactKind
  readonly at: Instant
  readonly call?: Call | undefined
  readonly uses: readonly Pick<CodeUsedFact, 'at' | 'campaignId' | 'how'>[]
  readonly given: readonly GivenCode[]
  readonly outcomes: readonly Outcome[]
  readonly mails: readonly { readonly at: Instant; readonly event: MailEvent; readonly sequence: string }[]
}

export function signalsOfContact(contact: ToldContact): Signal[] {
  const { kind, at, call, uses, given, outcomes, mails } = contact
  return [
    ...(kind === 'text' || kind === 'form' ? [{ on: kind, at }] : []),
    ...(call
      ? [
          {
            on: 'call' as const,
            at: call.startedAt,
            outcome: call.outcome,
            answeredAt: call.answeredAt,
            endedAt: call.endedAt,
            talkSeconds: call.talkSeconds,
          },
        ]
      : []),
    ...uses.map(({ at: usedAt, campaignId, how }) => ({
      on: 'code-used' as const,
      at: usedAt,
      campaign: campaignId,
      where: online.has(how) ? ('online' as const) : ('phone' as const),
    })),
    ...given.map((code) => ({ on: 'code-given' as const, ...code })),
    ...mails.map((mail) => ({ on: 'mail' as const, ...mail })),
    ...outcomes.map(({ at: toldAt, stage }) => ({ on: 'outcome' as const, at: toldAt, stage })),
  ]
}
