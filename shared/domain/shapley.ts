import { type ChannelCredit, type PathTable, splitByTouched } from './path-table.ts'

/**
 * Shapley values of the game v(S) = conversions of the paths whose channels are all in S. Each path is a unanimity game
 * of its own set of channels, whose value its members share evenly, and Shapley values add up over games: so no
 * coalition needs to be looked at, and the result is exact.
 */
export function creditByShapley(table: PathTable): ChannelCredit {
  const { touches, starts } = table
  const conversions = new Float64Array(table.channels.length)
  const value = new Float64Array(table.channels.length)
  const lastSeenIn = new Int32Array(table.channels.length).fill(-1)
  const distinct = new Int32Array(table.channels.length)
  for (let path = 0; path < table.conversions.length; path++) {
    const converted = table.conversions[path] as number
    const worth = table.values[path] as number
    if (converted === 0 && worth === 0) continue
    let count = 0
    const end = starts[path + 1] as number
    for (let at = starts[path] as number; at < end; at++) {
      const channel = touches[at] as number
      if (lastSeenIn[channel] === path) continue
      lastSeenIn[channel] = path
      distinct[count++] = channel
    }
    for (let index = 0; index < count; index++) {
      const channel = distinct[index] as number
      conversions[channel] = (conversions[channel] as number) + converted / count
      value[channel] = (value[channel] as number) + worth / count
    }
  }
  return { conversions, value, unattributed: splitByTouched(table).empty }
}
