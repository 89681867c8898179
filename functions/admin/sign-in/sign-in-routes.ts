import type { Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Membership } from '../../../shared/domain/member.ts'
import { returnPath } from '../../../shared/domain/return-path.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { foreignPage } from '../../../shared/http/auth.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { isOfOwnPage } from '../../../shared/http/own-page.ts'
import { refuse } from '../../../shared/http/problem.ts'
import { sessionTokenOf } from '../../../shared/http/signed-in.ts'
import type { AdminDeps } from '../deps.ts'
import { begunCookie, expiryOfBegun, openBegun, sealBegun } from './begun.ts'
import { callbackPath, cookiesOf } from './cookies.ts'
import { accountToEnter, provenEmail } from './decide.ts'
import { refusalPage, signedOutPage } from './page.ts'
import { beginSignIn, finishSignIn, getSignedOut, signOut, switchAccount } from './sign-in-operations.ts'

const tokenBytes = 32
const keyOnly = refuse(
  'role_not_allowed',
  'A secret key belongs to one account: only people who are signed in change theirs.',
)
const noMembership = refuse('not_found', 'The person is a member of no such account.')

const goTo = (location: string, ...cookies: readonly string[]): Response => {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  for (const each of cookies) headers.append('set-cookie', each)
  return new Response(null, { status: 302, headers })
}

/** Signing in and out: the browser holds a random token, and nothing else. */
export function mountSignIn(app: Hono, deps: AdminDeps): void {
  const { guards, members, signIns, issuer, signInSeal, now, randomBytes } = deps

  /** The origin that the person's browser is at: where the cookies stand, and where the issuer has to send it back to. */
  function baseOf(context: Context): string {
    const asked = new URL(context.req.url)
    return deps.isOwnHost?.(asked.hostname) ? asked.origin : deps.publicBaseUrl.replace(/\/+$/, '')
  }
  const beginning = (context: Context) => `${baseOf(context)}${beginSignIn.path}`

  async function end(context: Context): Promise<void> {
    const token = sessionTokenOf(context)
    if (token !== undefined) await signIns.end(sha256Hex(token))
  }

  /** A new token each time: one that somebody knew before is worth nothing afterwards. */
  async function enter(
    context: Context,
    { account, member }: Membership,
    startedAt: Instant,
  ): Promise<string> {
    const token = Buffer.from(randomBytes(tokenBytes)).toString('base64url')
    await end(context)
    await signIns.create(sha256Hex(token), { account, member: member.id, startedAt, lastSeenAt: now() })
    await members.seen(account, member.id, now())
    return cookiesOf(baseOf(context)).session(token)
  }

  handle(app, guards, beginSignIn, async ({ query, context }) => {
    const base = baseOf(context)
    const redirectUri = `${base}${callbackPath}`
    const begun = await issuer?.begin(redirectUri)
    if (!begun) return reply(503, refusalPage('unreachable', beginning(context)))
    const { url, ...checks } = begun
    const sealed = sealBegun(signInSeal, {
      ...checks,
      redirectUri,
      to: returnPath(query.to),
      expiresAt: expiryOfBegun(now()),
    })
    return reply(302, goTo(url, cookiesOf(base).begun(begunCookie(checks.state), sealed)))
  })

  handle(app, guards, finishSignIn, async ({ context }) => {
    const state = context.req.query('state') ?? ''
    const name = begunCookie(state)
    const cookies = cookiesOf(baseOf(context))
    const refused = (...which: [refusal: Parameters<typeof refusalPage>[0], email?: string]) => {
      const [refusal, email] = which
      const page = refusalPage(refusal, beginning(context), email)
      page.headers.append('set-cookie', cookies.notBegun(name))
      return reply(page.status, page)
    }

    const begun = openBegun(signInSeal, getCookie(context, name), state, now())
    if (!begun) return refused('run-out')
    const answered = new URL(begun.redirectUri)
    answered.search = new URL(context.req.url).search
    const identity = (await issuer?.finish(answered, begun)) ?? 'unreachable'
    if (typeof identity === 'string') return refused(identity)
    const email = provenEmail(identity)
    if (email === undefined) return refused('unverified')
    const membership = accountToEnter(await members.byEmail(email))
    if (!membership) return refused('stranger', email)

    const { account, member } = membership
    if (member.name === null && identity.name)
      await members.change(account, member.id, { name: identity.name })
    const session = await enter(context, membership, now())
    return reply(302, goTo(begun.to, session, cookies.notBegun(name)))
  })

  handle(app, guards, signOut, async ({ context }) => {
    if (!isOfOwnPage(context, deps.publicBaseUrl)) return foreignPage
    await end(context)
    const base = baseOf(context)
    const to = (await issuer?.ending(`${base}${getSignedOut.path}`)) ?? getSignedOut.path
    return reply(200, { to }, { 'set-cookie': cookiesOf(base).noSession(), 'cache-control': 'no-store' })
  })

  handle(app, guards, switchAccount, async ({ account: current, caller, body, context }) => {
    const token = sessionTokenOf(context)
    if (caller.kind !== 'member' || token === undefined) return keyOnly
    const [member, signIn] = await Promise.all([
      members.get(current, caller.id),
      signIns.find(sha256Hex(token)),
    ])
    if (!member || !signIn) return noMembership
    const wanted = (await members.byEmail(member.email)).find(({ account }) => account === body.account)
    if (!wanted) return noMembership
    return reply(200, { to: '/' }, { 'set-cookie': await enter(context, wanted, signIn.startedAt) })
  })

  handle(app, guards, getSignedOut, async ({ context }) => reply(200, signedOutPage(beginning(context))))
}
