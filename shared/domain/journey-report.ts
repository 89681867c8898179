import { pathSection, type Rollup, touchesOfPath, valueIndex, waitSection } from './rollup.ts'
import { splitExactly, wholeMicros } from './split.ts'
import { waitBuckets } from './wait.ts'

/** A path by channels, with what came of it: the sums of `measures`. */
export interface Path {
  readonly touches: readonly string[]
  readonly sums: readonly number[]
}
export const pathsOf = (rollup: Rollup): Path[] =>
  Object.entries(rollup[pathSection] ?? {}).map(([path, sums]) => ({ touches: touchesOfPath(path), sums }))

const enquiriesIn = (sums: readonly number[]) => (sums[0] ?? 0) / wholeMicros
const valueIn = (sums: readonly number[]) => sums[valueIndex] ?? 0

/** The journeys of a period's enquiries; those without any touch are told by their number alone. */
export function journeyReport(rollup: Rollup, limit: number) {
  const all = pathsOf(rollup)
  const known = all.filter(({ touches }) => touches.length > 0)
  const total = all.reduce((sum, { sums }) => sum + enquiriesIn(sums), 0)
  const withJourney = known.reduce((sum, { sums }) => sum + enquiriesIn(sums), 0)

  const value = all.reduce((sum, { sums }) => sum + valueIn(sums), 0)

  const lengths = new Map<number, number>()
  const roles = new Map<
    string,
    { first: number; last: number; assisted: number; involved: number; value: number }
  >()
  for (const { touches, sums } of known) {
    const enquiries = enquiriesIn(sums)
    lengths.set(touches.length, (lengths.get(touches.length) ?? 0) + enquiries)
    for (const channel of new Set(touches)) {
      const role = roles.get(channel) ?? { first: 0, last: 0, assisted: 0, involved: 0, value: 0 }
      role.involved += enquiries
      role.value += valueIn(sums)
      if (touches[0] === channel) role.first += enquiries
      if (touches.at(-1) === channel) role.last += enquiries
      if (touches.slice(0, -1).includes(channel)) role.assisted += enquiries
      roles.set(channel, role)
    }
  }
  const waits = rollup[waitSection] ?? {}
  return {
    totals: { enquiries: total, withoutJourney: total - withJourney, value },
    touchesPerEnquiry:
      withJourney === 0
        ? null
        : [...lengths].reduce((sum, [length, enquiries]) => sum + length * enquiries, 0) / withJourney,
    rows: known
      .map(({ touches, sums }) => ({
        key: touches.join(' > '),
        touches,
        enquiries: enquiriesIn(sums),
        value: valueIn(sums),
        share: enquiriesIn(sums) / total,
      }))
      .sort((a, b) => b.enquiries - a.enquiries || b.value - a.value || (a.key < b.key ? -1 : 1))
      .slice(0, limit),
    lengths: [...lengths].sort(([a], [b]) => a - b).map(([touches, enquiries]) => ({ touches, enquiries })),
    waits: waitBuckets.map((wait) => ({
      wait,
      enquiries: enquiriesIn(waits[wait] ?? []),
      value: valueIn(waits[wait] ?? []),
    })),
    channels: [...roles]
      .map(([channel, role]) => ({ channel, ...role }))
      .sort((a, b) => b.involved - a.involved || (a.channel < b.channel ? -1 : 1)),
  }
}

/** The sums of all journeys, split by shares that need not be whole: the parts are integers that come to the sums again. */
export function sumsByShare(
  sums: readonly number[],
  shares: ReadonlyMap<string, number>,
): Map<string, number[]> {
  const keys = [...shares.keys()].sort()
  const weights = keys.map((key) => shares.get(key) ?? 0)
  const columns = sums.map((sum) => splitExactly(sum, weights))
  return new Map(keys.map((key, row) => [key, columns.map((column) => column[row] ?? 0)]))
}
