/** @returns the value that the fraction of the values lies at or below (nearest rank); `NaN` of none */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? Number.NaN
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length / 2
  if (!Number.isInteger(middle)) return sorted[Math.floor(middle)] ?? Number.NaN
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/**
 * Runs each subject once a round, beginning with another each time, so that what the machine does besides (a warming
 * processor, a neighbour) falls on all of them alike.
 * @returns what each subject gave, in the order of the rounds
 */
export async function interleave<Name extends string, Sample>(
  subjects: Readonly<Record<Name, (round: number) => Promise<Sample>>>,
  rounds: number,
  onRound: (round: number) => void = () => undefined,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(subjects) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>
  for (let round = 0; round < rounds; round++) {
    onRound(round)
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length]
      if (name !== undefined) samples[name].push(await subjects[name](round))
    }
  }
  return samples
}
