import type { Context, Hono } from 'hono'
import type { MemberId } from '../../shared/domain/ids.ts'
import { noticeChoices } from '../../shared/domain/notification.ts'
import { readText } from '../../shared/http/body.ts'
import { isRefusal, problemResponse } from '../../shared/http/problem.ts'
import type { OutreachAppDeps } from './deps.ts'
import { preferencesOf } from './preferences/preferences.ts'
import { isOwnLink, type MailKind, mailKinds, type Subscription } from './unsubscribe-link.ts'
import {
  pagePolicy,
  renderForgedLink,
  renderSubscription,
  type SubscriptionPage,
} from './unsubscribe-page.ts'

const mostCharacters = 200
const noneOf = {
  enquiries: { enquiries: 'none' },
  digest: { digest: false },
  alerts: { alerts: false },
} as const satisfies Record<MailKind, object>

/**
 * The way out that every mail offers, without signing in: the signed link is the key, to nothing but this person's mails.
 * By POST alone something changes (RFC 8058, section 3.1: a mail program's one click; and the page's own button).
 */
export function mountUnsubscribe(app: Hono, deps: OutreachAppDeps): void {
  const { vault, preferences, members, ledger } = deps

  function subscriptionOf(context: Context): Subscription | undefined {
    const [account, member, kind, signature] = (['account', 'member', 'kind', 'signature'] as const).map(
      (name) => context.req.query(name) ?? '',
    ) as [string, string, string, string]
    const known = mailKinds.find((each) => each === kind)
    if (!known || account.length > mostCharacters || member.length > mostCharacters) return undefined
    const subscription = { account, member, kind: known }
    return isOwnLink(vault, subscription, signature) ? subscription : undefined
  }

  const page = (context: Context, html: string, status: 200 | 403 = 200) =>
    context.html(html, status, {
      'content-security-policy': pagePolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })

  async function show(
    context: Context,
    { account, member, kind }: Subscription,
    done?: SubscriptionPage['done'],
  ): Promise<Response> {
    const [settings, role = 'viewer'] = await Promise.all([
      ledger.accounts.get(account),
      members.roleOf(account, member as MemberId),
    ])
    return page(
      context,
      renderSubscription({
        business: settings?.name ?? '',
        kind,
        query: new URL(context.req.url).search.slice(1),
        preferences: await preferencesOf(preferences, { account, id: member, role }),
        done,
      }),
    )
  }

  const withLink =
    (work: (context: Context, subscription: Subscription) => Promise<Response>) =>
    async (context: Context) => {
      const subscription = subscriptionOf(context)
      return subscription ? work(context, subscription) : page(context, renderForgedLink(), 403)
    }

  app.get(
    '/mail/unsubscribe',
    withLink((context, subscription) => show(context, subscription)),
  )

  app.post(
    '/mail/unsubscribe',
    withLink(async (context, subscription) => {
      const { account, member, kind } = subscription
      await preferences.set(account, member, noneOf[kind])
      return show(context, subscription, 'unsubscribed')
    }),
  )

  app.post(
    '/mail/preferences',
    withLink(async (context, subscription) => {
      const text = await readText(context)
      if (isRefusal(text)) return problemResponse(text)
      const form = new URLSearchParams(text)
      const { account, member } = subscription
      await preferences.set(account, member, {
        enquiries: noticeChoices.find((each) => each === form.get('enquiries')) ?? 'none',
        digest: form.get('digest') === 'on',
        alerts: form.get('alerts') === 'on',
      })
      return show(context, subscription, 'saved')
    }),
  )
}
