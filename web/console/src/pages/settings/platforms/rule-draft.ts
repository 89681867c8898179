import { minorUnitsOf } from '../../../look/amount.ts'
import { typedAmount } from '../../../look/format.ts'
import type { Rule, RuleKind } from './words.ts'

/** A rule as it is typed. */
export interface RuleDraft {
  /** Known by it while others come and go. */
  readonly key: number
  readonly on: RuleKind
  readonly seconds: string
  readonly stage: string
  readonly step: string
  readonly action: string
  readonly label: string
  readonly worth: Rule['value']['from']
  readonly amount: string
}

export const freshDraft = (key: number): RuleDraft => ({
  key,
  on: 'outcome',
  seconds: '',
  stage: 'won',
  step: '',
  action: '',
  label: '',
  worth: 'stated',
  amount: '',
})

export function draftOf(rule: Rule, key: number, currency: string): RuleDraft {
  const { value } = rule
  const amount = value.from === 'fixed' ? value.amount : value.from === 'stated' ? value.otherwise : undefined
  return {
    ...freshDraft(key),
    on: rule.on,
    action: rule.action,
    label: rule.label ?? '',
    worth: value.from,
    amount: amount === undefined ? '' : typedAmount(amount, currency),
    ...(rule.on === 'call' && { seconds: String(rule.minimumTalkSeconds ?? '') }),
    ...(rule.on === 'outcome' && { stage: rule.stage }),
    ...(rule.on === 'step' && { step: rule.step }),
  }
}

export type DraftMistakes = Readonly<Record<string, string>>

function triggerOf({ on, seconds, stage, step }: RuleDraft) {
  switch (on) {
    case 'call':
      return { on, ...(seconds.trim() !== '' && { minimumTalkSeconds: Number(seconds) }) }
    case 'outcome':
      return { on, stage: stage.trim() }
    case 'step':
      return { on, step }
    default:
      return { on }
  }
}

/** @returns the rule as the API takes it, or what can't be sent as it was typed, by field */
export function ruleOf(
  draft: RuleDraft,
  currency: string,
): { readonly rule: Rule } | { readonly mistakes: DraftMistakes } {
  const amount = draft.worth === 'none' ? undefined : minorUnitsOf(draft.amount, currency)
  if (amount === null) return { mistakes: { amount: 'Must be an amount, 1,200.50.' } }
  if (draft.worth === 'fixed' && amount === undefined) return { mistakes: { amount: 'Say how much.' } }
  if (draft.on === 'step' && draft.step === '') return { mistakes: { step: 'Choose a step.' } }
  const value =
    draft.worth === 'fixed'
      ? { from: 'fixed', amount }
      : draft.worth === 'none'
        ? { from: 'none' }
        : { from: 'stated', ...(amount !== undefined && { otherwise: amount }) }
  const label = draft.label.trim()
  return {
    rule: {
      ...triggerOf(draft),
      action: draft.action.trim(),
      ...(label !== '' && { label }),
      value,
    } as Rule,
  }
}
