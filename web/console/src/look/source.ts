/** A source as the API tells it. */
export interface Named {
  readonly channel: string
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
}

/** What a visit without a source is said to have come by; its channel says as much. */
const placeholders: ReadonlySet<string | null> = new Set([null, '', '(direct)', '(none)', '(not set)'])

/** `google / cpc / spring`; empty where a source has none of them. */
export const detailOf = ({ source, medium, campaign }: Omit<Named, 'channel'>): string =>
  [source, medium, campaign].filter((part) => !placeholders.has(part)).join(' / ')
