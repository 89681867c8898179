import { useMemo } from 'react'
import { count, money, share } from '../../look/format.ts'
import { keyName } from '../../look/names.ts'
import { type Column, DataTable } from '../../parts/table.tsx'
import type { Path } from './flow.ts'
import './path-table.css'

const markOf = (ranked: readonly string[], channel: string) => Math.min(ranked.indexOf(channel) + 1 || 8, 8)

/** A journey as a chain of its touches. */
const Chain = ({ path, ranked }: { readonly path: Path; readonly ranked: readonly string[] }) =>
  path.touches.length === 0 ? (
    <span className="quiet">Nothing known before it</span>
  ) : (
    <ol className="chain">
      {path.touches.map((touch, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a path is its order; it never changes
        <li key={index}>
          <span className={`chain-mark chain-mark-${markOf(ranked, touch)}`} aria-hidden="true" />
          {keyName(touch)}
        </li>
      ))}
    </ol>
  )

/** The ways that most enquiries went. */
export function PathTable({
  paths,
  ranked,
  enquiries,
  currency,
}: {
  readonly paths: readonly Path[]
  readonly ranked: readonly string[]
  /** All of the period, of which the paths are a share. */
  readonly enquiries: number
  readonly currency: string
}) {
  const columns = useMemo<readonly Column<Path>[]>(
    () => [
      {
        id: 'path',
        title: 'From the first touch to the last',
        order: ({ touches }) => touches.length,
        help: 'Put in order by how many touches there were',
        cell: (path) => <Chain path={path} ranked={ranked} />,
      },
      {
        id: 'enquiries',
        title: 'Enquiries',
        isFigure: true,
        order: (path) => path.enquiries,
        cell: (path) => count(path.enquiries),
      },
      {
        id: 'share',
        title: 'Share',
        isFigure: true,
        isMinor: true,
        order: (path) => path.enquiries,
        cell: (path) => (enquiries > 0 ? share(path.enquiries / enquiries) : '–'),
      },
      {
        id: 'value',
        title: 'Value',
        isFigure: true,
        order: ({ value }) => value,
        cell: ({ value }) => money(value, currency),
      },
      {
        id: 'each',
        title: 'Value of each',
        isFigure: true,
        isMinor: true,
        order: (path) => path.value / path.enquiries,
        cell: (path) => money(Math.round(path.value / path.enquiries), currency),
      },
    ],
    [ranked, enquiries, currency],
  )
  return (
    <DataTable
      label="Paths with the most enquiries"
      columns={columns}
      rows={paths}
      rowKey={({ touches }) => JSON.stringify(touches)}
      usualOrder={{ column: 'enquiries', isDescending: true }}
      pageRows={20}
    />
  )
}
