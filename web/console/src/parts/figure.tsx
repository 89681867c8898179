import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Change } from './change.tsx'
import { Skeleton } from './skeleton.tsx'
import './figure.css'

/** Strips of figures share their lines, rather than being cards. */
export const Figures = ({ children }: { readonly children: ReactNode }) => (
  <dl className="figures">{children}</dl>
)

/**
 * One figure and what it was in the period before.
 * @param isLessBetter of missed calls, costs: the change is coloured the other way round
 */
export function Figure({
  label,
  value,
  now,
  before,
  beforeText,
  isLessBetter = false,
  note,
  to,
}: {
  readonly label: string
  /** As it is shown; undefined while it is awaited. */
  readonly value: string | undefined
  readonly now?: number | null | undefined
  readonly before?: number | null | undefined
  readonly beforeText?: string | undefined
  readonly isLessBetter?: boolean
  readonly note?: ReactNode
  /** Where it is seen of what it is made; the whole figure leads there. */
  readonly to?: string
}) {
  return (
    <div className="figure">
      <dt>{to === undefined ? label : <Link href={to}>{label}</Link>}</dt>
      <dd>
        <span className="figure-value">{value ?? <Skeleton width="4ch" height="1.6rem" />}</span>
        <Change now={now} before={before} isLessBetter={isLessBetter} />
        <span className="figure-note">
          {beforeText !== undefined && <>before {beforeText}</>}
          {beforeText !== undefined && note && ' · '}
          {note}
        </span>
      </dd>
    </div>
  )
}
