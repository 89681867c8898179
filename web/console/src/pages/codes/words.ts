import type { Campaign, CodesReport } from '../../api/types.ts'
import { money } from '../../look/format.ts'

export type Direction = Campaign['direction']
export type Way = CodesReport['totals']['directions'][number]['direction']

/** `£` */
export const symbolOf = (currency: string): string =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency

export const directionNames: Readonly<Record<Direction, string>> = {
  'web-to-phone': 'Shown online, quoted by phone',
  'phone-to-web': 'Given by phone, entered online',
  both: 'Both ways',
}
export const wayNames: Readonly<Record<Way, string>> = {
  'web-to-phone': 'Shown online',
  'phone-to-web': 'Given by phone',
  printed: 'Printed or sent',
  unknown: 'Issue unknown',
}

export const benefitWords = (benefit: Campaign['benefit']): string => {
  switch (benefit.kind) {
    case 'percent':
      return `${benefit.percent}% off`
    case 'amount':
      return `${money(benefit.amount, benefit.currency, benefit.amount % 100 !== 0)} off`
    case 'gift':
      return benefit.description
    case 'none':
      return 'no benefit'
  }
}

const units = [
  ['Y', 'year'],
  ['M', 'month'],
  ['W', 'week'],
  ['D', 'day'],
] as const

/** `P14D` as people say it; what is made of several units stays as it is written. */
export function durationWords(iso: string): string {
  const [, number, unit] = /^P(\d+)([YMWD])$/.exec(iso) ?? []
  const [, hours] = /^PT(\d+)H$/.exec(iso) ?? []
  const of = (size: number, name: string) => `${size} ${name}${size === 1 ? '' : 's'}`
  if (hours !== undefined) return of(Number(hours), 'hour')
  const name = units.find(([letter]) => letter === unit)?.[1]
  return number !== undefined && name !== undefined ? of(Number(number), name) : iso
}
