import { share } from '../look/format.ts'
import './change.css'

/** @returns the change as a share of what was before; undefined where there was nothing */
export const changeOf = (now: number | null | undefined, before: number | null | undefined) =>
  now === null || now === undefined || !before ? undefined : (now - before) / before

/**
 * By how much a figure differs from what it was before; nothing where there was nothing.
 * @param isLessBetter of missed calls, costs: the change is coloured the other way round
 */
export function Change({
  now,
  before,
  isLessBetter = false,
}: {
  readonly now: number | null | undefined
  readonly before: number | null | undefined
  readonly isLessBetter?: boolean
}) {
  const change = changeOf(now, before)
  if (change === undefined) return null
  const tone = change === 0 ? '' : change > 0 !== isLessBetter ? 'change-good' : 'change-bad'
  return (
    <span className={`change ${tone}`}>
      <span aria-hidden="true">{change > 0 ? '↑' : change < 0 ? '↓' : '='}</span>
      <span className="visually-hidden">{change > 0 ? 'up' : change < 0 ? 'down' : 'unchanged'} </span>
      {change !== 0 && share(Math.abs(change))}
    </span>
  )
}
