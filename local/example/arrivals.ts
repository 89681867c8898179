import { business } from './business.ts'
import type { Random } from './random.ts'

/** A way by which visitors come, and what they are worth. */
export interface Arrival {
  readonly name: string
  /** Share of the visits, before the season. */
  readonly visits: number
  /** How likely a visitor of it gets in touch, beside the others. */
  readonly keenness: number
  /** How likely an enquiry of it is won, beside the others. */
  readonly quality: number
  readonly pages: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly terms?: readonly string[]
  /** The advertiser's click id, made anew for each visit. */
  readonly clickId?: 'gclid' | 'msclkid' | 'fbclid'
  readonly referrers?: readonly string[]
  /** Days before the last day within which it runs, the earliest first; always unless given. */
  readonly runs?: readonly [from: number, until: number]
  /** What a day of it costs, in pence; nothing unless given. */
  readonly dailyPence?: number
}

const ads = (campaign: string, medium = 'cpc', source = 'google') => ({
  utm_source: source,
  utm_medium: medium,
  utm_campaign: campaign,
})

/** The order plays no part: each is picked by its weight. */
export const arrivals: readonly Arrival[] = [
  {
    name: 'Google Ads, emergency',
    visits: 13,
    keenness: 1.9,
    quality: 1.2,
    pages: ['/boiler-repair'],
    query: ads('emergency-boiler'),
    terms: ['boiler repair near me', 'emergency plumber london', 'no hot water'],
    clickId: 'gclid',
    dailyPence: 2800,
  },
  {
    name: 'Google Ads, service',
    visits: 10,
    keenness: 1,
    quality: 0.9,
    pages: ['/boiler-service'],
    query: ads('boiler-service'),
    terms: ['boiler service', 'annual boiler service cost'],
    clickId: 'gclid',
    dailyPence: 1600,
  },
  {
    name: 'Google, organic',
    visits: 24,
    keenness: 1.1,
    quality: 1.1,
    pages: ['/', '/boiler-repair', '/boiler-service', '/new-boilers'],
    referrers: ['https://www.google.co.uk/', 'https://www.google.com/'],
  },
  {
    name: 'Bing, organic',
    visits: 6,
    keenness: 1,
    quality: 1,
    pages: ['/', '/new-boilers'],
    referrers: ['https://www.bing.com/'],
  },
  {
    name: 'Facebook, paid: many visits, few enquiries',
    visits: 12,
    keenness: 0.4,
    quality: 0.5,
    pages: ['/offers/autumn'],
    query: ads('autumn-offer', 'paid_social', 'facebook'),
    clickId: 'fbclid',
    referrers: ['https://m.facebook.com/'],
    runs: [70, 8],
    dailyPence: 1200,
  },
  {
    name: 'Instagram',
    visits: 5,
    keenness: 0.4,
    quality: 0.8,
    pages: ['/'],
    referrers: ['https://l.instagram.com/'],
  },
  {
    name: 'Newsletter, the winter check',
    visits: 7,
    keenness: 1.6,
    quality: 1.3,
    pages: ['/boiler-service'],
    query: ads('winter-check', 'email', 'newsletter'),
    runs: [45, 0],
  },
  {
    name: 'Newsletter, before',
    visits: 4,
    keenness: 1.2,
    quality: 1.2,
    pages: ['/'],
    query: ads('september-news', 'email', 'newsletter'),
    runs: [90, 46],
  },
  {
    name: 'Sites that recommend it',
    visits: 7,
    keenness: 1.4,
    quality: 1.4,
    pages: ['/', '/reviews'],
    referrers: ['https://trades-of-london.example/heating', 'https://dockside-news.example/local'],
  },
  {
    name: 'AI assistants',
    visits: 5,
    keenness: 1.5,
    quality: 1.2,
    pages: ['/boiler-repair', '/new-boilers'],
    referrers: ['https://chatgpt.com/', 'https://www.perplexity.ai/', 'https://gemini.google.com/'],
  },
  { name: 'Direct', visits: 12, keenness: 1, quality: 1.2, pages: ['/', '/contact'] },
]

/** Whether it brings visitors so many days before the last day. */
export const isRunning = ({ runs }: Arrival, daysAgo: number): boolean =>
  runs === undefined || (daysAgo <= runs[0] && daysAgo >= runs[1])

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
/** What each network's ids look like, in length and letters. */
const clickIds = {
  gclid: (random: Random) => `Cj0KCQi${text(random, 48)}`,
  msclkid: (random: Random) => random.hex(32),
  fbclid: (random: Random) => `IwY2xjaw${text(random, 40)}`,
}
const text = (random: Random, length: number) =>
  Array.from({ length }, () => alphabet[random.whole(0, alphabet.length - 1)]).join('')

/** An address that a visitor of it lands at, and where from. */
export function landingOf(arrival: Arrival, random: Random): { url: string; referrer?: string } {
  const { pages, query = {}, terms, clickId, referrers } = arrival
  const url = new URL(random.pick(pages), business.pages)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  if (terms) url.searchParams.set('utm_term', random.pick(terms))
  if (clickId) url.searchParams.set(clickId, clickIds[clickId](random))
  return { url: url.href, ...(referrers && { referrer: random.pick(referrers) }) }
}
