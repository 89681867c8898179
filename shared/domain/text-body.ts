import { benefitText } from './benefit.ts'
import type { Benefit } from './campaign.ts'
import { displayCode } from './code-display.ts'
import { type Language, localeOf } from './language.ts'
import { afterName, textBodyWords } from './text-body-words.ts'
import { epochMillisecondsOf, type Instant } from './time.ts'

/** What the text says that carries a code. */
export interface CodeText {
  readonly business?: string | undefined
  readonly code: string
  readonly benefit: Benefit
  /** The first instant at which it is worth nothing any more. */
  readonly expiresAt: Instant
  /** Where it is entered: see `redeemLink`; without one, on the business's website. */
  readonly redeemUrl?: string | undefined
  /** IANA zone of the business: whose days the expiry is told in. */
  readonly timeZone?: string | undefined
  /** English unless given. */
  readonly language?: Language | undefined
}

/**
 * The page to enter a code of the account. Several accounts live on one bridge: it is the publishable key in the link that
 * says whose code it is, so that without one no link is worth sending.
 */
export const redeemLink = (publicBaseUrl: string, siteKey: string | undefined): string | undefined =>
  siteKey && `${publicBaseUrl.replace(/\/+$/, '')}/redeem?key=${encodeURIComponent(siteKey)}`

/** A long name would cost a second text. */
const longestBusiness = 30

const named = (business: string | undefined) => business?.slice(0, longestBusiness)

/** `Your code for 10% off is 123-456, valid until 1 Dec 2026. Enter it at https://….` */
function codeSentences({
  code,
  benefit,
  expiresAt,
  redeemUrl,
  timeZone = 'UTC',
  language = 'en',
}: CodeText): string {
  const days = new Intl.DateTimeFormat(localeOf[language], { dateStyle: 'medium', timeZone })
  return textBodyWords[language].yourCode({
    code: displayCode(code),
    worth: benefitText(benefit, language),
    lastDay: days.format(epochMillisecondsOf(expiresAt) - 1),
    url: redeemUrl,
  })
}

const behind = (from: string | undefined, sentence: string, language: Language) =>
  from ? `${from}: ${afterName(sentence, language)}` : sentence

/** Who writes, the code, what it is worth and until when, where to enter it, and how to be left alone. */
export function codeText(text: CodeText): string {
  const { business, language = 'en' } = text
  return `${behind(named(business), codeSentences(text), language)} ${textBodyWords[language].stopHint}`
}

/** What whoever called in vain is texted, with the code that the call was given, if it was. */
export interface TextBackText {
  readonly business?: string | undefined
  /** The business's own words; `{business}` in them is its name. */
  readonly message?: string | undefined
  readonly code?: Omit<CodeText, 'business' | 'language'> | undefined
  /** English unless given. */
  readonly language?: Language | undefined
}

export function textBackText({ business, message, code, language = 'en' }: TextBackText): string {
  const from = named(business)
  const { missed, stopHint } = textBodyWords[language]
  const words = message?.replaceAll('{business}', from ?? '').trim() || behind(from, missed, language)
  return [
    words,
    ...(code ? [codeSentences({ ...code, language })] : []),
    ...(/\bSTOP\b/.test(words) ? [] : [stopHint]),
  ].join(' ')
}

/** Twilio takes 1600 characters. */
const longestForward = 1500

/** A text as it is sent on to the business, which answers its sender and not the tracking number. */
export function forwardText(text: { from: string | undefined; to: string; body: string }): string {
  const whole = `Text from ${text.from ?? 'an unknown sender'} to ${text.to} (answer the sender, not this number): ${text.body}`
  return whole.length > longestForward ? `${whole.slice(0, longestForward - 1)}…` : whole
}

/** What the text says, and that pictures came with it, which stay at Twilio. */
export const bodyToForward = (body: string, attachments = 0): string =>
  [
    body,
    attachments === 0
      ? ''
      : `[${attachments} ${attachments === 1 ? 'attachment' : 'attachments'}, see Twilio]`,
  ]
    .filter((part) => part !== '')
    .join(' ')
