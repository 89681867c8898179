import type { Category, Service } from './service.ts'

/**
 * Spelled as the networks spell them; matched in any case, while their values are kept to the letter. `tl_ref` is our own:
 * the code of whoever recommended the business (`referral.ts`).
 */
export const clickIdNames = [
  'gclid',
  'gclsrc',
  'wbraid',
  'gbraid',
  'dclid',
  'fbclid',
  'msclkid',
  'ttclid',
  'twclid',
  'li_fat_id',
  'ScCid',
  'epik',
  'tl_ref',
] as const

export interface ClickNetwork {
  /** Parameters that only a click on the network's advertisements adds. */
  readonly ids: readonly string[]
  readonly source: string
  readonly medium: 'cpc' | 'cpm'
  /** Which of the network's own services send paid visits; others of its hosts (mail, documents) only pass links on. */
  readonly brands: readonly string[]
  readonly categories: readonly Category[]
  /** Further hosts of the network, none of which is a source of its own in the lists. */
  readonly hosts: readonly string[]
}

const googleAdHosts = ['googlesyndication.com', 'doubleclick.net', 'googleadservices.com']

/**
 * Whose click id makes a visit paid. `fbclid` is not among them: Meta adds it to every outgoing link, paid or not; nor is
 * `gclsrc`, which only says where a `gclid` comes from. `gad_source` is no id but marks Google's paid clicks as well.
 */
export const clickNetworks: readonly ClickNetwork[] = [
  {
    ids: ['gclid', 'gbraid', 'wbraid', 'gad_source'],
    source: 'google',
    medium: 'cpc',
    brands: ['google', 'google shopping', 'youtube'],
    categories: ['search', 'video', 'shopping'],
    hosts: googleAdHosts,
  },
  {
    ids: ['msclkid'],
    source: 'bing',
    medium: 'cpc',
    brands: ['bing', 'msn'],
    categories: ['search'],
    hosts: ['msn.com', 'microsoft.com', 'live.com'],
  },
  { ids: ['ttclid'], source: 'tiktok', medium: 'cpc', brands: ['tiktok'], categories: ['social'], hosts: [] },
  {
    ids: ['twclid'],
    source: 'twitter',
    medium: 'cpc',
    brands: ['twitter'],
    categories: ['social'],
    hosts: [],
  },
  {
    ids: ['li_fat_id'],
    source: 'linkedin',
    medium: 'cpc',
    brands: ['linkedin'],
    categories: ['social'],
    hosts: [],
  },
  {
    ids: ['ScCid'],
    source: 'snapchat',
    medium: 'cpc',
    brands: ['snapchat'],
    categories: ['social'],
    hosts: [],
  },
  {
    ids: ['epik'],
    source: 'pinterest',
    medium: 'cpc',
    brands: ['pinterest'],
    categories: ['social'],
    hosts: [],
  },
  // Campaign Manager's display advertisements; Analytics names them dfa / cpm.
  { ids: ['dclid'], source: 'dfa', medium: 'cpm', brands: ['dfa'], categories: [], hosts: googleAdHosts },
]

export const isServiceOf = (network: ClickNetwork, service: Service): boolean =>
  network.brands.includes(service.brand) && network.categories.includes(service.category)

export const isHostOf = (network: ClickNetwork, host: string): boolean =>
  network.hosts.some((own) => host === own || host.endsWith(`.${own}`))
