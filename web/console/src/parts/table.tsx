import { type Key, type ReactNode, useMemo, useState } from 'react'
import { count } from '../look/format.ts'
import { Scrolled } from './scrolled.tsx'
import { compare } from './table-order.ts'
import './button.css'
import './table.css'

export interface Column<Row> {
  readonly id: string
  readonly title: string
  /** What the cell shows. */
  readonly cell: (row: Row) => ReactNode
  /** What the column is put in order by; without it, it can't be. */
  readonly order?: (row: Row) => number | string | null
  readonly isFigure?: boolean
  /** Left out where the screen is narrow. */
  readonly isMinor?: boolean
  readonly help?: string
  /** What the last line says under it. */
  readonly total?: ReactNode
}

export interface DataTableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => Key
  /** Id of the column and direction at first; undefined: the order of the rows as given. */
  readonly usualOrder?: { readonly column: string; readonly isDescending: boolean }
  readonly isMarked?: (row: Row) => boolean
  /** Rows shown at once; the others are a page further. */
  readonly pageRows?: number
}

/** More rows than this make a browser think. */
const usualPageRows = 100

/** A dense table of figures: a plain `<table>`, which every screen reader can walk, with columns that put it in order. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  usualOrder,
  isMarked,
  pageRows = usualPageRows,
}: DataTableProps<Row>) {
  const [order, setOrder] = useState(usualOrder)
  const [chosenPage, setPage] = useState(0)
  const sorted = useMemo(() => {
    const by = columns.find(({ id }) => id === order?.column)?.order
    if (!by || !order) return rows
    return rows.toSorted((left, right) => compare(by(left), by(right), order.isDescending))
  }, [columns, rows, order])
  const pages = Math.max(1, Math.ceil(sorted.length / pageRows))
  const page = Math.min(chosenPage, pages - 1)
  const shown = pages === 1 ? sorted : sorted.slice(page * pageRows, (page + 1) * pageRows)
  const turn = ({ id, isFigure = false }: Column<Row>) => {
    setPage(0)
    // The largest figure is wanted first, and the first of the names.
    setOrder((standing) => ({
      column: id,
      isDescending: standing?.column === id ? !standing.isDescending : isFigure,
    }))
  }
  const className = ({ isFigure, isMinor }: Column<Row>) =>
    `${isFigure ? 'is-figure' : ''} ${isMinor ? 'is-minor' : ''}`.trim() || undefined
  const hasTotals = columns.some(({ total }) => total !== undefined)
  return (
    <>
      <Scrolled label={label}>
        <table className="table">
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              {columns.map((column) =>
                column.title === '' ? (
                  <td key={column.id} className={className(column)} />
                ) : (
                  <th
                    key={column.id}
                    scope="col"
                    className={className(column)}
                    aria-sort={
                      order?.column === column.id
                        ? order.isDescending
                          ? 'descending'
                          : 'ascending'
                        : undefined
                    }
                  >
                    {column.order ? (
                      <button type="button" onClick={() => turn(column)} title={column.help}>
                        {column.title}
                        <span aria-hidden="true" className="table-arrow">
                          {order?.column === column.id ? (order.isDescending ? '↓' : '↑') : ''}
                        </span>
                      </button>
                    ) : (
                      <span title={column.help}>{column.title}</span>
                    )}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)} data-marked={isMarked?.(row) || undefined}>
                {columns.map((column, index) =>
                  index === 0 ? (
                    <th key={column.id} scope="row" className={className(column)}>
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.id} className={className(column)}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
          {hasTotals && (
            <tfoot>
              <tr>
                {columns.map((column) => (
                  <td key={column.id} className={className(column)}>
                    {column.total}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </Scrolled>
      {pages > 1 && (
        <nav className="table-pages" aria-label={`Pages of ${label}`}>
          <span className="quiet small">
            {count(page * pageRows + 1)}–{count(Math.min(sorted.length, (page + 1) * pageRows))} of{' '}
            {count(sorted.length)}
          </span>
          <PageButton isLast={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </PageButton>
          <PageButton isLast={page === pages - 1} onClick={() => setPage(page + 1)}>
            Next
          </PageButton>
        </nav>
      )}
    </>
  )
}

const PageButton = ({
  isLast,
  onClick,
  children,
}: {
  readonly isLast: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) => (
  <button type="button" className="button button-plain button-s" disabled={isLast} onClick={onClick}>
    {children}
  </button>
)

/** A figure's share of the largest one, drawn behind it. */
export const Bar = ({ share, children }: { readonly share: number; readonly children: ReactNode }) => (
  <span
    className="bar"
    style={{ '--share': `${Math.max(0, Math.min(1, share)) * 100}%` } as React.CSSProperties}
  >
    {children}
  </span>
)
