import { randomBytes } from 'node:crypto'
import type { SNSEvent } from 'aws-lambda'
import type { Context, Hono } from 'hono'
import { onlyAtThisMachine } from '../phone/guard.ts'
import { type Feedback, feedbackEvent } from './feedback.ts'
import { renderList, renderMail, renderMailbox } from './page.ts'
import { type ReadMail, readMail } from './read-mail.ts'
import { answerSes } from './ses-peer.ts'
import type { MailShelf } from './shelf.ts'

/** Where the bridge's SES client finds the mailbox, below its own address. */
export const sesPath = '/local/ses'

export interface MailboxOptions {
  readonly shelf: MailShelf
  /** Takes one line for the terminal. */
  readonly tell: (line: string) => void
  /** Tells the bridge what became of a mail, as SES does. */
  readonly feedBack: (event: SNSEvent) => Promise<unknown>
  /** Has the weekly report written now; says how many get one. */
  readonly sendDigest: () => Promise<number>
}

const mostListed = 200

/** The page's own scripts and looks are not the mail's: a mail gets neither script nor any address to fetch from. */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox"
/** Links of a mail open beside the mailbox. */
const withBase = (html: string) => html.replace(/<head([^>]*)>/i, '<head$1><base target="_blank">')

/** A mailbox instead of Amazon SES, and the page to read it at. Both are for whoever sits at this machine. */
export function mountMailbox(app: Hono, { shelf, tell, feedBack, sendDigest }: MailboxOptions): void {
  app.use(`${sesPath}/*`, onlyAtThisMachine)
  app.use('/local/mailbox', onlyAtThisMachine)
  app.use('/local/mailbox/*', onlyAtThisMachine)

  const take = async (context: Context) => {
    const query = new Map(new URLSearchParams(await context.req.text()))
    const { status, xml, taken } = await answerSes(query)
    if (taken) {
      const at = new Date().toISOString().replace(/[:.]/g, '-')
      const id = `${at}-${randomBytes(3).toString('hex')}`
      await shelf.keep(id, taken.raw)
      tell(`Mail at ${new URL(context.req.url).origin}/local/mailbox/${id}`)
    }
    return new Response(xml, { status, headers: { 'content-type': 'text/xml' } })
  }
  app.post(sesPath, take)
  app.post(`${sesPath}/`, take)

  async function newest(): Promise<ReadMail[]> {
    const kept = shelf.list().slice(0, mostListed)
    return Promise.all(kept.flatMap((id) => shelf.read(id) ?? []).map(readMail))
  }
  async function find(context: Context): Promise<ReadMail | undefined> {
    const kept = shelf.read(context.req.param('id') ?? '')
    return kept && readMail(kept)
  }

  app.get('/local/mailbox', async (context) =>
    context.html(renderMailbox(await newest(), context.req.query('told'))),
  )
  app.get('/local/mailbox/list', async (context) => context.html(renderList(await newest())))
  app.post('/local/mailbox/digest', async (context) => {
    const count = await sendDigest()
    const told = count === 0 ? 'Nobody wants a weekly report.' : `Weekly reports on their way: ${count}.`
    return context.redirect(`/local/mailbox?told=${encodeURIComponent(told)}`, 303)
  })

  app.get('/local/mailbox/:id', async (context) => {
    const mail = await find(context)
    return mail ? context.html(renderMail(mail, context.req.query('told'))) : context.notFound()
  })
  app.get('/local/mailbox/:id/html', async (context) => {
    const mail = await find(context)
    if (mail?.html === undefined) return context.notFound()
    return context.html(withBase(mail.html), 200, { 'content-security-policy': mailPolicy })
  })
  app.get('/local/mailbox/:id/raw', async (context) => {
    const kept = shelf.read(context.req.param('id'))
    return kept
      ? context.body(new Uint8Array(kept.raw), 200, { 'content-type': 'text/plain; charset=utf-8' })
      : context.notFound()
  })
  app.get('/local/mailbox/:id/attachments/:index', async (context) => {
    const attachment = (await find(context))?.attachments[Number(context.req.param('index'))]
    if (!attachment) return context.notFound()
    return context.body(new Uint8Array(attachment.content), 200, {
      'content-type': attachment.contentType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`,
    })
  })

  const toldOf: Readonly<Record<Feedback, string>> = {
    bounce: 'The bridge was told that the address does not exist: it is not written to any more.',
    complain: 'The bridge was told that the reader called it spam: the address is not written to any more.',
  }
  for (const feedback of ['bounce', 'complain'] as const) {
    app.post(`/local/mailbox/:id/${feedback}`, async (context) => {
      const mail = await find(context)
      if (!mail) return context.notFound()
      await feedBack(feedbackEvent(mail, feedback, new Date()))
      return context.redirect(`/local/mailbox/${mail.id}?told=${encodeURIComponent(toldOf[feedback])}`, 303)
    })
  }
}
