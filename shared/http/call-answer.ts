import * as z from 'zod/mini'
import { type Call, foldCall } from '../domain/call.ts'
import { foldContactFacts } from '../domain/contact-story.ts'
import type { CallFact, ContactFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import type { CallRow, StoredViews } from '../domain/view.ts'
import { instant } from './field.ts'

/** How the API shows a call, to whoever reads it and to whoever has just marked it. */

const note = (description: string) => z.meta({ description })

const recordingSchema = z.object({
  id: z.string(),
  kind: z.enum(['call', 'voicemail']),
  at: instant,
  durationSeconds: z.nullable(z.number()),
  transcript: z.nullable(z.string()).check(note('What Twilio wrote down, if it was asked to')),
})

export const callSchema = z
  .object({
    callSid: z.string(),
    number: z.string().check(note('The tracking number')),
    from: z.nullable(z.string()).check(note('Null where the caller withheld it')),
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
    enquiryId: z.nullable(z.string()).check(note('Null until the views show the call')),
  })
  .check(z.meta({ id: 'Call' }))

/** A row of the list of calls, or what the ledger knows before there is one. */
export type ToldCall = Pick<CallRow, 'tags' | 'sealedNote' | 'isSpam' | 'code'> & {
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
  const { tags, sealedNote, isSpam } = foldContactFacts(said)
  return {
    call,
    tags,
    sealedNote,
    isSpam,
    enquiryId: heads.get(call.callSid)?.enquiryId ?? null,
    firstTime: calls.get(call.callSid)?.firstTime ?? null,
    code: calls.get(call.callSid)?.code ?? null,
  }
}

/** @param open decrypts what was sealed for the account */
export function renderCall(
  account: AccountId,
  { call, enquiryId, firstTime, code, tags, sealedNote, isSpam }: ToldCall,
  open: (account: AccountId, sealed: string) => string,
) {
  return {
    callSid: call.callSid,
    number: call.number,
    from: call.sealedCaller === undefined ? null : open(account, call.sealedCaller),
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
    recordings: (call.recordings ?? []).map(({ sealedText, ...recording }) => ({
      ...recording,
      transcript: sealedText === undefined ? null : open(account, sealedText),
    })),
    tags,
    note: sealedNote === null ? null : open(account, sealedNote),
    spam: isSpam,
    enquiryId,
  }
}
