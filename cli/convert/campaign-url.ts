import { readAddress } from '../../shared/domain/source-url.ts'

/**
 * A landing page with what the export tells of its campaign in columns of their own: what the address says itself
 * stays. Undefined for what is no address.
 */
export function campaignUrl(
  page: string,
  told: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const written = /^https?:\/\//i.test(page) ? page : `https://${page}`
  const address = page === '' ? null : readAddress(written)
  if (address === null) return undefined
  const url = new URL(written)
  const known = new Set([...url.searchParams.keys()].map((name) => name.toLowerCase()))
  const hasCampaign = [...known].some((name) => name.startsWith('utm_'))
  for (const [name, value] of Object.entries(told)) {
    if (!value || known.has(name) || (hasCampaign && name.startsWith('utm_'))) continue
    url.searchParams.set(name, value)
  }
  return url.href
}
