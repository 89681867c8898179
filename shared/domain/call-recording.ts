import type { CallFact, RecordingFact, RecordingKind, RecordingStatus } from './fact.ts'
import type { Instant } from './time.ts'

/** One recording of a call, as its facts tell. */
export interface CallRecording {
  /** Twilio's RecordingSid. */
  readonly id: string
  readonly kind: RecordingKind
  readonly at: Instant
  readonly durationSeconds: number | null
  /** What Twilio wrote down, encrypted. */
  readonly sealedText?: string | undefined
}

/** The furthest holds; callbacks overtake each other. */
const rank: Record<RecordingStatus, number> = { 'in-progress': 0, failed: 1, absent: 2, completed: 3 }

/** @param facts of one call, each once; the recordings that can be heard come out, the earliest first */
export function foldRecordings(facts: readonly CallFact[]): CallRecording[] {
  const furthest = new Map<string, RecordingFact>()
  for (const fact of facts) {
    if (fact.fact !== 'recording') continue
    const known = furthest.get(fact.recordingSid)
    if (!known || rank[known.status] < rank[fact.status]) furthest.set(fact.recordingSid, fact)
  }
  const textOf = (recordingSid: string) =>
    facts.find(
      (fact) => fact.fact === 'transcription' && fact.recordingSid === recordingSid && 'sealedText' in fact,
    )
  return [...furthest.values()]
    .filter(({ status }) => status === 'completed')
    .sort((a, b) => (`${a.at} ${a.recordingSid}` < `${b.at} ${b.recordingSid}` ? -1 : 1))
    .map(({ recordingSid, kind, at, durationSeconds }) => {
      const text = textOf(recordingSid)
      return {
        id: recordingSid,
        kind,
        at,
        durationSeconds: durationSeconds ?? null,
        ...(text?.fact === 'transcription' && { sealedText: text.sealedText }),
      }
    })
}

/** Whether the caller left a message; Twilio tells of the length, and one of no length is silence. */
export const hasMessage = (recordings: readonly CallRecording[]): boolean =>
  recordings.some(({ kind, durationSeconds }) => kind === 'voicemail' && durationSeconds !== 0)
