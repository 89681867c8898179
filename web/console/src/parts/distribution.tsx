import { count, share } from '../look/format.ts'
import './distribution.css'

export interface Bucket {
  readonly name: string
  readonly size: number
  readonly note?: string
}

/** How things spread over a few steps in their order: a bar each, its count and its share. */
export function Distribution({
  label,
  buckets,
}: {
  readonly label: string
  readonly buckets: readonly Bucket[]
}) {
  const most = Math.max(...buckets.map(({ size }) => size), 0)
  const all = buckets.reduce((sum, { size }) => sum + size, 0)
  return (
    <table className="distribution">
      <caption className="visually-hidden">{label}</caption>
      <tbody>
        {buckets.map(({ name, size, note }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="distribution-place" aria-hidden="true">
              <span style={{ width: `${most > 0 ? (size / most) * 100 : 0}%` }} />
            </td>
            <td>{count(size)}</td>
            <td className="quiet">{all > 0 ? share(size / all) : '–'}</td>
            {note !== undefined && <td className="quiet">{note}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
