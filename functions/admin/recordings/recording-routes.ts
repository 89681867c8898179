import type { Hono } from 'hono'
import { type CallRecording, foldRecordings } from '../../../shared/domain/call-recording.ts'
import type { CallFact, RecordingFact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { redact } from '../../../shared/domain/redact.ts'
import { createNote } from '../../../shared/http/audit-note.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal, type Refusal, refuse } from '../../../shared/http/problem.ts'
import { judgeLink, recordingLink } from '../../../shared/http/recording-link.ts'
import type { AdminDeps } from '../deps.ts'
import {
  deleteRecording,
  getRecording,
  linkRecording,
  playRecording,
  writeTranscript,
} from './recording-operations.ts'
import { usualLinkMinutes } from './recording-schema.ts'
import { tellSound } from './recording-sound.ts'
import { deleteByHand } from './recording-sweep.ts'

const unknown = refuse('not_found', 'The account has no such recording.')
/** As long as a part of the key of an item may reasonably be. */
const maxSidCharacters = 200

interface Found {
  readonly recording: CallRecording
  /** The fact that it is there to be heard. */
  readonly complete: RecordingFact
}

function findRecording(facts: readonly CallFact[], id: string): Found | undefined {
  const recording = foldRecordings(facts).find((each) => each.id === id)
  const complete = facts.find(
    (fact): fact is RecordingFact =>
      fact.fact === 'recording' && fact.recordingSid === id && fact.status === 'completed',
  )
  return recording && complete && { recording, complete }
}

/** What was recorded of calls: heard, linked to, written down, deleted. */
export function mountRecordings(app: Hono, deps: AdminDeps): void {
  const { guards, calls, recordings, vault, now, publicBaseUrl } = deps
  const note = createNote(deps)

  async function find(
    account: AccountId,
    { callSid, recordingId }: { readonly callSid: string; readonly recordingId: string },
  ): Promise<Found | Refusal> {
    if (callSid.length > maxSidCharacters) return unknown
    return findRecording(await calls.factsOf(account, callSid), recordingId) ?? unknown
  }

  /** A recording that is there to be heard. */
  async function findKept(...which: Parameters<typeof find>): Promise<Found | Refusal> {
    const found = await find(...which)
    if (isRefusal(found) || !found.recording.deleted) return found
    const { at, by } = found.recording.deleted
    return refuse('recording_gone', `It was deleted at ${at}, by ${by}.`)
  }
  const soundOf = ({ recording, complete }: Found) => ({
    callSid: complete.callSid,
    id: recording.id,
    completeAt: complete.at,
  })

  handle(app, guards, getRecording, async ({ account, caller, params, query: { format }, context }) => {
    const found = await findKept(account, params)
    if (isRefusal(found)) return found
    await note({ account, caller }, 'recording-heard', found.recording.id)
    return tellSound(recordings, context, soundOf(found), format, now())
  })

  handle(app, guards, linkRecording, async ({ account, caller, params, body }) => {
    const found = await findKept(account, params)
    if (isRefusal(found)) return found
    await note({ account, caller }, 'recording-linked', found.recording.id)
    const { minutes = usualLinkMinutes, format } = body
    const { path, expiresAt } = recordingLink(vault, { account, ...params }, { now: now(), minutes, format })
    return reply(201, { url: publicBaseUrl.replace(/\/+$/, '') + path, expiresAt })
  })

  handle(app, guards, playRecording, async ({ params, query, context }) => {
    const { account, format } = query
    const verdict = judgeLink(vault, { account, ...params }, query, now())
    if (verdict === 'forged') return refuse('bad_signature', 'The link is not whole, or was not made here.')
    if (verdict === 'expired') return refuse('link_expired', 'Ask for a new link.')
    const found = await findKept(account, params)
    if (isRefusal(found)) return found
    await note({ account, caller: { kind: 'link' } }, 'recording-heard', found.recording.id)
    return tellSound(recordings, context, soundOf(found), format, now())
  })

  handle(app, guards, deleteRecording, async ({ account, caller, params, query: { reason } }) => {
    const found = await find(account, params)
    if (isRefusal(found)) return found
    await note({ account, caller }, 'recording-deleted', found.recording.id)
    const { callSid, number, recordingSid, at } = found.complete
    const outcome = await deleteByHand(
      deps,
      account,
      { callSid, number, recordingSid, at },
      { by: 'api', reason },
    )
    return reply(outcome === 'deleted' ? 204 : 202)
  })

  handle(app, guards, writeTranscript, async ({ account, params, body }) => {
    const found = await findKept(account, params)
    if (isRefusal(found)) return found
    const { callSid, number, recordingSid } = found.complete
    const at = now()
    const transcript = redact(body.text)
    await calls.record({
      fact: 'transcription',
      account,
      callSid,
      number,
      at,
      recordingSid,
      status: 'completed',
      by: 'api',
      id: vault.hash(account, 'text', transcript),
      sealedText: vault.seal(account, transcript),
    })
    return reply(201, { recordingId: recordingSid, transcript, at })
  })
}
