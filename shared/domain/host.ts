/**
 * What stands left of a country's ending: `amazon` of `amazon.de`, `images.google` of `images.google.co.uk`; null where
 * the host ends otherwise. Two letters at the end are always a country (ISO 3166, by ICANN's rule).
 */
export function beforeCountry(host: string): string | null {
  const match = /^(.+?)(?:\.(?:com|co|org|net|or|ne))?\.[a-z]{2}$/.exec(host)
  return match?.[1] ?? null
}

/** The name that a host carries: `naver` of `m.search.naver.com`, `free` of `search.free.fr`. */
export function brandLabelOf(host: string): string {
  const base = beforeCountry(host) ?? host.slice(0, host.lastIndexOf('.'))
  return base.slice(base.lastIndexOf('.') + 1)
}

/** Lower case, without `www.` and the dot that may end a host: hosts are compared in this form. */
export const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '')
