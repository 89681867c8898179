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
  /** Phones whose contacts are tests: visible, but out of every count. Encrypted, as everybody's numbers are. */
  readonly testCallers?: readonly TestCaller[] | undefined
  readonly branding?: Branding | undefined
  readonly createdAt: string
}

export const accountDefaults = {
  timeZone: 'UTC',
  currency: 'GBP',
  lookbackDays: 90,
  enquiryGapDays: 30,
} as const
