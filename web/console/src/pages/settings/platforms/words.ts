import type * as z from 'zod/mini'
import type { conversionAnswer } from '../../../../../../functions/outreach/conversions/conversion-schema.ts'
import { duration, money } from '../../../look/format.ts'
import { type Destination, platformNames } from '../../deliveries/words.ts'

export type { Destination }
export { platformNames }

export type Platform = Destination['platform']
export type Mode = Destination['mode']
export type Rule = Destination['rules'][number]
export type RuleKind = Rule['on']
export type Conversion = z.infer<typeof conversionAnswer>
export type ConversionState = Conversion['state']

export const platformIds = Object.keys(platformNames) as Platform[]

export const modeNames: Readonly<Record<Mode, string>> = { 'dry-run': 'Dry run', live: 'Live', off: 'Off' }
export const modeTones = { 'dry-run': 'warn', live: 'good', off: 'plain' } as const satisfies Readonly<
  Record<Mode, string>
>

export const kindNames: Readonly<Record<RuleKind, string>> = {
  enquiry: 'Enquiry',
  call: 'Answered call',
  redemption: 'Redeemed code',
  outcome: 'Outcome',
  step: 'Step reached',
}

export const stateNames: Readonly<Record<ConversionState, string>> = {
  waiting: 'Waiting',
  sent: 'Sent',
  'taken-back': 'Taken back',
  refused: 'Refused',
  'not-sent': 'Not sent',
}
export const stateTones = {
  waiting: 'warn',
  sent: 'good',
  'taken-back': 'plain',
  refused: 'signal',
  'not-sent': 'plain',
} as const satisfies Readonly<Record<ConversionState, string>>

/** Nothing of a dry run has left the house. */
export const stateName = ({ state, dryRun }: Pick<Conversion, 'state' | 'dryRun'>): string =>
  !dryRun ? stateNames[state] : state === 'sent' ? 'Would be sent' : stateNames[state]

/** What converts, of a rule's name as the API tells it: `call-60`, `outcome-won`, `step-quote`. */
export function ruleWords(name: string, stepName: (id: string) => string): string {
  const [, kind, rest] = /^(call|outcome|step)-(.+)$/.exec(name) ?? []
  if (kind === 'call') return `Call of ${duration(Number(rest))} and more`
  if (kind === 'outcome') return `Outcome “${rest}”`
  if (kind === 'step') return `Step “${stepName(rest ?? '')}”`
  return { enquiry: 'Enquiry', call: 'Answered call', redemption: 'Code redeemed' }[name] ?? name
}

export function ruleName(rule: Rule): string {
  switch (rule.on) {
    case 'call':
      return rule.minimumTalkSeconds ? `call-${rule.minimumTalkSeconds}` : 'call'
    case 'outcome':
      return `outcome-${rule.stage}`
    case 'step':
      return `step-${rule.step}`
    default:
      return rule.on
  }
}

export function worthWords({ value }: Rule, currency: string): string {
  if (value.from === 'none') return 'the platform’s usual value'
  if (value.from === 'fixed') return money(value.amount, currency, true)
  return value.otherwise === undefined
    ? 'what was stated'
    : `what was stated, else ${money(value.otherwise, currency, true)}`
}
