import { count, share } from '../look/format.ts'
import './shares.css'

/** One of the parts that come to the whole. */
export interface Part {
  readonly id: string
  readonly name: string
  /** What the name means, in a sentence. */
  readonly says: string
  readonly size: number
  readonly mark: 'ink' | 'signal' | 'calm' | 'warm' | 'open'
}

/** Parts beside one another, each as long as it is large; what is not there takes no room, the gap beside it neither. */
export const SharesBar = ({ parts }: { readonly parts: readonly Part[] }) => (
  <span className="shares-bar" aria-hidden="true">
    {parts
      .filter(({ size }) => size > 0)
      .map(({ id, mark, size }) => (
        <span key={id} className={`shares-${mark}`} style={{ flexGrow: size }} />
      ))}
  </span>
)

/** What a whole is made of: one bar, and the same in words. */
export const Shares = ({
  label,
  parts,
  whole,
}: {
  readonly label: string
  readonly parts: readonly Part[]
  /** What the sizes come to. */
  readonly whole: number
}) => (
  <section className="shares" aria-label={label}>
    <SharesBar parts={parts} />
    <ul>
      {parts.map(({ id, name, says, size, mark }) => (
        <li key={id} title={says}>
          <span className={`shares-key shares-${mark}`} aria-hidden="true" />
          {share(size / whole)} {name}
          <span className="quiet"> ({count(size)})</span>
        </li>
      ))}
    </ul>
  </section>
)
