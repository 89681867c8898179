/** How long from a code's issue to its first use: upper ends in seconds, exclusive. Quoted codes take minutes. */
const buckets = [
  ['under 5 minutes', 5 * 60],
  ['under 1 hour', 3600],
  ['under 1 day', 86_400],
  ['1-2 days', 3 * 86_400],
  ['3-6 days', 7 * 86_400],
  ['1-2 weeks', 14 * 86_400],
  ['2-4 weeks', 28 * 86_400],
  ['over 4 weeks', Number.POSITIVE_INFINITY],
] as const
export const codeWaits = buckets.map(([name]) => name)
export type CodeWait = (typeof codeWaits)[number]

export const codeWaitOf = (seconds: number): CodeWait =>
  buckets.find(([, end]) => seconds < end)?.[0] ?? 'over 4 weeks'

/** The bucket in which the middle one of all waits lies; of an even number the earlier of the two. */
export function medianWait(counts: Readonly<Partial<Record<CodeWait, number>>>): CodeWait | null {
  const all = codeWaits.reduce((sum, wait) => sum + (counts[wait] ?? 0), 0)
  let before = 0
  for (const wait of codeWaits) {
    before += counts[wait] ?? 0
    if (all > 0 && before * 2 >= all) return wait
  }
  return null
}
