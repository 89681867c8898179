import type { AccountId, PersonalHash } from './ids.ts'

/** How the account's own pages (the one to redeem a code) look. */
export interface Branding {
  readonly name?: string | undefined
  /** `#rrggbb`. */
  readonly colour?: string | undefined
  readonly logoUrl?: string | undefined
  /** A sentence of the business's own. */
  readonly text?: string | undefined
}

export interface TestCaller {
  readonly phone: PersonalHash
  readonly sealed: string
}

/** What may be texted in the account's name. What is absent is as usual. */
export interface TextSettings {
  /** Texts to one phone on one day (UTC). */
  readonly perNumberPerDay?: number | undefined
  /** Texts of the account on one day (UTC). */
  readonly perDay?: number | undefined
  /** ISO 3166 codes of the countries that may be texted; unless given, those that the business's phones are in. */
  readonly countries?: readonly string[] | undefined
  /** Whither texts to the account's numbers are sent on by e-mail, where the number's flow names no other address. */
  readonly email?: string | undefined
}
export const usualTexts = { perNumberPerDay: 3, perDay: 200 } as const
/** Answers to one phone's own texts on one day: whoever quotes codes gets more than whoever is texted unasked. */
export const mostRepliesPerDay = 20
/** Texts sent on to one phone of the business on one day, and mails of the account. */
export const mostForwards = { perPhonePerDay: 100, mailsPerDay: 500 } as const

/** A phone that the business wants no calls of; encrypted, as everybody's numbers are. */
export interface BlockedCaller {
  readonly phone: PersonalHash
  readonly sealed: string
}

/** What holds for all calls of the account. */
export interface CallSettings {
  /** BCP 47, and one of Twilio's voices: how callers are spoken to where the flow does not say. */
  readonly language?: string | undefined
  readonly voice?: string | undefined
  readonly blockedCallers?: readonly BlockedCaller[] | undefined
}

/** Global Privacy Control (`Sec-GPC: 1`) and Do Not Track (`DNT: 1`). */
export const privacySignals = ['gpc', 'dnt'] as const
export type PrivacySignal = (typeof privacySignals)[number]

export interface Account {
  readonly id: AccountId
  readonly name: string
  /** IANA name of the zone whose days the reports count. */
  readonly timeZone: string
  /** ISO 4217; every `value` of the reports is in its minor units. */
  readonly currency: string
  /** How far back from an enquiry its journey reaches. */
  readonly lookbackDays: number
  /** A later contact of a person within so many days joins the enquiry. */
  readonly enquiryGapDays: number
  /** Page origins that may use the publishable key; `*` is any. */
  readonly origins: readonly string[]
  /** Visitors who are not counted: staff. */
  readonly excludedVisitors: readonly string[]
  /** Networks whose visitors are not counted, in CIDR notation: the office. */
  readonly excludedNetworks?: readonly string[] | undefined
  /** Phones whose contacts are tests: visible, but out of every count. Encrypted, as everybody's numbers are. */
  readonly testCallers?: readonly TestCaller[] | undefined
  /** Partitions over which a day's rows are spread; 1 unless given. */
  readonly writeShards?: number | undefined
  readonly branding?: Branding | undefined
  readonly texts?: TextSettings | undefined
  readonly calls?: CallSettings | undefined
  /** After so many days recordings are deleted, at Twilio too; as usual unless given. */
  readonly recordingRetentionDays?: number | undefined
  /** After so many days a contact loses what names its person; kept for good unless given. */
  readonly personalDataDays?: number | null | undefined
  /** Wishes of browsers that are heeded: whoever has one is not counted. */
  readonly respectedSignals?: readonly PrivacySignal[] | undefined
  /** The publishable key that links of the bridge's own carry: the one the account was last given. */
  readonly siteKey?: string | undefined
  readonly createdAt: string
}

export const accountDefaults = {
  timeZone: 'UTC',
  currency: 'GBP',
  lookbackDays: 90,
  enquiryGapDays: 30,
} as const
