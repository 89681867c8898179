import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mail, Mailer } from '../shared/mail/mail.ts'

/** RFC 2047: what is not plain letters would break a header. */
const headerOf = (text: string) =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`

/** RFC 5322, so that any mail program opens it. */
function messageOf({ to, subject, text }: Mail, at: Date): string {
  const body = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')
  return [
    'From: Tieline <tieline@localhost>',
    `To: ${headerOf(to)}`,
    `Subject: ${headerOf(subject)}`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
    '',
  ].join('\r\n')
}

/**
 * The mail service of one machine: nothing leaves it. A mail is a file, and a line in the terminal.
 * @param folder where the files go; without one only the line is written
 * @param tell takes one line
 */
export function createMailbox(folder: string | undefined, tell: (line: string) => void): Mailer {
  return {
    async send(mail) {
      const at = new Date()
      if (folder === undefined) return tell(`Mail to ${mail.to}: not kept, as nothing is here`)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = `${at.toISOString().replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}.eml`
      const file = join(folder, name)
      await writeFile(file, messageOf(mail, at), { mode: 0o600, flag: 'wx' })
      tell(`Mail to ${mail.to}: ${file}`)
    },
  }
}
