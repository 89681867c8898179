import { isOffline } from './offline.ts'
import type { Category } from './service.ts'

/** In the order in which reports list them. */
export const channels = [
  'Direct',
  'Cross-network',
  'Paid Shopping',
  'Paid Search',
  'Paid Social',
  'Paid Video',
  'Display',
  'Paid Other',
  'Organic Shopping',
  'Organic Social',
  'Organic Video',
  'Organic Search',
  'Referral',
  'Email',
  'Affiliates',
  'Audio',
  'SMS',
  'Mobile Push Notifications',
  'AI Assistants',
  'Offline',
  'Unassigned',
] as const
export type Channel = (typeof channels)[number]

/** Stands in the views beside what these rules decided; changes with every change of the rules or lists. */
export const channelRulesVersion = 'ga4+tieline-1'

/** What is known of a visit, or declared of a number, when its channel is decided. */
export interface Traffic {
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  /** Of the service behind the source. */
  readonly category: Category | null
  /** A click id of its own network, or a source that names a network's ads. */
  readonly isAdClick: boolean
  /** Nothing came with the visit: no referrer, no campaign parameter, no click id. */
  readonly isBare: boolean
  /** Declared of a number or a code, not seen on the web. */
  readonly isDeclared: boolean
}

/** Lower case throughout; '' where there is none. */
interface Facts extends Omit<Traffic, 'source' | 'medium' | 'campaign'> {
  readonly source: string
  readonly medium: string
  readonly campaign: string
  readonly isPaid: boolean
  readonly isShopping: boolean
}

// Google's own expressions, as the help page gives them.
const paidMedium = /^(.*cp.*|ppc|retargeting|paid.*)$/s
const shoppingCampaign = /^(.*(([^a-df-z]|^)shop|shopping).*)$/s
const displayMedia = new Set(['display', 'banner', 'expandable', 'interstitial', 'cpm'])
const socialMedia = new Set([
  'social',
  'social-network',
  'social-media',
  'sm',
  'social network',
  'social media',
])
const emailWord = /email|e-mail|e_mail|e mail/
const isPush = (medium: string) => medium.endsWith('push') || /mobile|notification/.test(medium)

/**
 * GA4's default channel group (https://support.google.com/analytics/answer/9756891), top to bottom, first match wins.
 * Additions to it:
 * - Offline, for what a number or a code was declared to stand for: its medium decides, or its source where it has no
 *   medium, or where nothing else fits.
 * - AI Assistants, before the organic channels, so that `utm_medium=referral` or `organic` does not hide them.
 * - Webmail and mail apps are Email, though they come as referrals.
 * - `isAdClick` is paid without a paid medium: a click id of its own network (`click-id.ts`), and a source that names a
 *   network's ads (`service.ts`).
 * - Direct needs a visit that brought nothing: any campaign parameter or click id forbids it.
 * - A campaign that says shop or shopping decides even without a source (`source.ts`: likewise all media).
 */
const rules: readonly (readonly [Channel, (facts: Facts) => boolean])[] = [
  [
    'Direct',
    (f) => f.isBare || (f.source === '(direct)' && /^\((none|not set)\)$/.test(f.medium) && !f.isAdClick),
  ],
  ['Offline', (f) => f.isDeclared && isOffline(f.medium === '' ? f.source : f.medium)],
  ['Cross-network', (f) => f.campaign.includes('cross-network')],
  ['Paid Shopping', (f) => f.isShopping && f.isPaid],
  ['Paid Search', (f) => f.category === 'search' && f.isPaid],
  ['Paid Social', (f) => f.category === 'social' && f.isPaid],
  ['Paid Video', (f) => f.category === 'video' && f.isPaid],
  ['Display', (f) => displayMedia.has(f.medium)],
  ['Paid Other', (f) => f.isPaid],
  ['AI Assistants', (f) => f.category === 'ai'],
  ['Organic Shopping', (f) => f.isShopping],
  ['Organic Social', (f) => f.category === 'social' || socialMedia.has(f.medium)],
  ['Organic Video', (f) => f.category === 'video' || f.medium.includes('video')],
  ['Organic Search', (f) => f.category === 'search' || f.medium === 'organic'],
  ['Email', (f) => f.category === 'email'],
  ['Referral', (f) => ['referral', 'app', 'link'].includes(f.medium)],
  ['Email', (f) => emailWord.test(f.source) || emailWord.test(f.medium)],
  ['Affiliates', (f) => ['affiliate', 'affiliates'].includes(f.medium)],
  ['Audio', (f) => f.medium === 'audio'],
  ['SMS', (f) => f.source === 'sms' || f.medium === 'sms'],
  ['Mobile Push Notifications', (f) => isPush(f.medium) || f.source === 'firebase'],
  ['Offline', (f) => f.isDeclared && isOffline(f.source)],
]

export function channelOf(traffic: Traffic): Channel {
  const medium = traffic.medium?.toLowerCase() ?? ''
  const campaign = traffic.campaign?.toLowerCase() ?? ''
  const facts: Facts = {
    source: traffic.source?.toLowerCase() ?? '',
    medium,
    campaign,
    category: traffic.category,
    isAdClick: traffic.isAdClick,
    isBare: traffic.isBare,
    isDeclared: traffic.isDeclared,
    isPaid: traffic.isAdClick || paidMedium.test(medium),
    isShopping: traffic.category === 'shopping' || shoppingCampaign.test(campaign),
  }
  return rules.find(([, holds]) => holds(facts))?.[0] ?? 'Unassigned'
}

/**
 * A medium that names a channel of its own: where somebody wrote it, neither a click id nor the referrer overrules it.
 * (A link in a newsletter carries the gclid of the page it was copied from.)
 */
export function namesItsChannel(medium: string | null): boolean {
  const lower = medium?.toLowerCase() ?? ''
  return (
    displayMedia.has(lower) ||
    socialMedia.has(lower) ||
    emailWord.test(lower) ||
    ['affiliate', 'affiliates', 'audio', 'sms'].includes(lower) ||
    isPush(lower)
  )
}
