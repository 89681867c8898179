import MailComposer from 'nodemailer/lib/mail-composer'
import type { Mail } from './mail.ts'

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')
/** `Name <address>` as the address alone. */
const addressIn = (from: string) => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from

/**
 * The mail as RFC 5322 and MIME have it: plain text, HTML beside it, attachments after them.
 * @param from an address, or `Name <address>`
 */
export function messageOf(mail: Mail, from: string): Promise<Buffer> {
  const { to, subject, text, html, attachments = [], unsubscribeUrl, fromName, replyTo } = mail
  const composer = new MailComposer({
    from: fromName === undefined ? from : { name: oneLine(fromName), address: addressIn(from) },
    ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
    // As one address: what stands there is never a list.
    to: { name: '', address: to },
    subject: oneLine(subject),
    text,
    ...(html !== undefined && { html }),
    attachments: attachments.map((each) => ({ ...each, contentType: each.contentType })),
    headers: {
      // RFC 3834: no out-of-office answers.
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl !== undefined && {
        'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl}>` },
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
