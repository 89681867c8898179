import type { Account } from '../../../shared/domain/account.ts'
import type { CallOutcome } from '../../../shared/domain/call-outcome.ts'
import type { AccountId, E164 } from '../../../shared/domain/ids.ts'
import type { ContactKind } from '../../../shared/domain/link.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { addMinutes, addSeconds, type Instant, isSince } from '../../../shared/domain/time.ts'
import type { CallRow, EnquiryRow } from '../../../shared/domain/view.ts'

/** A contact that people may want to be told of. */
export interface Happening {
  readonly account: AccountId
  readonly contact: string
  readonly kind: ContactKind
  /** When it was over. */
  readonly at: Instant
  readonly outcome?: CallOutcome | undefined
  readonly channel?: string | undefined
  readonly number?: E164 | undefined
  readonly hasRecording?: boolean | undefined
}

/** What is older is history: an import, a rebuild, a stream that was held up. */
export const newestMinutes = 60

/** A call is told of by its own row, once it has ended; everything else by its enquiry's. */
export function happeningsOf(
  row: { readonly account: AccountId } & ({ readonly call: CallRow } | { readonly enquiry: EnquiryRow }),
): Happening[] {
  const { account } = row
  if ('call' in row) {
    const { call, isSpam } = row.call
    if (isSpam || call.outcome === 'in-progress') return []
    const { callSid: contact, outcome, number, endedAt, startedAt } = call
    const at = endedAt ?? startedAt
    return [{ account, contact, kind: 'call', at, outcome, number, hasRecording: !!call.recordings?.length }]
  }
  const { enquiry } = row.enquiry
  if (enquiry.excluded) return []
  return enquiry.contacts
    .filter(({ kind }) => kind !== 'call')
    .map(({ id: contact, kind, at }) => ({
      account,
      contact,
      kind,
      at,
      channel: enquiry.source?.channel,
      number: enquiry.number ?? undefined,
    }))
}

/** Whether it is news: not of before the account was there (an example's history), nor of long ago. */
export const isNews = ({ at }: Happening, { createdAt }: Pick<Account, 'createdAt'>, now: Instant): boolean =>
  isSince(at, createdAt) && at >= addMinutes(now, -newestMinutes)

/** So long after a call's end Twilio usually takes to have its recording ready. */
export const recordingSeconds = 10

/** When to write: at once, unless a recording is to be expected that the mail would lead to. */
export function dueAtOf(happening: Happening, flow: CallFlow | undefined, now: Instant): Instant {
  const { kind, outcome, at, hasRecording } = happening
  if (kind !== 'call' || hasRecording) return now
  const isExpected = outcome === 'answered' ? flow?.record : flow?.voicemail
  if (isExpected === undefined || isExpected === false) return now
  const ready = addSeconds(at, recordingSeconds)
  return ready > now ? ready : now
}
