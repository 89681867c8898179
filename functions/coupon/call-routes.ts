import type { Hono } from 'hono'
import type { CallFact } from '../../shared/domain/fact.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import { languageOf } from '../../shared/domain/language.ts'
import { codeText, redeemLink } from '../../shared/domain/text-body.ts'
import { handle, reply } from '../../shared/http/operation.ts'
import { isRefusal, refuse } from '../../shared/http/problem.ts'
import { isTextRefused } from '../../shared/twilio/texts.ts'
import { giveCode, quoteCode } from './code-operations.ts'
import { issue } from './code-routes.ts'
import type { CouponDeps } from './deps.ts'
import type { CodeReader } from './reading.ts'
import { refusalOf } from './refusal.ts'
import { renderCode, renderRedemption } from './render.ts'

const unknown = refuse('not_found', 'The account has no call of this CallSid.')
const withheld = refuse('text_refused', 'The caller’s number is withheld: read the code out instead.')

/** As long as the key of an item may reasonably be. */
const maxSidCharacters = 100

/** Every fact of a call names its caller, unless the number was withheld. */
function callerOf(facts: readonly CallFact[]) {
  const fact = facts.find(({ caller, sealedCaller }) => caller !== undefined && sealedCaller !== undefined)
  return fact?.caller === undefined || fact.sealedCaller === undefined
    ? undefined
    : { hash: fact.caller, sealed: fact.sealedCaller, number: fact.number }
}

/**
 * Codes that the caller quotes to the agent, and codes that the agent gives. The call is looked up in the ledger: it is
 * known from the moment its webhook was answered, whatever the views show.
 */
export function mountCalls(app: Hono, deps: CouponDeps, reader: CodeReader): void {
  const { guards, codes, now } = deps
  const factsOf = (account: AccountId, callSid: string) =>
    callSid.length > maxSidCharacters ? [] : deps.calls.factsOf(account, callSid)

  /** A code that was read out in the call, for whoever would rather have it in writing, too. */
  async function givenBefore(account: AccountId, callSid: string, typed: string) {
    const read = await reader.read(account, typed)
    if (isRefusal(read)) return read
    const code = await codes.get(account, read)
    return code?.callSid === callSid ? code : refusalOf({ code: 'code_unknown' })
  }

  handle(app, guards, quoteCode, async ({ account, params: { callSid }, body }) => {
    const [facts, code] = await Promise.all([factsOf(account, callSid), reader.read(account, body.code)])
    if (facts.length === 0) return unknown
    if (isRefusal(code)) return code
    const phone = callerOf(facts)?.hash
    const outcome = await codes.quote(account, code, { callSid, how: 'agent', phone }, now())
    return outcome.kind === 'redeemed'
      ? reply(outcome.isReplay ? 200 : 201, renderRedemption(outcome.redemption))
      : refusalOf(outcome)
  })

  handle(app, guards, giveCode, async ({ account, params: { callSid }, body }) => {
    const facts = await factsOf(account, callSid)
    if (facts.length === 0) return unknown
    const caller = callerOf(facts)
    if (body.by === 'sms' && !caller) return withheld
    const isNew = body.code === undefined
    const code =
      body.code === undefined
        ? await issue(deps, account, body.campaignId, { callSid })
        : await givenBefore(account, callSid, body.code)
    if (isRefusal(code)) return code
    if (body.by === 'sms' && caller) {
      const [settings, campaign] = await Promise.all([
        deps.accounts.get(account),
        deps.campaigns.get(account, code.campaignId),
      ])
      const outcome = await deps.texts.send(account, {
        to: deps.vault.open(account, caller.sealed),
        from: caller.number,
        body: codeText({
          business: settings?.branding?.name ?? settings?.name,
          code: code.code,
          benefit: campaign?.benefit ?? { kind: 'none' },
          expiresAt: code.expiresAt,
          redeemUrl: redeemLink(deps.publicBaseUrl, settings?.siteKey),
          timeZone: settings?.timeZone,
          language: languageOf(settings?.calls?.language),
        }),
        purpose: 'give-code',
        dedupeKey: code.code,
        settings: settings?.texts,
      })
      if (isTextRefused(outcome)) {
        // Where nothing can have been sent nobody was told the code, and nobody will be.
        if (isNew && outcome.refused !== 'twilio') {
          await codes.voidCode(account, code.code, 'tieline', outcome.detail, now())
        }
        return refuse('text_refused', outcome.detail)
      }
    }
    return reply(isNew ? 201 : 200, renderCode(code, now()))
  })
}
