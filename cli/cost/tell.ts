import { count } from '../progress.ts'
import type { Bill, BillLine, Usage } from './bill.ts'
import type { Measured } from './measured.ts'
import { callRail, pricesNotFound } from './prices.ts'

const usd = (value: number): string => (value > 0 && value < 0.995 ? value.toFixed(4) : value.toFixed(2))

function amount(quantity: number): string {
  if (quantity === 0) return '0'
  return quantity < 100 ? String(Number(quantity.toPrecision(3))) : count(quantity)
}

const cellsOf = ({ service, quantity, price, usd: value }: BillLine): string[] => [
  service,
  amount(quantity),
  price.unit,
  `${usd(price.usd)}${price.per === 1 ? '' : ` / ${count(price.per)}`}`.replace(
    '0.0000',
    price.usd.toFixed(10),
  ),
  usd(value),
]

/** The bill as a table for people. */
export function tellBill(bill: Bill, busy: Bill, usage: Usage, measured: Measured): string {
  const { calls, sessions, minutesOfCall, numbers, region } = usage
  const isSpent = ({ usd: value }: BillLine) => value > 0
  const groups: readonly (readonly [string, readonly BillLine[], number])[] = [
    ['AWS, by use', bill.aws.filter(({ kind }) => kind === 'use').filter(isSpent), bill.byUse],
    ['AWS, by the month', bill.aws.filter(({ kind }) => kind === 'month').filter(isSpent), bill.byMonth],
    ['Twilio', bill.twilio.filter(isSpent), bill.twilioTotal],
  ]
  const rows = groups.flatMap(([, lines]) => lines.map(cellsOf))
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(9, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => ([1, 4].includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd()
  const total = (name: string, value: number) => line([name, '', '', '', usd(value)])

  const perThousandCalls = (each: Bill) => usd((each.byUse * 1000) / calls)
  return [
    `A month of ${count(calls)} calls of ${minutesOfCall} min on ${count(numbers)} numbers, and ${count(sessions)} sessions, in ${region}, in US dollars`,
    '',
    line(['', 'quantity', 'unit', 'price', 'USD']),
    ...groups.flatMap(([name, lines, sum]) => [name, ...lines.map(cellsOf).map(line), total('sum', sum), '']),
    total('AWS', bill.byUse + bill.byMonth),
    total('AWS and Twilio', bill.byUse + bill.byMonth + bill.twilioTotal),
    '',
    ...(calls > 0 && sessions === 0
      ? [`1,000 calls: ${perThousandCalls(bill)} by use, ${perThousandCalls(busy)} in a busy account.`]
      : [`In a busy account, which shares the work of adding up, AWS by use comes to ${usd(busy.byUse)}.`]),
    `CallRail lists ${callRail.usd} a month with ${callRail.numbers} numbers and ${callRail.minutes} minutes (${callRail.source}).`,
    `Measured ${measured.date} by "${measured.command}"; free tiers and taxes are left out.`,
    'Not in the sum, since no source was found for the price:',
    ...pricesNotFound.map((name) => `  ${name}`),
    'Sources, dates and assumptions: --json',
    '',
  ].join('\n')
}
