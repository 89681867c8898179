import type { ConversionFormat } from '../../../../../../functions/outreach/conversions/conversion-schema.ts'
import type { Platform, Rule } from './words.ts'

/** One of a platform's own ids, or secrets. */
export interface PlatformField {
  readonly name: string
  readonly label: string
  readonly placeholder?: string
  readonly help?: string
  readonly isNeeded: boolean
}
const field = (name: string, label: string, more: Partial<PlatformField> = {}): PlatformField => ({
  name,
  label,
  isNeeded: true,
  ...more,
})

interface PlatformWords {
  /** What it does with conversions, for whoever chooses it. */
  readonly lead: string
  readonly settings: readonly PlatformField[]
  readonly credentials: readonly PlatformField[]
  /** Where its secrets come from. */
  readonly secretsFrom: string
  /** What a rule's name at the platform is called, and looks like. */
  readonly action: Omit<PlatformField, 'name' | 'isNeeded'>
  /** Whom it credits. */
  readonly knownBy: string
  /** Rules to begin with, where every account calls them the same. */
  readonly usualRules: readonly Rule[]
  /** The files it takes by hand, the usual one first. */
  readonly files: readonly { readonly id: ConversionFormat; readonly name: string }[]
}

const stated = { from: 'stated' } as const
const oauth = [
  field('clientId', 'OAuth client id'),
  field('clientSecret', 'OAuth client secret'),
  field('refreshToken', 'Refresh token'),
]

export const platformWords: Readonly<Record<Platform, PlatformWords>> = {
  ga4: {
    lead: 'Shows enquiries and sales beside visits. An event may come 72 hours late at most.',
    settings: [
      field('measurementId', 'Measurement id', { placeholder: 'G-XXXXXXXXXX' }),
      field('region', 'Region', {
        isNeeded: false,
        placeholder: 'eu',
        help: 'eu: events are taken in within the European Union. Empty: anywhere.',
      }),
      field('withoutClient', 'Visitors without a client id', {
        isNeeded: false,
        placeholder: 'skip',
        help: 'skip: nothing is sent of them. stand-in: they are sent as users of their own.',
      }),
    ],
    credentials: [field('apiSecret', 'API secret')],
    secretsFrom: 'Google Analytics, Admin, Data streams, Measurement Protocol API secrets.',
    action: {
      label: 'Event',
      placeholder: 'generate_lead',
      help: 'purchase and the lead events can be taken back; a name of your own can’t.',
    },
    knownBy: 'the browser’s client id, which the page tells',
    usualRules: [
      { on: 'enquiry', action: 'generate_lead', value: { from: 'none' } },
      { on: 'outcome', stage: 'won', action: 'purchase', value: stated },
    ],
    files: [],
  },
  google: {
    lead: 'Bids for the clicks that became customers. Values can be changed later, to 54 days after the conversion.',
    settings: [
      field('customerId', 'Customer id', { placeholder: '123-456-7890' }),
      field('loginCustomerId', 'Manager’s customer id', {
        isNeeded: false,
        placeholder: '123-456-7890',
        help: 'Where the account is reached through a manager’s.',
      }),
    ],
    credentials: oauth,
    secretsFrom: 'Google Cloud, an OAuth client with the scope auth/datamanager.',
    action: {
      label: 'Conversion action',
      placeholder: '7712337565',
      help: 'Its number: ctId in its address at Google Ads. It must be of the kind “import from clicks”.',
    },
    knownBy: 'gclid, gbraid or wbraid',
    usualRules: [],
    files: [
      { id: 'google-csv', name: 'Conversions from clicks' },
      { id: 'google-leads-csv', name: 'Conversions without a click' },
      { id: 'google-adjustments-csv', name: 'Adjustments' },
    ],
  },
  meta: {
    lead: 'Takes conversions of the last 7 days, and never takes one back: let them wait a while.',
    settings: [
      field('datasetId', 'Dataset (pixel)', { placeholder: '123456789012345' }),
      field('testEventCode', 'Test event code', {
        isNeeded: false,
        placeholder: 'TEST12345',
        help: 'Events show under Test events and count nowhere while it stands here.',
      }),
      field('apiVersion', 'Version of the Graph API', {
        isNeeded: false,
        placeholder: 'v26.0',
        help: 'Only where Meta asks for another one than the usual.',
      }),
    ],
    credentials: [field('accessToken', 'Access token')],
    secretsFrom: 'Meta Business, a system user’s token for the dataset.',
    action: { label: 'Event', placeholder: 'Lead', help: 'Lead, Purchase, Contact, Schedule, or your own.' },
    knownBy: 'fbclid and Meta’s cookies, as the page tells them',
    usualRules: [
      { on: 'enquiry', action: 'Lead', value: { from: 'none' } },
      { on: 'outcome', stage: 'won', action: 'Purchase', value: stated },
    ],
    files: [{ id: 'meta-csv', name: 'Events' }],
  },
  microsoft: {
    lead: 'Offline conversions of Bing’s advertisements; values are restated and sales taken back for 90 days.',
    settings: [
      field('customerId', 'Customer (cid)', { placeholder: '1234567' }),
      field('accountId', 'Account (aid)', { placeholder: '12345678' }),
    ],
    credentials: [
      ...oauth.map((each) => (each.name === 'clientSecret' ? { ...each, isNeeded: false } : each)),
      field('developerToken', 'Developer token'),
    ],
    secretsFrom: 'Microsoft Entra, an app registration, and the developer portal of Microsoft Advertising.',
    action: {
      label: 'Goal',
      placeholder: 'Sale by phone',
      help: 'The name of an offline conversion goal, two hours after it was made.',
    },
    knownBy: 'msclkid',
    usualRules: [],
    files: [
      { id: 'microsoft-csv', name: 'Conversions' },
      { id: 'microsoft-adjustments-csv', name: 'Adjustments' },
    ],
  },
}

/** What was typed, as the API takes it: what is empty is left out. */
export const filled = (typed: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  )
