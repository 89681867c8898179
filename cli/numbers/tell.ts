import type { AvailableNumber } from '../../shared/twilio/number-resource.ts'
import type { Drift } from '../../shared/twilio/number-settings.ts'
import type { Finding } from './compare.ts'

/** Columns as wide as their widest cell; the last is not padded. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('   ')
      .trimEnd()
  return [line(head), ...rows.map(line)].map((text) => `${text}\n`).join('')
}

const addresses: Readonly<Record<string, string>> = {
  none: '',
  any: 'an address',
  local: 'a local address',
  foreign: 'an address abroad',
}

export const tellAvailable = (numbers: readonly AvailableNumber[]): string =>
  table(
    ['number', 'place', 'can', 'needs'],
    numbers.map(({ number, place, can, address }) => [
      number,
      place,
      can.join(' '),
      addresses[address] ?? address,
    ]),
  )

/** `+442079460000 The van`, once where the label is the number. */
export const nameOf = ({ number, label }: { readonly number: string; readonly label: string }): string =>
  label === '' || label === number ? number : `${number}  ${label}`

const shown = (value: string) => (value === '' ? '(not set)' : value)

/** The number, and what of it is and shall be: each setting on two lines. */
export const tellDrift = (
  number: { readonly number: string; readonly label: string },
  drift: readonly Drift[],
) =>
  [
    nameOf(number),
    ...drift.flatMap(({ name, is, wanted }) => [`  ${name}`, `    - ${shown(is)}`, `    + ${shown(wanted)}`]),
    '',
  ].join('\n')

const groups: readonly {
  readonly finding: Finding['finding']
  readonly title: (count: string) => string
  readonly advice: string
}[] = [
  {
    finding: 'drift',
    title: (numbers) => `${numbers} set differently at Twilio`,
    advice: '“numbers sync” shows what differs, “numbers sync --apply” repairs it',
  },
  {
    finding: 'not-at-twilio',
    title: (numbers) => `${numbers} in Tieline, but not of this Twilio account: nobody can call them`,
    advice: '“numbers release NUMBER” takes one out of Tieline',
  },
  {
    finding: 'not-in-tieline',
    title: (numbers) => `${numbers} at Twilio, but not in Tieline: their calls are not counted`,
    advice: '“numbers import NUMBER” takes one in, --ignore NUMBER leaves it out here',
  },
  {
    finding: 'rings-nobody',
    title: (numbers) => `${numbers} without a phone to ring`,
    advice: 'give the number or its pool a flow with forwardTo: PATCH /v1/numbers/ID',
  },
]

export const countOf = (count: number): string => `${count} number${count === 1 ? '' : 's'}`

function detailOf(finding: Finding): string {
  if (finding.finding === 'drift') return `: ${finding.drift.map(({ name }) => name).join(', ')}`
  if (finding.finding === 'not-in-tieline' && finding.pointsHere) {
    return ': its calls come here, and no phone rings'
  }
  return ''
}

/** The findings by their kind, each with what to do about it. */
export function tellFindings(findings: readonly Finding[]): string {
  return groups
    .flatMap(({ finding, title, advice }) => {
      const found = findings.filter((each) => each.finding === finding)
      if (found.length === 0) return []
      return [
        `${title(countOf(found.length))} (${advice}):`,
        ...found.map((each) => `  ${nameOf(each)}${detailOf(each)}`),
        '',
      ]
    })
    .join('\n')
}
