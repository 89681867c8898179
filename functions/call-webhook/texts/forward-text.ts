import { mostForwards } from '../../../shared/domain/account.ts'
import type { E164 } from '../../../shared/domain/ids.ts'
import { bodyToForward, forwardText } from '../../../shared/domain/text-body.ts'
import { MailRefused } from '../../../shared/mail/mail.ts'
import { isTextRefused } from '../../../shared/twilio/texts.ts'
import { type CallWebhookDeps, causeOf, type TextingPorts } from '../deps.ts'
import { forwardPhones } from './decide-text.ts'
import type { ReceivedText } from './receive-text.ts'

/**
 * Sends a text on to the business, to each phone and address once however often the webhook comes. What can't be sent is
 * reported, and stands in the ledger all the same.
 */
export async function passOn(
  deps: CallWebhookDeps,
  texting: TextingPorts,
  received: ReceivedText,
): Promise<void> {
  const { meaning, text, route, business } = received
  if (meaning.is !== 'enquiry' || meaning.isSpam) return
  const report = (cause: string) =>
    deps.report({ trouble: 'text-unforwarded', messageSid: text.messageSid, cause })
  const email = route?.flow?.textEmail ?? business?.texts?.email
  await Promise.all(
    [
      ...forwardPhones(route?.flow, text).map(
        (phone) => () => textTo(deps, texting, received, phone, report),
      ),
      ...(email === undefined ? [] : [() => mailTo(deps, texting, received, email, report)]),
    ].map(async (send) => {
      try {
        await send()
      } catch (error) {
        report(causeOf(error))
      }
    }),
  )
}

async function textTo(
  { coupons, routes, vault }: CallWebhookDeps,
  { phones }: TextingPorts,
  { text, account, route, business }: ReceivedText,
  phone: E164,
  report: (cause: string) => void,
): Promise<void> {
  const hash = vault.hash(account, 'phone', phone)
  const [standing, leadsHere] = await Promise.all([phones.get(account, hash), routes.routeOf(phone)])
  if (leadsHere)
    return report('a tracking number is texted by nobody of the business: it would go in a circle')
  if (standing?.state !== 'confirmed') return report('the phone is not confirmed')
  const sent = await coupons.texts.send(account, {
    to: phone,
    from: text.number,
    body: forwardText({
      from: text.sender,
      to: text.number,
      body: bodyToForward(text.body, text.attachments),
    }),
    purpose: 'forward',
    dedupeKey: `${text.messageSid}#${hash}`,
    homes: route?.flow?.forwardTo ?? [],
    settings: business?.texts,
    perPhonePerDay: mostForwards.perPhonePerDay,
  })
  if (isTextRefused(sent) && sent.refused !== 'already-sent') report(sent.detail)
}

async function mailTo(
  { now }: CallWebhookDeps,
  { mails }: TextingPorts,
  { text, account, at }: ReceivedText,
  to: string,
  report: (cause: string) => void,
): Promise<void> {
  if (!mails) return report('there is no mail service')
  const { mailer, claims, suppressions } = mails
  if (await suppressions.isSuppressed(account, to)) return report('the address is suppressed')
  const mail = { purpose: 'forward-mail', dedupeKey: text.messageSid }
  const claim = await claims.claim(account, mail, mostForwards.mailsPerDay, now())
  if (claim === 'taken') return
  if (claim === 'capped')
    return report(`the most mails of an account on one day: ${mostForwards.mailsPerDay}`)
  const from = text.sender ?? 'an unknown sender'
  try {
    await mailer.send({
      to,
      subject: `Text from ${from} to ${text.number}`,
      tags: { 'tieline-account': account },
      text: `${bodyToForward(text.body, text.attachments)}\n\n-- \nFrom ${from} to ${text.number} at ${at}. Answer the sender: mails go nowhere.\n`,
    })
  } catch (error) {
    // After an unclear answer it may have been sent: it is not sent again.
    if (error instanceof MailRefused) await claims.release(account, mail)
    throw error
  }
}
