import { tellDigest } from '../../../functions/outreach/digest/tell.ts'
import type { Letter } from '../../../functions/outreach/mails/letter.ts'
import type { Notice } from '../../../functions/outreach/notices/notice.ts'
import { type ToldNotice, tellNotice } from '../../../functions/outreach/notices/tell.ts'
import { week } from './examples.ts'

const origin = 'https://calls.example.com'

export const letterOf = (told: ToldNotice): Letter => ({
  ...told,
  business: 'Sash & Sons',
  why: 'You get this because somebody got in touch with the business.',
  unsubscribeUrl: `${origin}/mail/unsubscribe?account=acc_1&kind=enquiries&member=mem_1&signature=s`,
  preferencesUrl: `${origin}/mail/unsubscribe?account=acc_1&kind=enquiries&member=mem_1&signature=s#preferences`,
})

export const noticeLetter = (notice: Notice, rights = { phones: true, recordings: true }): Letter =>
  letterOf(
    tellNotice(notice, {
      timeZone: 'Europe/London',
      rights,
      enquiryUrl: `${origin}/enquiries/${notice.enquiryId}`,
      recordingUrl: rights.recordings ? `${origin}/v1/calls/CA/recordings/RE/media?signature=s` : undefined,
    }),
  )

export const digestLetter = (figures = week): Letter =>
  letterOf(
    tellDigest(
      figures,
      { name: 'Sash & Sons', currency: 'GBP' },
      { report: `${origin}/sources`, missed: `${origin}/calls` },
    ),
  )
