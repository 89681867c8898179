import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { SNSEvent } from 'aws-lambda'
import { Hono } from 'hono'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mountMailbox, sesPath } from '../../local/mailbox/mount.ts'
import { createMemoryShelf, type MailShelf, openMailFolder } from '../../local/mailbox/shelf.ts'
import type { Mail } from '../../shared/mail/mail.ts'
import { createSesMailer } from '../../shared/mail/ses.ts'

/** The very client that speaks to SES, and the mailbox over HTTP. */
let folder: string
let url: string
let close: () => void
let shelf: MailShelf
const lines: string[] = []
const told: SNSEvent[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieline-mail-'))
  shelf = openMailFolder(join(folder, 'mail'))
  const app = new Hono()
  mountMailbox(app, {
    shelf,
    tell: (line) => lines.push(line),
    feedBack: async (event) => void told.push(event),
    sendDigest: async () => 2,
  })
  await new Promise<void>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0 }, ({ port }) => {
      url = `http://localhost:${port}`
      close = () => server.close()
      resolve()
    })
  })
})
afterAll(async () => {
  close()
  await rm(folder, { recursive: true })
})

const mail: Mail = {
  to: 'desk@example.com',
  subject: 'Grüße from +447700900123',
  text: `Grüße\n${'x'.repeat(2000)}\n`,
  html: '<html><head></head><body><p>Grüße <script>alert(1)</script></p></body></html>',
  attachments: [
    { filename: 'sources.csv', contentType: 'text/csv; charset=utf-8', content: '"key"\r\n"Größe"\r\n' },
  ],
  unsubscribeUrl: 'https://calls.example.com/mail/unsubscribe?signature=s',
  tags: { 'tieline-account': 'acc_1', 'tieline-mail': 'mail_1' },
}
const send = (more: Partial<Mail> = {}) =>
  createSesMailer({ from: 'Tieline <tieline@localhost>', localEndpoint: url + sesPath }).send({
    ...mail,
    ...more,
  })
const newest = () => shelf.list()[0] ?? ''
const page = (path: string, init?: RequestInit) =>
  fetch(`${url}/local/mailbox${path}`, { redirect: 'manual', ...init })

test('what SES’s client hands over is a file that mail programs read, whole', async () => {
  const { messageId } = await send()
  const [name = ''] = await readdir(join(folder, 'mail'))
  expect(lines).toEqual([`Mail at ${url}/local/mailbox/${name.replace('.eml', '')}`])
  const read = await simpleParser(shelf.read(newest())?.raw ?? '')
  expect(read).toMatchObject({
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    from: { text: '"Tieline" <tieline@localhost>' },
    to: { text: 'desk@example.com' },
  })
  expect(read.attachments).toMatchObject([{ filename: 'sources.csv', contentType: 'text/csv' }])
  expect(read.attachments[0]?.content.toString()).toBe('"key"\r\n"Größe"\r\n')
  const header = (wanted: string) => read.headerLines.find(({ key }) => key === wanted)?.line
  expect(header('list-unsubscribe')).toBe(`List-Unsubscribe: <${mail.unsubscribeUrl}>`)
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  expect(header('x-ses-message-id')).toContain(messageId)
  expect(header('x-ses-message-tags')).toBe('X-SES-MESSAGE-TAGS: tieline-account=acc_1, tieline-mail=mail_1')
})

test.each([
  ['a subject', { subject: 'Hello\r\nBcc: all@example.com' }],
  ['an address', { to: 'desk@example.com\r\nBcc: all@example.com' }],
])('%s breaks no header', async (_label, more) => {
  await send(more).catch(() => undefined)
  for (const id of shelf.list()) expect(String(shelf.read(id)?.raw)).not.toMatch(/^Bcc:/im)
})

test('a mail without a receiver is refused in SES’s own words', async () => {
  const body = new URLSearchParams({ Action: 'SendRawEmail', Source: 'a@example.com' })
  const answer = await fetch(url + sesPath, { method: 'POST', body })
  expect([answer.status, await answer.text()]).toEqual([
    400,
    expect.stringContaining('InvalidParameterValue'),
  ])
})

test('the page lists it and shows every part of it; its HTML runs no script', async () => {
  await send()
  const id = newest()
  expect(await (await page('')).text()).toContain(`/local/mailbox/${id}`)
  const whole = await (await page(`/${id}`)).text()
  for (const part of ['Grüße from +447700900123', 'sandbox=', 'List-Unsubscribe-Post', 'sources.csv'])
    expect(whole).toContain(part)
  const html = await page(`/${id}/html`)
  expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
  expect(await (await page(`/${id}/attachments/0`)).text()).toContain('Größe')
  expect((await page('/../../etc/passwd')).status).toBe(404)
  expect((await page('/no-such-mail')).status).toBe(404)
})

test.each([
  ['bounce', { eventType: 'Bounce', bounce: { bounceType: 'Permanent' } }],
  ['complain', { eventType: 'Complaint' }],
])('its reader’s %s is told as SES tells it, with the tags of the mail', async (action, expected) => {
  await send()
  told.length = 0
  expect((await page(`/${newest()}/${action}`, { method: 'POST' })).status).toBe(303)
  const message = JSON.parse(told[0]?.Records[0]?.Sns.Message ?? '{}')
  expect(message).toMatchObject({
    ...expected,
    mail: {
      destination: ['desk@example.com'],
      tags: { 'tieline-account': ['acc_1'], 'tieline-mail': ['mail_1'] },
    },
  })
})

test.each([
  ['through a tunnel', { 'x-forwarded-for': '192.0.2.1' }],
  ['from another site’s page', { origin: 'https://evil.example' }],
])('there is no mailbox %s', async (_label, headers) => {
  expect((await page('', { headers })).status).toBe(404)
  expect((await fetch(url + sesPath, { method: 'POST', headers, body: 'Action=GetSendQuota' })).status).toBe(
    404,
  )
})

test('a bridge that keeps nothing keeps its mails as long as it runs', async () => {
  const memory = createMemoryShelf()
  await memory.keep('2026-1', Buffer.from('a'))
  await memory.keep('2026-2', Buffer.from('b'))
  expect(memory.list()).toEqual(['2026-2', '2026-1'])
})
