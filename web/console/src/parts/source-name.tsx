import './source-name.css'

interface Named {
  readonly channel: string
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
}

/** `google / cpc / spring`; empty where a source has none of them. */
export const detailOf = ({ source, medium, campaign }: Omit<Named, 'channel'>): string =>
  [source, medium, campaign].filter((part) => part !== null && part !== '').join(' / ')

/** A source in two lines: its channel, and what tells it from others of the channel. */
export const SourceName = ({ of }: { readonly of: Named | null | undefined }) =>
  of ? (
    <span className="source-name">
      <span>{of.channel}</span>
      <span className="quiet small">{detailOf(of)}</span>
    </span>
  ) : (
    <span className="quiet">unknown</span>
  )
