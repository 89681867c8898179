import type { BusinessEventType } from '../../../shared/domain/business-event.ts'
import type { MailAbout } from '../../../shared/domain/outgoing-mail.ts'
import { writtenTime } from '../mails/words.ts'
import type { Notice } from '../notices/notice.ts'
import { type Telling, type ToldNotice, tellNotice } from '../notices/tell.ts'

const happened: Readonly<Record<BusinessEventType, string>> = {
  'enquiry.opened': 'An enquiry was opened',
  'enquiry.revised': 'An enquiry was revised',
  'step.reached': 'Somebody reached a step',
  'score.crossed': 'Somebody’s score crossed a threshold',
  'code.redeemed': 'A code was redeemed',
  'outcome.reported': 'An outcome was reported',
  'call.missed': 'A call was missed',
}

/** What a trigger tells people: what happened and, where a contact is known, who it was, as a notice tells it. */
export function tellAlert(
  { trigger, type, at, enquiryId }: Extract<MailAbout, { kind: 'alert' }>,
  notice: Notice | undefined,
  telling: Telling,
): ToldNotice {
  const what = `${happened[type]} on ${writtenTime(at, telling.timeZone)}.`
  if (notice) {
    const told = tellNotice(notice, telling)
    return { ...told, subject: `${trigger}: ${told.title}`, kicker: trigger, lead: what, preview: what }
  }
  return {
    subject: trigger,
    preview: what,
    kicker: 'Trigger',
    title: trigger,
    lead: what,
    blocks:
      enquiryId === undefined
        ? []
        : [{ block: 'actions', actions: [{ label: 'Open the enquiry', href: telling.enquiryUrl }] }],
  }
}
