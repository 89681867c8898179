import { detailOf, type Named } from '../look/source.ts'
import './source-name.css'

/** A source in two lines: its channel, and what tells it from others of the channel. */
export const SourceName = ({ of }: { readonly of: Named | null | undefined }) =>
  of ? (
    <span className="source-name">
      {of.channel}
      <br />
      <span className="quiet small">{detailOf(of)}</span>
    </span>
  ) : (
    <span className="quiet">unknown</span>
  )
