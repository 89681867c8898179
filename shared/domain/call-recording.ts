import type {
  CallFact,
  RecordingDeletedFact,
  RecordingFact,
  RecordingKind,
  RecordingStatus,
  TranscriptionFact,
} from './fact.ts'
import { addSeconds, type Instant } from './time.ts'

/** One recording of a call, as its facts tell. */
export interface CallRecording {
  /** Twilio's RecordingSid. */
  readonly id: string
  readonly kind: RecordingKind
  readonly startedAt: Instant
  readonly durationSeconds: number | null
  /** What was written down of it, encrypted. */
  readonly sealedText?: string | undefined
  /** It can't be heard any more. */
  readonly deleted?: Deletion | undefined
}

export interface Deletion {
  readonly at: Instant
  /** `retention`, or who asked for it. */
  readonly by: string
  readonly reason?: string | undefined
}

/** The furthest holds; callbacks overtake each other. */
const rank: Record<RecordingStatus, number> = { 'in-progress': 0, failed: 1, absent: 2, completed: 3 }

/** @param facts of one call, each once; the recordings that could ever be heard come out, the earliest first */
export function foldRecordings(facts: readonly CallFact[]): CallRecording[] {
  const furthest = new Map<string, RecordingFact>()
  for (const fact of facts) {
    if (fact.fact !== 'recording') continue
    const known = furthest.get(fact.recordingSid)
    if (!known || rank[known.status] < rank[fact.status]) furthest.set(fact.recordingSid, fact)
  }
  return [...furthest.values()]
    .filter(({ status }) => status === 'completed')
    .map((completed) => {
      const { recordingSid: id, kind, durationSeconds = null } = completed
      const about = { id, kind, startedAt: startOf(completed, facts), durationSeconds }
      const deletion = facts.find(
        (fact): fact is RecordingDeletedFact => fact.fact === 'recording-deleted' && fact.recordingSid === id,
      )
      if (deletion) {
        const { at, by, reason } = deletion
        return { ...about, deleted: { at, by, ...(reason !== undefined && { reason }) } }
      }
      const sealedText = lastText(facts, id)
      return { ...about, ...(sealedText !== undefined && { sealedText }) }
    })
    .sort((a, b) => (`${a.startedAt} ${a.id}` < `${b.startedAt} ${b.id}` ? -1 : 1))
}

/** As Twilio tells it, when it began to tell of it, or its end less its length. */
function startOf(
  { recordingSid, at, durationSeconds = 0 }: RecordingFact,
  facts: readonly CallFact[],
): Instant {
  const ofIt = facts.filter(
    (fact): fact is RecordingFact => fact.fact === 'recording' && fact.recordingSid === recordingSid,
  )
  const begun = ofIt.flatMap((fact) => fact.startedAt ?? (fact.status === 'in-progress' ? [fact.at] : []))
  return begun.sort()[0] ?? addSeconds(at, -durationSeconds)
}

/** The last that was written down holds; that nothing could be is no text. */
function lastText(facts: readonly CallFact[], recordingSid: string): string | undefined {
  const texts = facts.filter(
    (fact): fact is TranscriptionFact =>
      fact.fact === 'transcription' && fact.recordingSid === recordingSid && fact.sealedText !== undefined,
  )
  const orderOf = ({ at, by = '', id = '' }: TranscriptionFact) => `${at} ${by} ${id}`
  return texts.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).at(-1)?.sealedText
}

/**
 * Whether the caller left a message, whatever became of it; Twilio tells of the length, and one of no length is silence.
 */
export const hasMessage = (recordings: readonly CallRecording[]): boolean =>
  recordings.some(({ kind, durationSeconds }) => kind === 'voicemail' && durationSeconds !== 0)
