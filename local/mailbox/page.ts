import { escapeHtml } from '../../shared/http/html.ts'
import { homeStyle } from '../look.ts'
import { mailboxScript, mailboxStyle } from './look.ts'
import type { ReadMail } from './read-mail.ts'

/** The time as it is read at this machine. */
const when = (at: Date) => at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

const shell = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Tieline</title>
<link rel="icon" href="data:,">
<style>${homeStyle}${mailboxStyle}</style>
</head>
<body>
<header><p class="mark"><span aria-hidden="true"></span>Tieline</p><nav aria-label="Pages"><a href="/">Overview</a> <a href="/local/phone">Phone</a> <a href="/local/mailbox">Mailbox</a></nav></header>
<main>
${body}
</main>
<footer><p>Mails are handed to this mailbox as they would be to Amazon SES. Nothing leaves this machine.</p></footer>
</body>
</html>
`

export const renderList = (mails: readonly ReadMail[]): string =>
  mails
    .map(
      ({ id, subject, to, at }) =>
        `<li><a href="/local/mailbox/${id}"><b>${escapeHtml(subject || '(no subject)')}</b><time datetime="${at.toISOString()}">${when(at)}</time><span>to ${escapeHtml(to)}</span></a></li>`,
    )
    .join('') ||
  '<li class="empty">No mail yet. Call a tracking number and let nobody answer, or send the weekly report.</li>'

const toldNote = (told: string | undefined) =>
  told === undefined ? '' : `<p class="told" role="status">${escapeHtml(told)}</p>`

export const renderMailbox = (mails: readonly ReadMail[], told?: string): string =>
  shell(
    'Mailbox',
    `<h1>Mailbox</h1>
<p class="lead">Every mail that this bridge sends, as its reader gets it.</p>
${toldNote(told)}
<div class="tools"><form method="post" action="/local/mailbox/digest"><button>Send the weekly report now</button></form></div>
<ul class="mails" data-mails aria-label="Mails, newest first" aria-live="polite">${renderList(mails)}</ul>
<script>${mailboxScript}</script>`,
  )

const line = (name: string, value: string) => `<dt>${name}</dt><dd>${value}</dd>`

const formOf = (id: string, action: string, label: string) =>
  `<form method="post" action="/local/mailbox/${id}/${action}"><button>${label}</button></form>`

export function renderMail(mail: ReadMail, told?: string): string {
  const { id, subject, from, to, at, html, text, headers, attachments, unsubscribeUrl } = mail
  const files = attachments.map(
    ({ filename, content }, index) =>
      `<a href="/local/mailbox/${id}/attachments/${index}">${escapeHtml(filename)}</a> (${content.length} bytes)`,
  )
  return shell(
    subject || 'Mail',
    `<h1 class="subject">${escapeHtml(subject || '(no subject)')}</h1>
${toldNote(told)}
<dl class="about">${line('From', escapeHtml(from))}${line('To', escapeHtml(to))}${line('Sent', `<time datetime="${at.toISOString()}">${when(at)}</time>`)}${
      files.length > 0 ? line('Attached', files.join(', ')) : ''
    }${
      unsubscribeUrl
        ? line('Unsubscribe', `<a href="${escapeHtml(unsubscribeUrl)}">as its header offers</a>`)
        : ''
    }</dl>
<div class="tools">${formOf(id, 'bounce', 'It bounces')}${formOf(id, 'complain', 'It is called spam')}</div>
${
  html === undefined
    ? ''
    : `<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/local/mailbox/${id}/html"></iframe>`
}
<details${html === undefined ? ' open' : ''}><summary>As plain text</summary><pre class="text" tabindex="0">${escapeHtml(text)}</pre></details>
<details><summary>Headers</summary><pre class="headers" tabindex="0">${headers
      .map(({ name, value }) => `${escapeHtml(name)}: ${escapeHtml(value)}`)
      .join(
        '\n',
      )}</pre><p><a href="/local/mailbox/${id}/raw">The whole message as it was handed over</a></p></details>`,
  )
}
