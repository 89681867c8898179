/** One line of a path table: what every journey of just these touches, in just this order, came to altogether. */
export interface PathRow {
  /** Oldest first, as given: repeats count. Any text names a channel, the empty one too. */
  readonly touches: readonly string[]
  /** How many of the journeys converted: any finite number from 0 on. */
  readonly conversions: number
  /** What they brought altogether, in any one unit. */
  readonly value?: number | undefined
  /** How many of the journeys ended without a conversion. */
  readonly nulls?: number | undefined
}

/** A path table with its channels numbered: path `i` is `touches[starts[i]]` up to, not including, `starts[i + 1]`. */
export interface PathTable {
  readonly channels: readonly string[]
  readonly touches: Int32Array
  readonly starts: Int32Array
  readonly conversions: Float64Array
  readonly values: Float64Array
  readonly nulls: Float64Array
}

export interface PathTotals {
  readonly paths: number
  readonly conversions: number
  readonly value: number
  readonly nulls: number
}

const grown = <A extends Int32Array | Float64Array>(array: A, length: number): A => {
  const larger = new (array.constructor as new (length: number) => A)(Math.max(length, array.length * 2))
  larger.set(array)
  return larger
}

/** Reads the rows once; what the models do after that touches numbers alone. */
export function internPaths(rows: Iterable<PathRow>): PathTable {
  const numbers = new Map<string, number>()
  let touches = new Int32Array(4096)
  let starts = new Int32Array(1024)
  let conversions = new Float64Array(1024)
  let values = new Float64Array(1024)
  let nulls = new Float64Array(1024)
  let paths = 0
  let end = 0
  for (const row of rows) {
    if (paths + 1 >= starts.length) {
      starts = grown(starts, paths + 2)
      conversions = grown(conversions, paths + 2)
      values = grown(values, paths + 2)
      nulls = grown(nulls, paths + 2)
    }
    const given = row.touches
    if (end + given.length > touches.length) touches = grown(touches, end + given.length)
    for (let index = 0; index < given.length; index++) {
      const channel = given[index] as string
      let number = numbers.get(channel)
      if (number === undefined) {
        number = numbers.size
        numbers.set(channel, number)
      }
      touches[end++] = number
    }
    conversions[paths] = row.conversions
    values[paths] = row.value ?? 0
    nulls[paths] = row.nulls ?? 0
    starts[++paths] = end
  }
  return {
    channels: [...numbers.keys()],
    touches: touches.subarray(0, end),
    starts: starts.subarray(0, paths + 1),
    conversions: conversions.subarray(0, paths),
    values: values.subarray(0, paths),
    nulls: nulls.subarray(0, paths),
  }
}

const sum = (numbers: Float64Array) => numbers.reduce((total, number) => total + number, 0)

export const totalsOf = ({ conversions, values, nulls }: PathTable): PathTotals => ({
  paths: conversions.length,
  conversions: sum(conversions),
  value: sum(values),
  nulls: sum(nulls),
})

/** Credit by channel number; `unattributed` is what no channel can have, such as that of paths without a touch. */
export interface ChannelCredit {
  readonly conversions: Float64Array
  readonly value: Float64Array
  readonly unattributed: { readonly conversions: number; readonly value: number }
}

/** The totals of the paths that have a touch, and of those that have none. */
export function splitByTouched(table: PathTable) {
  const touched = { conversions: 0, value: 0 }
  const empty = { conversions: 0, value: 0 }
  for (let path = 0; path < table.conversions.length; path++) {
    const side = table.starts[path] === table.starts[path + 1] ? empty : touched
    side.conversions += table.conversions[path] as number
    side.value += table.values[path] as number
  }
  return { touched, empty }
}
