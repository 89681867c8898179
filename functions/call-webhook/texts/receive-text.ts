import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId, PersonalHash } from '../../../shared/domain/ids.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import { redact } from '../../../shared/domain/redact.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { CallWebhookDeps, TextingPorts } from '../deps.ts'
import { sayingsOf } from '../flow/sayings/index.ts'
import { speechWanted } from '../flow/speech.ts'
import type { IncomingText } from '../schema.ts'
import { decideText, phonesOf, type TextMeaning } from './decide-text.ts'
import { quoteByText } from './quote-by-text.ts'

/** What answers are worded in: as callers of the number are spoken to. */
const sayingsFor = ({ route, business }: Pick<ReceivedText, 'route' | 'business'>) =>
  sayingsOf(speechWanted(route?.flow, business?.calls).language)

/** A text in its circumstances. */
export interface ReceivedText {
  readonly text: IncomingText
  readonly at: Instant
  readonly account: AccountId
  readonly route: NumberRoute | undefined
  readonly business: Account | undefined
  readonly meaning: TextMeaning
  /** What is answered, if the caps and the country let it be. */
  readonly reply?: string | undefined
}

/**
 * Everything that must not be lost of a text: its fact, a code in it, a word that stops or starts ours. Done again, for a
 * webhook that came twice or an entry of the spool, it changes nothing.
 * @throws if the store fails
 */
export async function receiveText(
  deps: CallWebhookDeps,
  texting: TextingPorts,
  text: IncomingText,
  at: Instant,
): Promise<ReceivedText> {
  const { routes, coupons, vault, houseAccount } = deps
  const { sender } = text
  const [route, ownRoute] = await Promise.all([
    routes.routeOf(text.number),
    sender === undefined ? undefined : routes.routeOf(sender),
  ])
  const account = route?.account ?? houseAccount
  const person = sender === undefined ? undefined : vault.hash(account, 'phone', sender)
  const [business, standing] = await Promise.all([
    coupons.accounts.get(account),
    person === undefined ? undefined : texting.phones.get(account, person),
  ])
  const isBlocked = (business?.calls?.blockedCallers ?? []).some(({ phone }) => phone === person)
  const meaning = decideText(
    text,
    { standing, isTrackingNumber: ownRoute !== undefined, isBlocked },
    route?.flow,
    at,
  )
  // What is kept and sent on has no payment card in it; a code is looked for in what was written.
  const received = { text: { ...text, body: redact(text.body) }, at, account, route, business, meaning }
  const reply = await take(deps, texting, received, person, text.body)
  return { ...received, ...(reply !== undefined && (await mayReply(deps, received)) && { reply }) }
}

async function take(
  deps: CallWebhookDeps,
  texting: TextingPorts,
  received: Omit<ReceivedText, 'reply'>,
  person: PersonalHash | undefined,
  written: string,
): Promise<string | undefined> {
  const { meaning, text, account, business, at } = received
  const say = sayingsFor(received)
  switch (meaning.is) {
    case 'command':
      if (meaning.command === 'help') {
        // Where Twilio recognised the word, it has answered by itself.
        return text.optOutType ? undefined : say.textHelp(business?.branding?.name ?? business?.name)
      }
      if (text.sender !== undefined) await deps.coupons.texts[meaning.command](account, text.sender, at)
      return undefined
    case 'confirmation':
      if (person !== undefined) await texting.phones.confirm(account, person, meaning.code, at)
      return say.phoneConfirmed
    case 'own':
      return undefined
    case 'enquiry':
      return keepEnquiry(deps, texting, received, { person, written, isSpam: meaning.isSpam })
  }
}

async function keepEnquiry(
  { vault, coupons }: CallWebhookDeps,
  { facts, marks }: TextingPorts,
  received: Omit<ReceivedText, 'reply'>,
  { person, written, isSpam }: { person: PersonalHash | undefined; written: string; isSpam: boolean },
): Promise<string | undefined> {
  const { text, account, route, at } = received
  const { messageSid, number, sender, body, attachments } = text
  const { conversation, isOpening } = await facts.record({
    fact: 'text',
    account,
    messageSid,
    at,
    number,
    ...(sender !== undefined && { sender: person, sealedSender: vault.seal(account, sender) }),
    sealedBody: vault.seal(account, body),
    ...(attachments && { attachments }),
    ...(route && { numberId: route.numberId }),
    ...(route?.poolId !== undefined && { poolId: route.poolId }),
    ...(route?.source !== undefined && { source: route.source }),
  })
  if (isSpam) {
    if (isOpening) {
      await marks.record({ fact: 'mark', account, contact: conversation, at, by: 'call-screen', spam: true })
    }
    return undefined
  }
  const quoting = { account, messageSid, conversation, person, body: written }
  return quoteByText({ coupons }, quoting, sayingsFor(received), at)
}

/** Answers are texts like others: whoever makes us answer without end, or abroad, pays nothing for it. */
async function mayReply(
  { coupons }: CallWebhookDeps,
  { text, account, route, business }: Omit<ReceivedText, 'reply'>,
): Promise<boolean> {
  const { sender: to, number: from, messageSid } = text
  if (to === undefined) return false
  return coupons.texts.mayReply(account, {
    to,
    from,
    messageSid,
    homes: phonesOf(route?.flow),
    settings: business?.texts,
  })
}
