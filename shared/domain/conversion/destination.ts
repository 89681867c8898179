import type { AccountId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { Platform } from './platform.ts'

/**
 * `dry-run`: everything is decided and noted, nothing leaves the house. `off`: nothing is decided either. What was noted
 * while dry never counts as sent.
 */
export const destinationModes = ['dry-run', 'live', 'off'] as const
export type DestinationMode = (typeof destinationModes)[number]

/** What an enquiry has to come to; its name is that of the rule, so there is one rule for each. */
export type ConversionTrigger =
  /** Somebody enquired, by whatever way. */
  | { readonly on: 'enquiry' }
  /** A call was answered and lasted so long. */
  | { readonly on: 'call'; readonly minimumTalkSeconds?: number | undefined }
  /** A code was redeemed. */
  | { readonly on: 'redemption' }
  /** Somebody reported how it went: `won`, or any stage of the business's own. */
  | { readonly on: 'outcome'; readonly stage: string }
  /** A step of the process was reached. */
  | { readonly on: 'step'; readonly step: string }

/** What it is worth, in minor units of the account's currency; `none`: the platform's own value applies. */
export type ValueRule =
  | { readonly from: 'none' }
  | { readonly from: 'fixed'; readonly minorUnits: number }
  /** What was stated of the enquiry; where nothing was, `otherwise` if given. */
  | { readonly from: 'stated'; readonly otherwiseMinorUnits?: number | undefined }

export interface ConversionRule {
  readonly trigger: ConversionTrigger
  /** What the platform calls it: GA4's event, Google's conversion action (its number), Meta's event, Microsoft's goal. */
  readonly action: string
  /** What people call it there, where that is not how it is addressed: files for Google name its conversion action. */
  readonly label?: string | undefined
  readonly value: ValueRule
}

/** One place at a platform to which conversions are sent back. Secrets stand apart, sealed. */
export interface Destination {
  readonly id: string
  readonly account: AccountId
  readonly name: string
  readonly platform: Platform
  readonly mode: DestinationMode
  /** Conversions before it are not sent: when it went live, or what was asked for then. */
  readonly from?: Instant | undefined
  /** Whether the person's phone and e-mail go along, hashed as the platform asks for; a click id goes in any case. */
  readonly personalData: 'none' | 'hashed'
  /** What the business declares that people agreed to; nothing hashed goes along unless `adUserData` is granted. */
  readonly consent: Consent
  /** Of several clicks on the platform's advertisements the first or the last before the conversion. */
  readonly click: 'first' | 'last'
  /** So long after the conversion it waits: what is corrected at once is never sent. */
  readonly holdMinutes: number
  readonly rules: readonly ConversionRule[]
  /** Stages that take earlier outcomes back. */
  readonly takenBackBy: readonly string[]
  /** The platform's own ids: which account, which stream. */
  readonly settings: Readonly<Record<string, string>>
  readonly createdAt: Instant
}

/** As Google asks for it; absent is unspecified. */
export interface Consent {
  readonly adUserData?: 'granted' | 'denied' | undefined
  readonly adPersonalization?: 'granted' | 'denied' | undefined
}

export const destinationDefaults = {
  mode: 'dry-run',
  personalData: 'none',
  consent: {},
  click: 'first',
  holdMinutes: 0,
  takenBackBy: ['lost', 'refunded', 'cancelled'],
} as const satisfies Partial<Destination>

export const mostDestinations = 20
export const mostRules = 20

/** The same trigger always has the same name: conversions are known by it over changes of the rule. */
export function ruleNameOf(trigger: ConversionTrigger): string {
  switch (trigger.on) {
    case 'enquiry':
    case 'redemption':
      return trigger.on
    case 'call':
      return trigger.minimumTalkSeconds ? `call-${trigger.minimumTalkSeconds}` : 'call'
    case 'outcome':
      return `outcome-${trigger.stage}`
    case 'step':
      return `step-${trigger.step}`
  }
}

/** Whether hashed identifiers may go along. */
export const maySendIdentity = ({ personalData, consent }: Pick<Destination, 'personalData' | 'consent'>) =>
  personalData === 'hashed' && consent.adUserData === 'granted'
