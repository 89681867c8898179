import type { CallStatus, DialFact } from './fact.ts'
import { epochMillisecondsOf, type Instant, instantOf } from './time.ts'

/** `voicemail`: nobody answered, and the caller left a message. */
export type CallOutcome = 'answered' | 'missed' | 'abandoned' | 'voicemail' | 'in-progress'

/** What the outcome is decided on. */
export interface OutcomeEvidence {
  readonly dials: readonly DialFact[]
  /** The incoming leg's last status, once it has ended. */
  readonly finalStatus?: CallStatus | undefined
  /** `CallDuration` of the incoming leg. */
  readonly durationSeconds?: number | undefined
  /** A greeting picked the incoming leg up before any phone of the business rang. */
  readonly greeted?: boolean | undefined
  /** From the first fact to the end, by the clock. */
  readonly waitedSeconds?: number | undefined
  /** A message of the caller's was recorded. */
  readonly leftMessage?: boolean | undefined
}

/** Unanswered and shorter than this, the caller gave up rather than the business failing to answer (CallRail's
 * glossary counts likewise). */
export const abandonedBelowSeconds = 15

const isShort = (seconds: number | undefined) => seconds !== undefined && seconds < abandonedBelowSeconds
const unanswered: ReadonlySet<CallStatus> = new Set(['busy', 'no-answer', 'failed', 'canceled'])

/** Whether the fact says that caller and business were joined. */
export function isBridged(fact: DialFact): boolean {
  if (fact.scope === 'whole') return fact.status === 'completed' || fact.status === 'answered'
  if (fact.screened) return fact.status === 'answered'
  if (fact.status === 'in-progress' || fact.status === 'answered') return true
  return fact.status === 'completed' && (fact.talkSeconds ?? 0) > 0
}

const wholes = ({ dials }: OutcomeEvidence) => dials.filter((fact) => fact.scope === 'whole')
const dialsEndedUnanswered = (evidence: OutcomeEvidence) =>
  wholes(evidence).some((fact) => unanswered.has(fact.status)) ||
  (!!evidence.finalStatus && allLegsRefused(evidence))

/** A leg that was picked up and not accepted was refused, too. */
const isRefusal = ({ status, screened }: DialFact) =>
  unanswered.has(status) || (screened === true && status === 'completed')

/** The `<Dial>`'s own report is lost, but every leg's last word is known. */
function allLegsRefused({ dials }: OutcomeEvidence): boolean {
  const legs = new Set(dials.map((fact) => fact.legSid))
  const refused = new Set(dials.filter(isRefusal).map((fact) => fact.legSid))
  return legs.size > 0 && refused.size === legs.size
}

/** Twilio's `Timestamp` has whole seconds; to compare with it, ours lose their fractions. */
const wholeSecond = (at: Instant) => instantOf(Math.floor(epochMillisecondsOf(at) / 1000) * 1000)

/** A further phone began to ring when the one before had failed. */
function nextPhoneRings(evidence: OutcomeEvidence): boolean {
  if (evidence.finalStatus) return false
  const ended = wholes(evidence)
  const lastEnd = ended
    .map((fact) => wholeSecond(fact.at))
    .sort()
    .at(-1)
  const over = new Set(
    evidence.dials
      .filter((fact) => fact.scope === 'whole' || fact.status === 'completed' || unanswered.has(fact.status))
      .map((fact) => fact.legSid),
  )
  return evidence.dials.some(
    (fact) => fact.scope === 'leg' && !over.has(fact.legSid) && lastEnd !== undefined && fact.at >= lastEnd,
  )
}

/** First match wins. */
export const outcomeRules: readonly {
  readonly because: string
  readonly when: (evidence: OutcomeEvidence) => boolean
  readonly outcome: CallOutcome
}[] = [
  {
    because: 'caller and business were joined, whatever else was tried before or is reported after',
    when: ({ dials }) => dials.some(isBridged),
    outcome: 'answered',
  },
  {
    because: 'nobody answered, and the caller left a message: it can be called back upon',
    when: ({ leftMessage }) => leftMessage === true,
    outcome: 'voicemail',
  },
  {
    because: 'phones ring in order: one has failed, the next rings',
    when: (evidence) => dialsEndedUnanswered(evidence) && nextPhoneRings(evidence),
    outcome: 'in-progress',
  },
  {
    because: 'no phone was answered, and the caller was on the line only briefly',
    when: (evidence) =>
      dialsEndedUnanswered(evidence) &&
      (evidence.durationSeconds ?? 0) > 0 &&
      isShort(evidence.durationSeconds),
    outcome: 'abandoned',
  },
  {
    because:
      'the caller hung up while it rang, after seconds by the clock: the dial was canceled, and a duration counts no ringing',
    when: (evidence) =>
      dialsEndedUnanswered(evidence) &&
      evidence.finalStatus !== undefined &&
      isShort(evidence.waitedSeconds) &&
      wholes(evidence).some(({ status }) => status === 'canceled'),
    outcome: 'abandoned',
  },
  {
    because:
      'no phone was answered; a duration of 0 says nothing about the wait (answerOnBridge counts no ringing)',
    when: dialsEndedUnanswered,
    outcome: 'missed',
  },
  {
    because: 'the incoming leg is busy only if we refused it: the caller did not give up',
    when: ({ finalStatus }) => finalStatus === 'busy',
    outcome: 'missed',
  },
  {
    because: 'hung up during the greeting: no phone of the business had rung long enough to report',
    when: ({ finalStatus, greeted, durationSeconds }) =>
      finalStatus === 'completed' && greeted === true && isShort(durationSeconds),
    outcome: 'abandoned',
  },
  {
    because: 'greeted, and nothing tells that the business answered',
    when: ({ finalStatus, greeted }) => finalStatus === 'completed' && greeted === true,
    outcome: 'missed',
  },
  {
    because:
      'no callback of the dial came, but answerOnBridge picks the caller up only when the business answers; ' +
      'only an explicit duration of 0 denies it',
    when: ({ finalStatus, durationSeconds }) => finalStatus === 'completed' && durationSeconds !== 0,
    outcome: 'answered',
  },
  {
    because: 'never picked up, and over soon after it began: the caller gave up',
    when: ({ finalStatus, waitedSeconds }) => finalStatus !== undefined && isShort(waitedSeconds),
    outcome: 'abandoned',
  },
  {
    because: 'never picked up, after a long or unknown time',
    when: ({ finalStatus }) => finalStatus !== undefined,
    outcome: 'missed',
  },
  { because: 'nothing final is known', when: () => true, outcome: 'in-progress' },
]

export const decideOutcome = (evidence: OutcomeEvidence): CallOutcome =>
  outcomeRules.find((rule) => rule.when(evidence))?.outcome ?? 'in-progress'
