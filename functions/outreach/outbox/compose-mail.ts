import type { Account } from '../../../shared/domain/account.ts'
import type { Recipient } from '../../../shared/domain/notification.ts'
import type { OutgoingMail } from '../../../shared/domain/outgoing-mail.ts'
import type { Attachment, Mail } from '../../../shared/mail/mail.ts'
import type { OutreachDeps } from '../deps.ts'
import type { Letter } from '../mails/letter.ts'
import type { ToldNotice } from '../notices/tell.ts'
import { type MailKind, unsubscribePath } from '../unsubscribe-link.ts'

const reasons: Readonly<Record<MailKind, string>> = {
  enquiries: 'You get this because somebody got in touch with the business.',
  digest: 'You get this report every Monday.',
  alerts: 'You get this because a trigger of the business names you.',
}

const kinds = { notice: 'enquiries', digest: 'digest', alert: 'alerts' } as const
/** What a reader can be rid of; undefined: something is broken, and owners are told. */
function kindOf({ kind }: OutgoingMail['about']): MailKind | undefined {
  if (kind === 'webhook-off') return undefined
  return kinds[kind]
}

export const originOf = ({ publicBaseUrl }: Pick<OutreachDeps, 'publicBaseUrl'>) =>
  publicBaseUrl.replace(/\/+$/, '')

/** What is told, as a mail to one person; the templates are loaded when the first mail is written. */
export async function composeMail(
  deps: Pick<OutreachDeps, 'vault' | 'publicBaseUrl'>,
  { account, id, about }: Pick<OutgoingMail, 'account' | 'id' | 'about'>,
  { name: business }: Pick<Account, 'name'>,
  { id: member, email }: Pick<Recipient, 'id' | 'email'>,
  { subject, ...told }: ToldNotice,
  attachments: readonly Attachment[] = [],
): Promise<Mail> {
  const [{ letterHtml }, { letterText }] = await Promise.all([
    import('../mails/letter-html.tsx'),
    import('../mails/letter-text.ts'),
  ])
  const kind = kindOf(about)
  const unsubscribeUrl = kind && originOf(deps) + unsubscribePath(deps.vault, { account, member, kind })
  const letter: Letter = {
    subject,
    ...told,
    business,
    why: kind ? reasons[kind] : 'You get this because the business is yours to look after.',
    unsubscribeUrl,
    preferencesUrl: unsubscribeUrl && `${unsubscribeUrl}#preferences`,
  }
  return {
    to: email,
    subject,
    text: letterText(letter),
    html: letterHtml(letter),
    attachments,
    unsubscribeUrl,
    tags: { 'tieline-account': account, 'tieline-mail': id },
  }
}
