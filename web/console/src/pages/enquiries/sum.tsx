import { useMe } from '../../api/me.ts'
import { count, money } from '../../look/format.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import type { Row } from './columns.tsx'
import './sum.css'

/** What the list adds up to: the figure of the report that led here. */
export function Sum({
  rows,
  isWhole,
}: {
  readonly rows: readonly Row[] | undefined
  readonly isWhole: boolean
}) {
  const { currency } = useMe().account
  if (!rows) return <Skeleton width="18rem" />
  const micros = rows.reduce((sum, { share }) => sum + (share?.micros ?? 0), 0)
  const value = rows.reduce((sum, { share }) => sum + (share?.value ?? 0), 0)
  return (
    <p className="sum" aria-live="polite">
      {isWhole ? (
        <>
          <strong data-micros={micros}>{count(micros / 1_000_000)}</strong> enquiries’ worth in{' '}
          <strong>{count(rows.length)}</strong> {rows.length === 1 ? 'enquiry' : 'enquiries'}, worth{' '}
          <strong data-value={value}>{money(value, currency)}</strong>: the figures of the report’s row.
        </>
      ) : (
        <span className="quiet">Adding up: {count(rows.length)} so far…</span>
      )}
    </p>
  )
}
