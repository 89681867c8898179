import { clickNetworks } from '../../../shared/domain/click-id.ts'
import { plainHost } from '../../../shared/domain/host.ts'
import type { DeclaredSource } from '../../../shared/domain/number.ts'
import type { SessionFact } from '../../../shared/domain/session.ts'
import { readAddress } from '../../../shared/domain/source-url.ts'
import { english, type Sayings } from './sayings/index.ts'

/** Where a caller came from, in words for the ear. */
export interface SourceWords {
  readonly source?: string | undefined
  readonly campaign?: string | undefined
}

const isPaid = (medium: string | undefined) =>
  medium !== undefined && /^(cpc|ppc|cpm|cpv|paid.*)$/i.test(medium)
const named = (say: Sayings, source: string | undefined, medium: string | undefined) =>
  source && (isPaid(medium) ? say.whisper.ads(source) : source)

export const declaredWords = (
  { source, medium, campaign }: DeclaredSource,
  say: Sayings = english,
): SourceWords => ({
  source: named(say, source, medium) ?? medium,
  campaign,
})

/**
 * The last arrival of the session as its tags, its click id or its referrer tell it. Reports classify by `source.ts`; its
 * lists of services are too large for the function that answers calls.
 */
export function visitWords(facts: readonly SessionFact[], say: Sayings = english): SourceWords {
  const pages = facts.filter((fact) => fact.fact === 'page').sort((a, b) => (a.at < b.at ? 1 : -1))
  for (const { url, referrer } of pages) {
    const page = readAddress(url)
    const tags = page?.parameters ?? new Map<never, string>()
    const network = clickNetworks.find(({ ids }) => ids.some((id) => tags.has(id as never)))
    const host = referrer === undefined ? undefined : readAddress(referrer)?.host
    const from = host && page && plainHost(host) !== plainHost(page.host) ? plainHost(host) : undefined
    const source =
      named(say, tags.get('utm_source' as never), network?.medium ?? tags.get('utm_medium' as never)) ??
      named(say, network?.source, network?.medium) ??
      from
    if (source !== undefined) return { source, campaign: tags.get('utm_campaign' as never) }
  }
  return pages.length > 0 ? { source: say.whisper.directVisit } : {}
}
