import { count } from '../progress.ts'
import type { Difference } from './compare.ts'
import { accountOf, partitionOf } from './meaning.ts'

const mostShown = 30

const kinds: Record<Difference['kind'], string> = {
  missing: 'missing: the facts ask for it, the views lack it',
  added: 'added: stands in the views, and no fact asks for it',
  different: 'different: says something else than the facts',
}

const places: Record<string, string> = {
  day: 'rows of enquiries, calls, sessions and people',
  warmth: 'places among the warm',
  enquiry: 'places of contacts',
  node: 'links',
  days: 'days',
  quarters: 'sums of quarters of an hour',
  parts: 'sums of parts of quarters of an hour',
  rollup: 'sums of days',
  months: 'sums of months',
}

/** The differences in words: counted by what they are, the first ones with their keys. */
export function tellDifferences(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'No difference: the views say what the ledger says.\n'
  const groups = new Map<string, number>()
  for (const { kind, key } of differences) {
    const partition = partitionOf(key)
    const name = `${kinds[kind]} (${accountOf(key)}, ${places[partition] ?? partition})`
    groups.set(name, (groups.get(name) ?? 0) + 1)
  }
  const shown = differences
    .slice(0, mostShown)
    .map(({ kind, key }) => `  ${kind.padEnd(9)} ${key.pk}  ${key.sk}`)
  return [
    `${count(differences.length)} differences:`,
    ...[...groups].map(([name, number]) => `  ${count(number)} ${name}`),
    '',
    ...shown,
    ...(differences.length > mostShown
      ? [`  … ${count(differences.length - mostShown)} more; --json lists all`]
      : []),
    '',
  ].join('\n')
}
