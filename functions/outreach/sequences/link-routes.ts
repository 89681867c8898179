import type { Context, Hono } from 'hono'
import { isBot } from '../../../shared/domain/bot.ts'
import type { MailMark } from '../../../shared/domain/sequence-mail-record.ts'
import { escapeHtml } from '../../../shared/http/html.ts'
import { pagePolicy, renderForgedLink, shell } from '../unsubscribe-page.ts'
import { linkPaths, readMailLink } from './mail-links.ts'
import type { FollowUpDeps } from './ports.ts'
import { businessOf } from './write-mail.ts'

type Deps = Pick<FollowUpDeps, 'mailing' | 'sequences' | 'ledger' | 'vault' | 'now'>

/** One dot that nobody sees: a GIF of 43 bytes. */
const dot = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** What opens every link before its reader does (a guard against bad ones) is nobody's interest. */
const isReader = (context: Context) => {
  return !isBot(context.req.header('user-agent')) && context.req.method === 'GET'
}

/** What the links of a sequence's mails do: lead where the mail says, tell that it was seen, end them. */
export function mountMailLinks(app: Hono, deps: Deps): void {
  const { mailing, sequences, ledger, vault, now } = deps

  async function note(account: string, mail: string, what: MailMark): Promise<void> {
    const record = await mailing.recordOf(account, mail)
    if (!record) return
    const { contact, sequence, mail: step } = record
    await mailing.mark(record, { account, contact, mail, sequence, step, what, at: now() })
  }

  app.get(linkPaths.click, async (context) => {
    const link = readMailLink(vault, 'click', context.req.query())
    if (!link) return page(context, renderForgedLink(), 403)
    const record = await mailing.recordOf(link.account, link.mail)
    const address = record?.links[link.index ?? -1]
    if (address === undefined) return page(context, renderGone(), 404)
    if (isReader(context)) await note(link.account, link.mail, 'clicked')
    return new Response(null, {
      status: 302,
      headers: { location: address, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    })
  })

  app.get(linkPaths.open, async (context) => {
    const link = readMailLink(vault, 'open', context.req.query())
    // Switched off since, nothing is noted of mails that were sent before either.
    if (link && isReader(context) && (await sequences.settings(link.account)).openTracking) {
      await note(link.account, link.mail, 'opened')
    }
    return new Response(dot, { headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' } })
  })

  async function show(context: Context, isDone: boolean): Promise<Response> {
    const link = readMailLink(vault, 'leave', context.req.query())
    if (!link?.address) return page(context, renderForgedLink(), 403)
    const { account, address, mail } = link
    if (isDone) {
      await mailing.unsubscribe(account, address, now())
      await mailing.stop(account, address, () => 'unsubscribed', now())
      await note(account, mail, 'unsubscribed')
    }
    const settings = await ledger.accounts.get(account)
    const business = settings ? businessOf(settings) : ''
    return page(context, isDone ? renderLeft(business) : renderLeave(business, context.req.url))
  }
  // By POST alone something changes (RFC 8058, section 3.1): a mail program's one click, and the page's own button.
  app.get(linkPaths.leave, (context) => show(context, false))
  app.post(linkPaths.leave, (context) => show(context, true))
}

const page = (context: Context, html: string, status: 200 | 403 | 404 = 200) =>
  context.html(html, status, {
    'content-security-policy': pagePolicy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })

const title = 'Your mails'

const renderLeave = (business: string, url: string) =>
  shell(
    title,
    business,
    `<h1>No more mails from ${escapeHtml(business)}?</h1>
<p>This is about mails that follow up what you asked for. Answers to your own messages still reach you.</p>
<form method="post" action="${escapeHtml(linkPaths.leave + new URL(url).search)}"><button class="main">Unsubscribe</button></form>`,
  )

const renderLeft = (business: string) =>
  shell(
    title,
    business,
    `<h1 role="status">You get no more of them.</h1>
<p>${escapeHtml(business)} will not write to this address again unless you ask for it.</p>`,
  )

/** Of a mail of long ago; or of one that went out a moment ago, while everything broke. */
const renderGone = () =>
  shell(
    title,
    'Tieline',
    '<h1>This link leads nowhere now.</h1><p>Links of old mails run out. If yours came just now, try it again in a quarter of an hour.</p>',
  )
