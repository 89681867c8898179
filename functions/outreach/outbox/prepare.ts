import type { Account } from '../../../shared/domain/account.ts'
import { type Recipient, wantsNotice } from '../../../shared/domain/notification.ts'
import type { OutgoingMail } from '../../../shared/domain/outgoing-mail.ts'
import { weekBefore } from '../../../shared/domain/report-week.ts'
import { addMinutes, addSeconds, type Instant } from '../../../shared/domain/time.ts'
import { rightsOf } from '../../../shared/http/caller.ts'
import { recordingLink } from '../../../shared/http/recording-link.ts'
import type { Mail } from '../../../shared/mail/mail.ts'
import type { OutreachDeps } from '../deps.ts'
import { readWeek, weekCsv } from '../digest/read.ts'
import { isQuiet, tellDigest } from '../digest/tell.ts'
import { newestMinutes } from '../notices/decide.ts'
import { loadNotice } from '../notices/load.ts'
import { tellNotice } from '../notices/tell.ts'
import { preferencesOf } from '../preferences/preferences.ts'
import { tellAlert } from '../triggers/tell-alert.ts'
import { tellWebhookOff } from '../webhooks/tell-off.ts'
import { composeMail, originOf } from './compose-mail.ts'

export type Prepared = { readonly mail: Mail } | { readonly skip: string } | { readonly postponeTo: Instant }

/** Mails are read days later, when the link that a page gets for minutes has long run out. */
const linkMinutes = 7 * 24 * 60
/** The views may lag behind. */
const viewSeconds = 5

/** The mail as it is to be written now: of what has changed since it was claimed, the present holds. */
export async function prepare(deps: OutreachDeps, outgoing: OutgoingMail): Promise<Prepared> {
  const { account: id, member, about } = outgoing
  const [account, recipients] = await Promise.all([deps.ledger.accounts.get(id), deps.recipients(id)])
  const recipient = recipients.find((each) => each.id === member)
  if (!account || !recipient) return { skip: 'no such person any more' }
  if (await deps.suppressions.isSuppressed(id, recipient.email)) return { skip: 'suppressed' }
  if (about.kind === 'notice') return prepareNotice(deps, outgoing, about, account, recipient)
  if (about.kind === 'webhook-off') return prepareWebhookOff(deps, outgoing, about, account, recipient)
  if (about.kind === 'alert') return prepareAlert(deps, outgoing, about, account, recipient)
  return prepareDigest(deps, outgoing, about, account, recipient)
}

async function prepareWebhookOff(
  deps: OutreachDeps,
  outgoing: OutgoingMail,
  { webhook: id }: Extract<OutgoingMail['about'], { kind: 'webhook-off' }>,
  account: Account,
  recipient: Recipient,
): Promise<Prepared> {
  const webhook = await deps.webhooks.get(account.id, id)
  if (!webhook?.off || webhook.off.because === 'by-hand') return { skip: 'seen to already' }
  const told = tellWebhookOff(webhook, `${originOf(deps)}/deliveries?target=${id}`)
  return { mail: await composeMail(deps, outgoing, account, recipient, told) }
}

async function prepareAlert(
  deps: OutreachDeps,
  outgoing: OutgoingMail,
  about: Extract<OutgoingMail['about'], { kind: 'alert' }>,
  account: Account,
  recipient: Recipient,
): Promise<Prepared> {
  const { contact, contactKind, enquiryId } = about
  const { alerts = true } = await preferencesOf(deps.preferences, recipient)
  if (!alerts) return { skip: 'not wanted' }
  const notice =
    contact !== undefined && contactKind !== undefined
      ? await loadNotice(deps, account.id, contact, contactKind)
      : 'absent'
  if (notice === 'uncounted') return { skip: 'spam, or a test' }
  const told = tellAlert(about, notice === 'absent' ? undefined : notice, {
    timeZone: account.timeZone,
    rights: rightsOf({ kind: 'member', ...recipient }),
    enquiryUrl: `${originOf(deps)}/enquiries/${encodeURIComponent(enquiryId ?? '')}`,
  })
  return { mail: await composeMail(deps, outgoing, account, recipient, told) }
}

async function prepareNotice(
  deps: OutreachDeps,
  outgoing: OutgoingMail,
  { contact, contactKind }: Extract<OutgoingMail['about'], { kind: 'notice' }>,
  account: Account,
  recipient: Recipient,
): Promise<Prepared> {
  const now = deps.now()
  if (outgoing.createdAt < addMinutes(now, -newestMinutes)) return { skip: 'no news any more' }
  const notice = await loadNotice(deps, account.id, contact, contactKind)
  if (notice === 'uncounted') return { skip: 'spam, or a test' }
  if (notice === 'absent') return { postponeTo: addSeconds(now, viewSeconds) }
  const subject = {
    kind: contactKind,
    outcome: notice.outcome,
    channel: notice.source?.channel,
    number: notice.number?.number,
  }
  if (!wantsNotice(await preferencesOf(deps.preferences, recipient), subject)) return { skip: 'not wanted' }
  const rights = rightsOf({ kind: 'member', ...recipient })
  const origin = originOf(deps)
  const { recording } = notice
  const recordingUrl =
    recording && rights.recordings
      ? origin +
        recordingLink(
          deps.vault,
          { account: account.id, callSid: contact, recordingId: recording.id },
          { now, minutes: linkMinutes },
        ).path
      : undefined
  const told = tellNotice(notice, {
    timeZone: account.timeZone,
    rights,
    enquiryUrl: `${origin}/enquiries/${encodeURIComponent(notice.enquiryId)}`,
    recordingUrl,
  })
  return { mail: await composeMail(deps, outgoing, account, recipient, told) }
}

async function prepareDigest(
  deps: OutreachDeps,
  outgoing: OutgoingMail,
  { week, trial }: Extract<OutgoingMail['about'], { kind: 'digest' }>,
  account: Account,
  recipient: Recipient,
): Promise<Prepared> {
  const { digest } = await preferencesOf(deps.preferences, recipient)
  if (!digest) return { skip: 'not wanted' }
  const period = weekBefore(week)
  const figures = await readWeek(deps, account, period)
  if (isQuiet(figures) && trial === undefined) return { skip: 'nothing happened' }
  const { from, to } = period
  const origin = originOf(deps)
  const told = tellDigest(figures, account, {
    report: `${origin}/sources?from=${from}&to=${to}`,
    missed: `${origin}/calls?from=${from}&to=${to}&outcome=missed`,
  })
  const csv = {
    filename: `sources-${from}-${to}.csv`,
    contentType: 'text/csv; charset=utf-8',
    content: weekCsv(figures),
  }
  return { mail: await composeMail(deps, outgoing, account, recipient, told, [csv]) }
}
