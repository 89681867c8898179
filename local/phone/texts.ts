import { canReceiveTexts } from '../../shared/domain/text-country.ts'
import { textCommandOf } from '../../shared/domain/text-words.ts'
import type { Carrier } from './carrier.ts'
import { textFields, timestampOf } from './fields.ts'
import type { TopVerb } from './grammar.ts'
import { parseTwiml, TwimlError } from './twiml.ts'

/** One text message, either way. */
export interface Text {
  readonly sid: string
  readonly at: number
  readonly from: string
  readonly to: string
  readonly body: string
  readonly direction: 'inbound' | 'outbound-reply' | 'outbound-api'
}

/** A refusal as Twilio's REST API says it: https://www.twilio.com/docs/api/errors. */
export interface RestRefusal {
  readonly status: number
  readonly code: number
  readonly message: string
}
const refused = (code: number, message: string, status = 400): RestRefusal => ({ status, code, message })
export const isRefusal = (answer: Text | RestRefusal): answer is RestRefusal => 'code' in answer

export interface TextsDeps {
  readonly carrier: Carrier
  readonly accountSid: string
  readonly smsUrl: string
  readonly now: () => number
  readonly newSid: (prefix: string) => string
  readonly isOwnNumber: (number: string) => Promise<boolean>
  readonly trouble: (text: string) => void
}

const mostKept = 100
const longestBody = 1600
const isPhone = (text: string) => /^\+[1-9]\d{6,14}$/.test(text)

/** The texts of one machine: those that the bridge sends by the REST API, and those sent to its numbers. */
export function createTextExchange(deps: TextsDeps) {
  const { carrier, accountSid, smsUrl, now, newSid, isOwnNumber, trouble } = deps
  const texts: Text[] = []
  /** Twilio itself sends nothing to who answered STOP to that number. */
  const stopped = new Set<string>()
  const pair = (phone: string, number: string) => `${phone} ${number}`

  function keep(text: Omit<Text, 'sid' | 'at'>): Text {
    const kept = { sid: newSid('SM'), at: now(), ...text }
    texts.push(kept)
    texts.splice(0, texts.length - mostKept)
    return kept
  }

  function verbsOf(xml: string): readonly TopVerb<'message'>[] {
    try {
      return parseTwiml(xml, 'message')
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error
      trouble(`${error.code} the answer to a text: ${error.message}`)
      return []
    }
  }

  return {
    texts: (): readonly Text[] => texts,

    /** `POST …/Messages.json`, with Twilio's own checks. */
    async create(form: Readonly<Record<string, string | undefined>>): Promise<Text | RestRefusal> {
      const { To = '', From = '', Body = '' } = form
      if (To === '') return refused(21604, "A 'To' phone number is required.")
      if (From === '') return refused(21603, "A 'From' phone number is required.")
      if (Body === '') return refused(21602, 'Message body is required.')
      if (!isPhone(To)) return refused(21211, "Invalid 'To' phone number.")
      if (!isPhone(From)) return refused(21212, "Invalid 'From' phone number.")
      if (Body.length > longestBody) return refused(21617, 'The message is longer than 1600 characters.')
      if (!(await isOwnNumber(From))) return refused(21659, "'From' is not a number of this account.")
      if (!canReceiveTexts(To)) return refused(21614, "'To' number is not a valid mobile number.")
      if (stopped.has(pair(To, From))) return refused(21610, 'The recipient answered STOP.')
      const sent = keep({ from: From, to: To, body: Body, direction: 'outbound-api' })
      // To a number of the account itself it comes in again, as it would at Twilio.
      if (await isOwnNumber(To)) void receive(From, To, Body)
      return sent
    },

    /** Somebody texts a tracking number. @returns what came back */
    send: receive,
  }

  async function receive(from: string, to: string, body: string): Promise<readonly Text[]> {
    const { sid } = keep({ from, to, body, direction: 'inbound' })
    const command = textCommandOf(body)
    if (command === 'stop') stopped.add(pair(from, to))
    if (command === 'start') stopped.delete(pair(from, to))
    const fields = textFields({ accountSid, messageSid: sid, from, to, body })
    const answer = await carrier.ask({ what: 'text', url: smsUrl, fields })
    if (!answer.ok) {
      trouble(`${answer.code} ${answer.detail}`)
      return []
    }
    return verbsOf(answer.body).flatMap((verb) =>
      verb.verb === 'Message' && !stopped.has(pair(from, to))
        ? [
            keep({
              from: verb.attributes.from ?? to,
              to: verb.attributes.to ?? from,
              body: verb.text.trim(),
              direction: 'outbound-reply',
            }),
          ]
        : [],
    )
  }
}
export type TextExchange = ReturnType<typeof createTextExchange>

/** https://www.twilio.com/docs/messaging/api/message-resource */
export const messageResource = (accountSid: string, text: Text) => ({
  account_sid: accountSid,
  api_version: '2010-04-01',
  body: text.body,
  date_created: timestampOf(text.at),
  date_sent: null,
  date_updated: timestampOf(text.at),
  direction: text.direction,
  error_code: null,
  error_message: null,
  from: text.from,
  messaging_service_sid: null,
  num_media: '0',
  num_segments: String(Math.ceil(text.body.length / 153)),
  price: null,
  price_unit: 'USD',
  sid: text.sid,
  status: 'queued',
  subresource_uris: { media: `/2010-04-01/Accounts/${accountSid}/Messages/${text.sid}/Media.json` },
  to: text.to,
  uri: `/2010-04-01/Accounts/${accountSid}/Messages/${text.sid}.json`,
})
