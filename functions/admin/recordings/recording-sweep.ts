import type { CallFact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import {
  type KeptRecording,
  retentionEnd,
  usualRetentionDays,
} from '../../../shared/domain/recording-retention.ts'
import { causeOf } from '../../../shared/observe/clean.ts'
import type { AdminDeps } from '../deps.ts'

export type RecordingDeps = Pick<AdminDeps, 'calls' | 'recordings' | 'now'>
export type RecordingSweepDeps = RecordingDeps & { readonly accounts: Pick<AdminDeps['accounts'], 'get'> }

export interface SweptRecordings {
  /** Recordings whose time was over, or that somebody wanted deleted. */
  readonly due: number
  readonly deleted: number
  /** Left for the next sweep. */
  readonly failed: number
}

/** Of one account in one sweep: the rest is the next one's. */
const mostAtOnce = 300
const parallelism = 4

/** Deletes the recording at Twilio, then says so, then forgets it: cut off anywhere, the next sweep goes on with it. */
async function deleteAtTwilio(
  { calls, recordings, now }: RecordingDeps,
  account: AccountId,
  recording: KeptRecording,
  { by, reason }: { readonly by: string; readonly reason?: string | undefined },
): Promise<void> {
  const { callSid, recordingSid, number } = recording
  const facts = await calls.factsOf(account, callSid)
  await recordings.twilio.delete(recordingSid, transcriptionsOf(facts, recordingSid))
  await calls.record({
    fact: 'recording-deleted',
    account,
    callSid,
    number,
    recordingSid,
    at: now(),
    by,
    ...(reason !== undefined && { reason }),
  })
  await recordings.kept.forget(account, recording)
}

const transcriptionsOf = (facts: readonly CallFact[], recordingSid: string): string[] =>
  facts.flatMap((fact) =>
    fact.fact === 'transcription' && fact.recordingSid === recordingSid && fact.transcriptionSid !== undefined
      ? [fact.transcriptionSid]
      : [],
  )

/**
 * Deletes, of every account, the recordings that are older than the account keeps them, and those that somebody wanted
 * deleted while Twilio did not answer. Sweeping again changes nothing; one that can't be deleted is reported, and left for
 * the next sweep.
 */
export async function sweepRecordings(deps: RecordingSweepDeps): Promise<SweptRecordings> {
  const { accounts, recordings, now } = deps
  const swept = { due: 0, deleted: 0, failed: 0 }
  for (const account of await recordings.kept.accounts()) {
    const { recordingRetentionDays: days = usualRetentionDays } = (await accounts.get(account)) ?? {}
    const queue = await recordings.kept.due(account, retentionEnd(now(), days), mostAtOnce)
    swept.due += queue.length
    const worker = async () => {
      for (let recording = queue.shift(); recording; recording = queue.shift()) {
        const { by = 'retention', reason = `kept for ${days} days` } = recording
        try {
          await deleteAtTwilio(deps, account, recording, { by, reason })
          swept.deleted += 1
        } catch (error) {
          swept.failed += 1
          const { callSid } = recording
          recordings.report({ trouble: 'recording-undeleted', callSid, cause: causeOf(error) })
        }
      }
    }
    await Promise.all(Array.from({ length: parallelism }, worker))
  }
  return swept
}

/**
 * Deletes one recording because somebody wants it. The wish is kept before Twilio is asked: if that fails, the sweep
 * fulfils it, and nobody hears the recording meanwhile.
 */
export async function deleteByHand(
  deps: RecordingDeps,
  account: AccountId,
  recording: KeptRecording,
  who: { readonly by: string; readonly reason?: string | undefined },
): Promise<'deleted' | 'wanted'> {
  const { calls, recordings, now } = deps
  const { callSid, recordingSid, number } = recording
  await recordings.kept.markUnwanted(account, { ...recording, ...who })
  await calls.record({ fact: 'recording-deleted', account, callSid, number, recordingSid, at: now(), ...who })
  try {
    await deleteAtTwilio(deps, account, recording, who)
    return 'deleted'
  } catch (error) {
    recordings.report({ trouble: 'recording-undeleted', callSid, cause: causeOf(error) })
    return 'wanted'
  }
}
