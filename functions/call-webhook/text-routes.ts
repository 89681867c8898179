import type { Hono, MiddlewareHandler } from 'hono'
import { problemResponse } from '../../shared/http/problem.ts'
import { tellAbout } from '../../shared/http/seen.ts'
import type { TwilioRequest } from '../../shared/twilio/verify.ts'
import type { CallWebhookDeps } from './deps.ts'
import { notKept, xml } from './flow/answers.ts'
import { renderTextAnswer } from './flow/render.ts'
import { paths } from './links.ts'
import { isRefused, readForm } from './read.ts'
import { incomingText, smsForm } from './schema.ts'

/** Texts to the account's numbers. @param milliseconds that the store is worth waiting for now */
export function mountTexts(
  app: Hono<TwilioRequest>,
  signed: MiddlewareHandler<TwilioRequest>,
  deps: CallWebhookDeps,
  milliseconds: () => number,
): void {
  app.post(paths.sms, signed, async (context) => {
    const form = readForm(smsForm, context)
    if (isRefused(form)) return problemResponse(form)
    // No caller waits: what only texts need is loaded with the first of them.
    const { takeText } = await import('./texts/take-text.ts')
    const taken = await takeText(deps, incomingText(form), milliseconds())
    if (taken.taken === 'not') return problemResponse(notKept)
    if (taken.taken === 'now') tellAbout(context, { account: taken.account })
    return xml(context, renderTextAnswer(taken.taken === 'now' ? taken.reply : undefined))
  })
}
