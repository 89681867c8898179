import type { Call, Enquiry, Session } from '../../api/types.ts'

export interface Conversation {
  readonly id: string
  readonly number: string
  readonly from: string | null
  readonly startedAt: string
  readonly messages: readonly { readonly messageSid: string; readonly at: string; readonly body: string }[]
}
/** A code with what happened to it. */
export interface CodeStory {
  readonly code: string
  readonly display: string
  readonly campaignId: string
  readonly history: readonly {
    readonly event: string
    readonly at: string
    readonly how?: string
    readonly sessionId?: string
    readonly callSid?: string
    readonly redemptionId?: string
  }[]
}

/** What the timeline shows, each in its own look. */
export type Moment = { readonly at: string; readonly key: string } & (
  | { readonly kind: 'visit'; readonly session: Session; readonly isCredited: boolean }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'text'; readonly conversation: Conversation }
  | { readonly kind: 'contact'; readonly what: 'call' | 'text' | 'form' | 'redemption'; readonly id: string }
  | {
      readonly kind: 'code'
      readonly what: 'shown' | 'given' | 'quoted' | 'redeemed'
      readonly display: string
      readonly how?: string
    }
  | { readonly kind: 'outcome'; readonly stage: string; readonly valueMinorUnits: number | undefined }
  | { readonly kind: 'revision'; readonly revision: number; readonly changes: readonly string[] }
)

export interface Known {
  readonly sessions: readonly Session[]
  readonly calls: readonly Call[]
  readonly conversations: readonly Conversation[]
  readonly codes: readonly CodeStory[]
}

/** The sessions that an enquiry speaks of, by its journey and its evidence, each once. */
export const sessionsOf = ({ journey, evidence }: Enquiry): string[] => [
  ...new Set([...journey, ...evidence].flatMap(({ sessionId }) => (sessionId ? [sessionId] : []))),
]

/** Without what befell it elsewhere: a code that many may use, such as a friend's, has a part in each of their enquiries. */
function partOf(enquiry: Enquiry, code: CodeStory): CodeStory {
  const own = new Set([...sessionsOf(enquiry), ...enquiry.contacts.map(({ id }) => id)])
  const isOwn = ({ sessionId, callSid, redemptionId }: CodeStory['history'][number]) => {
    const named = [sessionId, callSid, redemptionId].filter((id) => id != null)
    return named.length === 0 || named.some((id) => own.has(id))
  }
  return { ...code, history: code.history.filter(isOwn) }
}

function codeMoments({ code, display, history }: CodeStory): Moment[] {
  return history.flatMap(({ event, at, how, sessionId, callSid, redemptionId }): Moment[] => {
    const key = `${code} ${event} ${at} ${redemptionId ?? ''}`
    if (event === 'issued' && (sessionId || callSid))
      return [{ at, key, kind: 'code', what: sessionId ? 'shown' : 'given', display }]
    if (event !== 'used') return []
    return [{ at, key, kind: 'code', what: callSid ? 'quoted' : 'redeemed', display, ...(how && { how }) }]
  })
}

/**
 * An enquiry's whole story in the order in which it happened. Pure.
 * @param known what could be read of what it names; a contact that could not be stands by its kind
 */
export function storyOf(
  enquiry: Enquiry,
  { sessions, calls, conversations, codes }: Known,
  revisions: readonly {
    readonly revision: number
    readonly at: string
    readonly changes: readonly string[]
  }[] = [],
): Moment[] {
  const { contacts, journey, outcomes } = enquiry
  const parts = codes.map((code) => partOf(enquiry, code))
  const credited = new Set(journey.map(({ sessionId }) => sessionId))
  const redeemed = parts.some(({ history }) =>
    history.some(({ event, callSid }) => event === 'used' && !callSid),
  )
  return [
    ...sessions.map(
      (session): Moment => ({
        at: session.startedAt,
        key: session.sessionId,
        kind: 'visit',
        session,
        isCredited: credited.has(session.sessionId),
      }),
    ),
    ...contacts.flatMap(({ kind, id, at }): Moment[] => {
      const call = kind === 'call' && calls.find(({ callSid }) => callSid === id)
      if (call) return [{ at, key: id, kind: 'call', call }]
      const conversation = kind === 'text' && conversations.find((each) => each.id === id)
      if (conversation) return [{ at, key: id, kind: 'text', conversation }]
      // The code's own story tells of it, with its digits.
      if (kind === 'redemption' && redeemed) return []
      return [{ at, key: id, kind: 'contact', what: kind, id }]
    }),
    ...parts.flatMap(codeMoments),
    ...outcomes.map(
      ({ at, stage, valueMinorUnits }): Moment => ({
        at,
        key: `${at} ${stage}`,
        kind: 'outcome',
        stage,
        valueMinorUnits,
      }),
    ),
    ...revisions.map(
      ({ revision, at, changes }): Moment => ({
        at,
        key: `revision ${revision}`,
        kind: 'revision',
        revision,
        changes,
      }),
    ),
  ].toSorted((left, right) => left.at.localeCompare(right.at))
}
