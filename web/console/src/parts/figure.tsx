import type { ReactNode } from 'react'
import { share } from '../look/format.ts'
import { Skeleton } from './skeleton.tsx'
import './figure.css'

/** Strips of figures share their lines, rather than being cards. */
export const Figures = ({ children }: { readonly children: ReactNode }) => (
  <dl className="figures">{children}</dl>
)

/** @returns the change as a share of what was before; undefined where there was nothing */
export const changeOf = (now: number | null | undefined, before: number | null | undefined) =>
  now === null || now === undefined || !before ? undefined : (now - before) / before

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
}: {
  readonly label: string
  /** As it is shown; undefined while it is awaited. */
  readonly value: string | undefined
  readonly now?: number | null | undefined
  readonly before?: number | null | undefined
  readonly beforeText?: string | undefined
  readonly isLessBetter?: boolean
  readonly note?: ReactNode
}) {
  const change = changeOf(now, before)
  const isGood = change !== undefined && change !== 0 && change > 0 !== isLessBetter
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>
        <span className="figure-value">{value ?? <Skeleton width="4ch" height="1.6rem" />}</span>
        {change !== undefined && (
          <span className={`change ${change === 0 ? '' : isGood ? 'change-good' : 'change-bad'}`}>
            <span aria-hidden="true">{change > 0 ? '↑' : change < 0 ? '↓' : '='}</span>
            <span className="visually-hidden">{change > 0 ? 'up' : change < 0 ? 'down' : 'unchanged'} </span>
            {share(Math.abs(change))}
          </span>
        )}
        <span className="figure-note">
          {beforeText !== undefined && <>before {beforeText}</>}
          {beforeText !== undefined && note && ' · '}
          {note}
        </span>
      </dd>
    </div>
  )
}
