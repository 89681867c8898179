import { benefitText } from './benefit.ts'
import type { Benefit } from './campaign.ts'
import { displayCode } from './code-display.ts'
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
}

/**
 * The page to enter a code of the account. Several accounts live on one bridge: it is the publishable key in the link that
 * says whose code it is, so that without one no link is worth sending.
 */
export const redeemLink = (publicBaseUrl: string, siteKey: string | undefined): string | undefined =>
  siteKey && `${publicBaseUrl.replace(/\/+$/, '')}/redeem?key=${encodeURIComponent(siteKey)}`

/** A long name would cost a second text. */
const longestBusiness = 30

/** Who writes, the code, what it is worth and until when, where to enter it, and how to be left alone. */
export function codeText({
  business,
  code,
  benefit,
  expiresAt,
  redeemUrl,
  timeZone = 'UTC',
}: CodeText): string {
  const worth = benefitText(benefit)
  const lastDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone }).format(
    epochMillisecondsOf(expiresAt) - 1,
  )
  const from = business ? `${business.slice(0, longestBusiness)}: your` : 'Your'
  return `${from} code${worth ? ` for ${worth}` : ''} is ${displayCode(code)}, valid until ${lastDay}. Enter it ${redeemUrl ? `at ${redeemUrl}` : 'on our website'}. Reply STOP to opt out.`
}
