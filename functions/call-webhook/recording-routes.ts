import type { Hono, MiddlewareHandler } from 'hono'
import type { CallSid } from '../../shared/domain/ids.ts'
import { problemResponse } from '../../shared/http/problem.ts'
import type { TwilioRequest } from '../../shared/twilio/verify.ts'
import { type CallWebhookDeps, usualPatience } from './deps.ts'
import { recordingFact, transcriptionFact } from './facts.ts'
import { type AnswerPlan, notKept } from './flow/answers.ts'
import { messageTaken } from './flow/decide.ts'
import { sayingsOf } from './flow/sayings/index.ts'
import { paths } from './links.ts'
import { always } from './outage/always.ts'
import type { Deadline } from './outage/deadline.ts'
import { keepFacts } from './outage/keep.ts'
import { isRefused, readForm, readQuery } from './read.ts'
import {
  callQuery,
  incomingCall,
  instantOfTimestamp,
  messageForm,
  recordingForm,
  recordingQuery,
  transcriptionForm,
  wholeNumber,
} from './schema.ts'

/** Whether the fact is durable now; if not, that is reported. */
export type IsKept = (callSid: CallSid, keep: (deadline: Deadline) => Promise<boolean>) => Promise<boolean>

/** After the ledger was waited for in vain: the spool. */
const afterwardsMilliseconds = 1000

/** What Twilio recorded, and wrote down. */
export function mountRecordings(
  app: Hono<TwilioRequest>,
  signed: MiddlewareHandler<TwilioRequest>,
  deps: CallWebhookDeps,
  isKept: IsKept,
  answer: AnswerPlan,
): void {
  const { now, vault } = deps
  const patience = deps.patience ?? usualPatience

  app.post(paths.message, signed, async (context) => {
    const owner = readQuery(callQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(messageForm, context)
    if (isRefused(form)) return problemResponse(form)
    const { CallSid, RecordingSid: recordingSid } = form
    const goodbye = () => answer(context, messageTaken(sayingsOf(owner.lang)), owner)
    if (!recordingSid) return goodbye()
    return always(
      deps,
      CallSid,
      patience.callerMilliseconds + afterwardsMilliseconds,
      async () => {
        const recorded = {
          recordingSid,
          kind: 'voicemail',
          status: 'completed',
          durationSeconds: wholeNumber(form.RecordingDuration),
        } as const
        // The recording's own callback tells the same: the caller hears the goodbye in any case.
        await isKept(CallSid, (deadline) =>
          keepFacts(deps, CallSid, [recordingFact(owner, CallSid, recorded, now())], deadline),
        )
        return goodbye()
      },
      goodbye,
    )
  })

  app.post(paths.recording, signed, async (context) => {
    const query = readQuery(recordingQuery, context)
    if (isRefused(query)) return problemResponse(query)
    const form = readForm(recordingForm, context)
    if (isRefused(form)) return problemResponse(form)
    const { number } = form.To ? incomingCall(form) : { number: 'unknown' }
    const kept = await isKept(form.CallSid, async (deadline) => {
      const account =
        query.account ?? (await deadline.race(deps.routes.routeOf(number)))?.account ?? deps.houseAccount
      const owner = { account, number: query.number ?? number }
      const recorded = {
        recordingSid: form.RecordingSid,
        kind: query.kind,
        status: form.RecordingStatus,
        durationSeconds: wholeNumber(form.RecordingDuration),
        startedAt: instantOfTimestamp(form.RecordingStartTime),
      }
      const fact = recordingFact(owner, form.CallSid, recorded, now())
      return keepFacts(deps, form.CallSid, [fact], deadline, patience.callbackMilliseconds)
    })
    return kept ? context.body(null, 204) : problemResponse(notKept)
  })

  app.post(paths.transcription, signed, async (context) => {
    const owner = readQuery(callQuery, context)
    if (isRefused(owner)) return problemResponse(owner)
    const form = readForm(transcriptionForm, context)
    if (isRefused(form)) return problemResponse(form)
    const kept = await isKept(form.CallSid, (deadline) => {
      const transcribed = {
        recordingSid: form.RecordingSid,
        transcriptionSid: form.TranscriptionSid,
        status: form.TranscriptionStatus,
        text: form.TranscriptionText,
      }
      const fact = transcriptionFact(vault, owner, form.CallSid, transcribed, now())
      return keepFacts(deps, form.CallSid, [fact], deadline, patience.callbackMilliseconds)
    })
    return kept ? context.body(null, 204) : problemResponse(notKept)
  })
}
