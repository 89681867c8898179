import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import './virtual-table.css'

export interface VirtualColumn<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** A track of a CSS grid: `7rem`, `minmax(0, 1fr)`. */
  readonly width: string
  readonly isFigure?: boolean
  /** Left out where the screen is narrow. */
  readonly isMinor?: boolean
}

const usualRowPixels = 45
/** So far before the end of what is there the next page is asked for. */
const aheadRows = 30

/**
 * A long list as a table of which only what is in sight stands in the page: ten thousand rows scroll as ten do. It scrolls
 * with the page.
 * @param onOpen a row was pressed
 */
export function VirtualTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  hasMore,
  onMore,
  onOpen,
  isMarked,
}: {
  readonly label: string
  readonly columns: readonly VirtualColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly hasMore: boolean
  readonly onMore: () => void
  readonly onOpen?: (row: Row) => void
  readonly isMarked?: (row: Row) => boolean
}) {
  const place = useRef<HTMLDivElement>(null)
  const [above, setAbove] = useState(0)
  useLayoutEffect(() => {
    const measure = () => setAbove((place.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
    measure()
    // What stands above may grow: a filter more, a longer line.
    const watch = new ResizeObserver(measure)
    watch.observe(document.body)
    return () => watch.disconnect()
  }, [])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => usualRowPixels,
    overscan: 12,
    scrollMargin: above,
    getItemKey: (index) => rowKey(rows[index] as Row),
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= rows.length - aheadRows) onMore()
  }, [hasMore, last, rows.length, onMore])
  const tracks = (isNarrow: boolean) =>
    columns
      .filter(({ isMinor }) => !isNarrow || !isMinor)
      .map(({ width }) => width)
      .join(' ')
  const classOf = ({ isFigure, isMinor }: VirtualColumn<Row>) =>
    `vt-cell ${isFigure ? 'is-figure' : ''} ${isMinor ? 'is-minor' : ''}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table's rows can't be placed one by one
    <div
      role="table"
      aria-label={label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      className="vt"
      style={{ '--tracks': tracks(false), '--narrow-tracks': tracks(true) } as CSSProperties}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className="vt-head">
        {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above; nothing to press */}
        <div role="row" className="vt-row" aria-rowindex={1}>
          {columns.map((column) => (
            // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above
            <div role="columnheader" key={column.id} className={classOf(column)}>
              {column.title}
            </div>
          ))}
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" ref={place} className="vt-body" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const row = rows[index] as Row
          return (
            // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the link or button in the row is its keyboard's way
            <div
              role="row"
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              data-marked={isMarked?.(row) || undefined}
              aria-rowindex={index + 2}
              className={`vt-row ${onOpen ? 'vt-opens' : ''}`}
              style={{ transform: `translateY(${start - above}px)` }}
              onClick={(event) => {
                if (onOpen && !(event.target as Element).closest('a, button, input')) onOpen(row)
              }}
            >
              {columns.map((column) => (
                // biome-ignore lint/a11y/useSemanticElements: see above
                <div role="cell" key={column.id} className={classOf(column)}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
