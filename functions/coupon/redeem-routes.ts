import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { Account } from '../../shared/domain/account.ts'
import { benefitText } from '../../shared/domain/benefit.ts'
import { clientAddress } from '../../shared/http/client-address.ts'
import { sha256Hex } from '../../shared/http/digest.ts'
import { isRefusal, problems, type Refusal } from '../../shared/http/problem.ts'
import type { CouponDeps } from './deps.ts'
import { embedScript } from './embed-script.ts'
import type { CodeReader } from './reading.ts'
import {
  acceptedPage,
  type Business,
  formPage,
  type Page,
  type RedeemForm,
  strayPage,
} from './redeem-page.ts'
import { pageSayings, typeFirst } from './redeem-sayings.ts'
import { redeemTyped } from './redemption.ts'
import { getRedeemPage, getRedeemScript, sendRedeemForm } from './redemption-operations.ts'
import { renderMoment } from './render.ts'

const sayingOf = ({ refused, detail }: Refusal) => pageSayings[refused] ?? detail

const hashed = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const maxFieldCharacters = 128

/** Any page of the account may frame this one, and the console, which shows it; it loads nothing but the logo. */
function policyOf({ style, script }: Page, account: Account | undefined): string {
  const { logoUrl } = account?.branding ?? {}
  return [
    "default-src 'none'",
    `style-src ${hashed(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashed(script)}`]),
    `img-src data:${logoUrl ? ` ${new URL(logoUrl).origin}` : ''}`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${account ? ["'self'", ...account.origins].join(' ') : "'none'"}`,
  ].join('; ')
}

export const answer = (page: Page, status: number, account?: Account, headers: Record<string, string> = {}) =>
  new Response(page.html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyOf(page, account),
      // It may hold a code.
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  })

/** The hosted page: a plain form, which needs no script. */
export function mountRedeemPage(app: Hono, deps: CouponDeps, reader: CodeReader): void {
  const newAttempt = () => Buffer.from(deps.randomBytes(15)).toString('base64url')

  async function accountOf(key: string): Promise<Account | undefined> {
    const owner = key === '' ? undefined : await deps.keys.find(sha256Hex(key))
    return owner?.kind === 'site' ? deps.accounts.get(owner.account) : undefined
  }

  const businessOf = ({ name, branding = {} }: Account): Business => ({
    name: branding.name ?? name,
    branding,
  })

  app.get(getRedeemScript.path, (context) =>
    context.body(embedScript, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      // As t.js: how long a page may run the script of before a deployment.
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    }),
  )

  app.get(getRedeemPage.path, async (context) => {
    const form = formOf((name) => context.req.query(name), newAttempt())
    const account = await accountOf(form.key)
    if (!account) return answer(strayPage(), 404)
    return answer(formPage(businessOf(account), form, await reader.lengths(account.id)), 200, account)
  })

  app.post(sendRedeemForm.path, async (context) => {
    const sent = await sentForm(context)
    const form = formOf((name) => sent.get(name) ?? undefined, newAttempt())
    const account = await accountOf(form.key)
    if (!account) return answer(strayPage(), 404)
    const again = async (problem: string, status: number, headers?: Record<string, string>) =>
      answer(
        formPage(businessOf(account), form, await reader.lengths(account.id), problem),
        status,
        account,
        headers,
      )
    // Nothing was tried.
    if (form.code.trim() === '') return again(typeFirst, 422)
    const session = form.session || undefined
    const visitor = form.visitor || undefined
    const outcome = await redeemTyped(deps, reader, account.id, {
      typed: form.code,
      use: {
        owner: session ?? `form_${form.attempt}`,
        how: 'online',
        session,
        visitor,
        heldBy: session,
      },
      attempts: { session, visitor, address: clientAddress(context) },
    })
    if (isRefusal(outcome)) {
      return again(sayingOf(outcome), problems[outcome.refused].status, { ...outcome.headers })
    }
    const { redemption } = outcome
    const code = await deps.codes.get(account.id, redemption.code)
    const page = acceptedPage(businessOf(account), {
      code: redemption.code,
      worth: benefitText(redemption.benefit),
      until: code && renderMoment(code.expiresAt, account.timeZone),
      redemptionId: redemption.useId,
    })
    return answer(page, 200, account)
  })

  /** What is too long to be ours is as good as absent. */
  function formOf(field: (name: string) => string | undefined, newAttempt: string): RedeemForm {
    const short = (name: string) => {
      const value = field(name) ?? ''
      return value.length > maxFieldCharacters ? '' : value
    }
    return {
      key: short('key') || (deps.usualSiteKey ?? ''),
      code: short('code'),
      session: short('session'),
      visitor: short('visitor'),
      attempt: /^[\w-]{20}$/.test(short('attempt')) ? short('attempt') : newAttempt,
    }
  }
}

const maxFormBytes = 16 * 1024
async function sentForm(context: Context): Promise<URLSearchParams> {
  if (Number(context.req.header('content-length') ?? 0) > maxFormBytes) return new URLSearchParams()
  return new URLSearchParams(await context.req.text())
}
