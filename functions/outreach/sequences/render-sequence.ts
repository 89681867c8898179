import { type Enrolment, isUnderWay, type Standing } from '../../../shared/domain/enrolment.ts'
import type { FollowUpSettings, Sequence } from '../../../shared/domain/sequence.ts'
import { type MailResults, noResults } from '../../../shared/domain/sequence-mail-record.ts'
import type { SequenceAnswer } from './sequence-schema.ts'
import type { FollowUpAnswer } from './settings-schema.ts'

export const renderSequence = (
  sequence: Sequence,
  results: ReadonlyMap<string, MailResults>,
  { openTracking }: Pick<FollowUpSettings, 'openTracking'>,
): SequenceAnswer => {
  const { id, name, kind, active, mails, stopOn, goesOnTo = null, createdAt, changedAt } = sequence
  return {
    id,
    name,
    kind,
    active,
    mails: mails.map((mail) => {
      const told = results.get(mail.id) ?? noResults
      const opened = openTracking || told.opened > 0 ? told.opened : null
      return { ...mail, button: mail.button ?? null, results: { ...told, opened } }
    }),
    stopOn: [...stopOn],
    goesOnTo,
    createdAt,
    changedAt,
  }
}

export const renderSettings = (settings: FollowUpSettings): FollowUpAnswer => {
  const { hours, quiet, cap, openTracking, consentFields, replyTo = null, postalAddress = null } = settings
  const { timeZone: _zone, closedMessage: _message, ...week } = hours
  return {
    hours: week as FollowUpAnswer['hours'],
    quiet: { ...quiet, days: [...quiet.days] },
    cap,
    openTracking,
    consentFields: [...consentFields],
    replyTo,
    postalAddress,
  }
}

/** `a•••@example.com`: for whoever needs to tell people apart and not to write to them. */
export const maskEmail = (email: string): string => {
  const at = email.lastIndexOf('@')
  return at < 1 ? '•••' : `${email.slice(0, 1)}•••${email.slice(at)}`
}

export const renderEnrolment = (
  enrolment: Enrolment,
  standing: Standing | undefined,
  open: (sealed: string) => string,
) => ({
  contact: enrolment.contact,
  email: standing?.sealed === undefined ? null : maskEmail(open(standing.sealed)),
  state: enrolment.state,
  because: enrolment.because ?? null,
  startedAt: enrolment.startedAt,
  endedAt: enrolment.endedAt ?? null,
  nextAt: isUnderWay(enrolment) ? enrolment.dueAt : null,
  sent: [...enrolment.done],
})
