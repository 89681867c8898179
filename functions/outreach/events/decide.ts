import type { CodeUsedFact } from '../../../shared/domain/fact.ts'
import type { AccountId, EnquiryId } from '../../../shared/domain/ids.ts'
import {
  type Cause,
  causeKey,
  type ProgressRow,
  type ReachedStep,
  scoreAt,
} from '../../../shared/domain/progress.ts'
import { thresholdNames } from '../../../shared/domain/scoring.ts'
import { addDays, addMinutes, type Instant, isSince } from '../../../shared/domain/time.ts'
import type { CallRow, EnquiryRow } from '../../../shared/domain/view.ts'
import { eventId } from './event-id.ts'
import type { Heard } from './heard.ts'

/**
 * What is older is history and no news: an import, a rebuild. A day is what a stream that was held up holds; outcomes are
 * reported long after they happened.
 */
const newsMinutes = 25 * 60
const outcomeNewsDays = 90

export interface News {
  readonly now: Instant
  /** Before it there was nobody to be told. */
  readonly createdAt: Instant
}
const isNews = (at: Instant, { now, createdAt }: News) =>
  isSince(at, createdAt) && at >= addMinutes(now, -newsMinutes)
const isOutcomeNews = (at: Instant, { now, createdAt }: News) =>
  isSince(at, createdAt) && at >= addDays(now, -outcomeNewsDays)

const newest = (instants: readonly Instant[]): Instant => [...instants].sort().at(-1) as Instant
/** When the last of what it rests on happened. */
const lastOf = ({ enquiry }: EnquiryRow): Instant =>
  newest([
    enquiry.openedAt,
    ...enquiry.contacts.map(({ at }) => at),
    ...enquiry.evidence.map(({ at }) => at),
    ...enquiry.outcomes.map(({ at }) => at),
  ])

const idsOf = (list: readonly { readonly id: string }[]) =>
  list
    .map(({ id }) => id)
    .sort()
    .join()
/** What somebody decided or reported about it, whenever what it is about happened. */
const wasActedOn = (before: EnquiryRow, after: EnquiryRow): boolean =>
  idsOf(before.enquiry.revoked) !== idsOf(after.enquiry.revoked) ||
  before.enquiry.excluded !== after.enquiry.excluded

type Outcome = EnquiryRow['enquiry']['outcomes'][number]
const factsOf = ({ contact, at, stage, valueMinorUnits }: Outcome) => [
  contact,
  at,
  stage,
  valueMinorUnits ?? null,
]

/**
 * An enquiry that counts is opened once, whatever place its row gets; spam and tests are told of no more than that they
 * are. A change tells as many times as it changes the story: `revision` counts them.
 */
export function eventsOfEnquiry(
  account: AccountId,
  before: EnquiryRow | undefined,
  after: EnquiryRow,
  news: News,
): Heard[] {
  const { enquiry, revision } = after
  const base = { account, enquiryId: enquiry.id, subject: enquiry.person }
  const heard: Heard[] = []
  const isCounted = enquiry.excluded === null
  const wasCounted = before !== undefined && before.enquiry.excluded === null
  const opener = enquiry.contacts[0]?.id

  if (isCounted && !wasCounted && isNews(enquiry.openedAt, news)) {
    const id = eventId('enquiry.opened', enquiry.id)
    const event = {
      ...base,
      type: 'enquiry.opened',
      id,
      at: enquiry.openedAt,
      contact: opener,
      revision,
    } as const
    heard.push({ event, enquiry: after })
  }
  const isRevised = before === undefined ? revision > 1 : revision > before.revision
  const at = lastOf(after)
  if (isRevised && (isCounted || wasCounted)) {
    const outcomes = enquiry.outcomes.length > (before?.enquiry.outcomes.length ?? 0)
    const isTold =
      isNews(at, news) ||
      (before !== undefined && wasActedOn(before, after)) ||
      (outcomes && isOutcomeNews(at, news))
    // A rebuild may count anew from one: what was told then is told by what stands there now.
    const { source, outcomes: reached, valueMinorUnits } = enquiry
    const contacts = enquiry.contacts.map(({ id }) => id)
    const story = [contacts, source, reached.map(factsOf), valueMinorUnits, idsOf(enquiry.evidence)]
    const id = eventId('enquiry.revised', enquiry.id, revision, story)
    if (isTold) {
      heard.push({ event: { ...base, type: 'enquiry.revised', id, at, revision }, enquiry: after })
    }
  }
  if (isCounted) {
    const known = new Set(before?.enquiry.outcomes.map((each) => JSON.stringify(factsOf(each))))
    for (const outcome of enquiry.outcomes) {
      const facts = factsOf(outcome)
      if (known.has(JSON.stringify(facts)) || !isOutcomeNews(outcome.at, news)) continue
      const { contact, stage } = outcome
      const valueMinorUnits = outcome.valueMinorUnits ?? null
      const id = eventId('outcome.reported', ...facts)
      heard.push({
        event: { ...base, type: 'outcome.reported', id, at: outcome.at, contact, stage, valueMinorUnits },
        enquiry: after,
      })
    }
  }
  return heard
}

/**
 * Steps and thresholds rest on facts: a visitor's whose contact turns out to be a person's, and a rule that changes, tell
 * nothing twice.
 */
export function eventsOfProgress(
  account: AccountId,
  before: ProgressRow | undefined,
  after: ProgressRow,
  news: News,
): Heard[] {
  const baseOf = ({ at, contact }: Cause) => ({
    account,
    at,
    enquiryId: after.enquiries.at(-1),
    contact: contact ?? after.contacts.at(-1)?.id,
    subject: after.id,
  })
  const nameOf = (reached: ReachedStep) => `${reached.step} ${causeKey(reached)}`
  const known = new Set(before?.steps.map(nameOf))
  const steps = after.steps.filter((reached) => !known.has(nameOf(reached)) && isNews(reached.at, news))
  const crossed = thresholdNames.flatMap((band) => {
    const [cause, was] = [after.score.crossed[band], before?.score.crossed[band]]
    const isNew = cause !== undefined && (was === undefined || causeKey(was) !== causeKey(cause))
    return isNew && isNews(cause.at, news) ? [{ band, cause }] : []
  })
  return [
    ...steps.map((reached): Heard => {
      const { step } = reached
      const id = eventId('step.reached', step, causeKey(reached))
      return { event: { ...baseOf(reached), type: 'step.reached', id, step }, progress: after }
    }),
    ...crossed.map(({ band, cause }): Heard => {
      const id = eventId('score.crossed', band, causeKey(cause))
      const score = scoreAt(after, cause.at)
      return { event: { ...baseOf(cause), type: 'score.crossed', id, band, score }, progress: after }
    }),
  ]
}

const unanswered: ReadonlySet<string> = new Set(['missed', 'abandoned', 'voicemail'])
const isMissed = ({ call, isSpam }: CallRow) => !isSpam && unanswered.has(call.outcome)

export function eventsOfCall(
  account: AccountId,
  before: CallRow | undefined,
  after: CallRow,
  news: News,
): Heard[] {
  const { call, enquiryId } = after
  const { callSid } = call
  const at = call.endedAt ?? call.startedAt
  if (!isMissed(after) || (before !== undefined && isMissed(before)) || !isNews(at, news)) return []
  const id = eventId('call.missed', callSid)
  return [
    { event: { account, type: 'call.missed', id, at, enquiryId, contact: callSid, callSid }, call: after },
  ]
}

/** The contact that a use of a code belongs to, or is. */
export const contactOfUse = ({ callSid, conversation, useId }: CodeUsedFact): string =>
  callSid ?? conversation ?? useId

/** @param enquiryOf by contact */
export function eventsOfUses(
  account: AccountId,
  uses: readonly CodeUsedFact[],
  enquiryOf: ReadonlyMap<string, EnquiryId>,
  news: News,
): Heard[] {
  return uses
    .filter(({ at }) => isNews(at, news))
    .map((use) => {
      const { code, campaignId, useId, at } = use
      const contact = contactOfUse(use)
      const id = eventId('code.redeemed', code, useId)
      return {
        event: {
          account,
          type: 'code.redeemed',
          id,
          at,
          enquiryId: enquiryOf.get(contact),
          contact,
          code,
          campaignId,
        },
        use,
      }
    })
}
