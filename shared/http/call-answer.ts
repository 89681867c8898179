import * as z from 'zod/mini'
import { type Call, foldCall } from '../domain/call.ts'
import type { CallRecording } from '../domain/call-recording.ts'
import { foldContactFacts } from '../domain/contact-story.ts'
import type { CallFact, ContactFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import type { CallRow, StoredViews } from '../domain/view.ts'
import { type Rights, toldPhone, toldText } from './caller.ts'
import { instant } from './field.ts'

/** How the API shows a call, to whoever reads it and to whoever has just marked it. */

const note = (description: string) => z.meta({ description })

const recordingSchema = z.object({
  id: z.string(),
  kind: z.enum(['call', 'voicemail']),
  startedAt: instant,
  durationSeconds: z.nullable(z.number()),
  url: z
    .nullable(z.string())
    .check(
      note(
        'The sound, for whoever may read the call: ask with the same key or sign-in. Null once it is deleted, and for viewers',
      ),
    ),
  transcript: z
    .nullable(z.string())
    .check(
      note('What was written down of it, without the numbers and security codes of cards; null for viewers'),
    ),
  deletedAt: z.nullable(instant),
  deletedBy: z
    .nullable(z.string())
    .check(note('`retention` where its time was over, else who had it deleted')),
})

export const callSchema = z
  .object({
    callSid: z.string(),
    number: z.string().check(note('The tracking number')),
    from: z
      .nullable(z.string())
      .check(note('Null where the caller withheld it; masked (`+447700••••12`) for marketers and viewers')),
    to: z.string(),
    status: z.string(),
    outcome: z.enum(['answered', 'missed', 'abandoned', 'voicemail', 'in-progress']),
    startedAt: instant,
    answeredAt: z.nullable(instant),
    endedAt: z.nullable(instant),
    durationSeconds: z.nullable(z.number()),
    talkSeconds: z.nullable(z.number()),
    firstTime: z.nullable(z.boolean()).check(note('Null until the views show the call')),
    code: z.nullable(z.string()).check(note('The code that was quoted in the call')),
    recordings: z.array(recordingSchema),
    tags: z.array(z.string()),
    note: z.nullable(z.string()),
    spam: z.boolean(),
    handledAt: z.nullable(instant).check(note('Since when nothing is left to be done about it')),
    enquiryId: z.nullable(z.string()).check(note('Null until the views show the call')),
  })
  .check(z.meta({ id: 'Call' }))

/** A row of the list of calls, or what the ledger knows before there is one. */
export type ToldCall = Pick<CallRow, 'tags' | 'sealedNote' | 'isSpam' | 'handledAt' | 'code'> & {
  readonly call: Call
  readonly enquiryId: CallRow['enquiryId'] | null
  readonly firstTime: boolean | null
}

/** The call itself comes from the ledger, so that it is known from its first webhook on. */
export function tellCall(
  facts: readonly CallFact[],
  said: readonly ContactFact[],
  { heads, calls }: Pick<StoredViews, 'heads' | 'calls'>,
): ToldCall {
  const call = foldCall(facts)
  const { tags, sealedNote, isSpam, handledAt } = foldContactFacts(said)
  return {
    call,
    tags,
    sealedNote,
    isSpam,
    ...(handledAt !== null && { handledAt }),
    enquiryId: heads.get(call.callSid)?.enquiryId ?? null,
    firstTime: calls.get(call.callSid)?.firstTime ?? null,
    code: calls.get(call.callSid)?.code ?? null,
  }
}

/** Where a recording is heard, below the address of the bridge. */
export const recordingPath = (callSid: string, recordingId: string): string =>
  `/v1/calls/${encodeURIComponent(callSid)}/recordings/${encodeURIComponent(recordingId)}`

export interface CallWriting {
  /** Decrypts what was sealed for the account. */
  readonly open: (account: AccountId, sealed: string) => string
  readonly publicBaseUrl: string
  /** Of whoever asks. */
  readonly rights: Rights
}

function renderRecording(
  account: AccountId,
  callSid: string,
  { id, kind, startedAt, durationSeconds, sealedText, deleted }: CallRecording,
  { open, publicBaseUrl, rights }: CallWriting,
) {
  return {
    id,
    kind,
    startedAt,
    durationSeconds,
    url:
      deleted || !rights.recordings ? null : publicBaseUrl.replace(/\/+$/, '') + recordingPath(callSid, id),
    transcript:
      sealedText === undefined || !rights.recordings ? null : toldText(rights, open(account, sealedText)),
    deletedAt: deleted?.at ?? null,
    deletedBy: deleted?.by ?? null,
  }
}

export function renderCall(
  account: AccountId,
  { call, enquiryId, firstTime, code, tags, sealedNote, isSpam, handledAt }: ToldCall,
  writing: CallWriting,
) {
  const { open, rights } = writing
  return {
    callSid: call.callSid,
    number: call.number,
    from: call.sealedCaller === undefined ? null : toldPhone(rights, open(account, call.sealedCaller)),
    to: call.number,
    status: call.status,
    outcome: call.outcome,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    durationSeconds: call.durationSeconds,
    talkSeconds: call.talkSeconds,
    firstTime,
    code,
    recordings: (call.recordings ?? []).map((recording) =>
      renderRecording(account, call.callSid, recording, writing),
    ),
    tags,
    note: sealedNote === null ? null : toldText(rights, open(account, sealedNote)),
    spam: isSpam,
    handledAt: handledAt ?? null,
    enquiryId,
  }
}
