import { useWindowVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import './virtual-table.css'

export interface VirtualColumn<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** A track of a CSS grid: `7rem`, `minmax(0, 1fr)`. */
  readonly width: string
  readonly isFigure?: boolean
  /** What it shows may be longer than it is wide. */
  readonly isLong?: boolean
  /** Left out where the screen is narrow. */
  readonly isMinor?: boolean
}

/** As high as `virtual-table.css` makes a row, in rem. */
const rowRem = 3.5
const remPixels = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 14
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
  const [rowPixels] = useState(() => rowRem * remPixels())
  const virtual = useWindowVirtualizer({
    count: rows.length,
    // Functions of their own at each drawing would make it reckon all rows anew while it scrolls.
    estimateSize: useCallback(() => rowPixels, [rowPixels]),
    getItemKey: useCallback((index: number) => rowKey(rows[index] as Row), [rows, rowKey]),
    overscan: 12,
    scrollMargin: above,
    // Rows beyond the edge are there already: what comes next need not hold this frame up.
    useFlushSync: false,
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
            <div
              role={column.title === '' ? 'cell' : 'columnheader'}
              key={column.id}
              className={classOf(column)}
            >
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
            <VirtualRow
              key={key}
              row={row}
              index={index}
              top={start - above}
              columns={columns}
              isMarked={isMarked?.(row) ?? false}
              onOpen={onOpen}
            />
          )
        })}
      </div>
    </div>
  )
}

function classOf<Row>({ isFigure, isLong, isMinor }: VirtualColumn<Row>) {
  return `vt-cell ${isFigure ? 'is-figure' : ''} ${isLong ? 'is-long' : ''} ${isMinor ? 'is-minor' : ''}`
}

interface VirtualRowProps<Row> {
  readonly row: Row
  readonly index: number
  /** In pixels from the first row. */
  readonly top: number
  readonly columns: readonly VirtualColumn<Row>[]
  readonly isMarked: boolean
  readonly onOpen: ((row: Row) => void) | undefined
}

/**
 * The link that opens a row: the row itself sees to it. One that listens to the address by itself is dear where hundreds come
 * and go.
 */
export const OwnLink = ({ href, children }: { readonly href: string; readonly children: ReactNode }) => (
  <a href={href} className="vt-own">
    {children}
  </a>
)

/** A row, drawn once: while the list scrolls only those are drawn that come into sight. */
const VirtualRow = memo(function VirtualRow<Row>({
  row,
  index,
  top,
  columns,
  isMarked,
  onOpen,
}: VirtualRowProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the link or button in the row is its keyboard's way
    <div
      role="row"
      data-marked={isMarked || undefined}
      aria-rowindex={index + 2}
      className={`vt-row ${onOpen ? 'vt-opens' : ''}`}
      style={{ top }}
      onClick={(event) => {
        if (!onOpen) return
        const pressed = (event.target as Element).closest('a, button, input')
        if (pressed?.matches('.vt-own')) {
          // In another tab the browser opens it by itself.
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
          event.preventDefault()
        } else if (pressed) return
        onOpen(row)
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
}) as <Row>(props: VirtualRowProps<Row>) => ReactNode
