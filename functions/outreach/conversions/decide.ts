import {
  type ConversionRule,
  type Destination,
  ruleNameOf,
} from '../../../shared/domain/conversion/destination.ts'
import { type Plan, planOperation } from '../../../shared/domain/conversion/differ.ts'
import { platformRules } from '../../../shared/domain/conversion/platform.ts'
import type { ConversionRecord, RecordKey, RecordMode } from '../../../shared/domain/conversion/record.ts'
import { type ConversionSubject, type Verdict, verdictOf } from '../../../shared/domain/conversion/wanted.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'

/** What becomes of one conversion at one destination. */
export interface Decided {
  readonly key: RecordKey
  readonly rule: ConversionRule | undefined
  /** Undefined where none is kept yet. */
  readonly record: ConversionRecord | undefined
  readonly verdict: Verdict
  readonly plan: Plan
}

/** What carries a conversion already, or may. */
const isCarrying = ({ standing, pending }: ConversionRecord): boolean =>
  (standing !== undefined && !standing.isZeroed) || pending?.isUncertain === true

function decideRule(
  destination: Destination,
  mode: RecordMode,
  rule: ConversionRule,
  own: readonly ConversionRecord[],
  subject: ConversionSubject,
  currency: string,
  now: Instant,
): Decided[] {
  const { account, id } = destination
  const name = ruleNameOf(rule.trigger)
  const carrying = new Set(own.filter(isCarrying).map(({ contact }) => contact))
  const { contact, verdict } = verdictOf(destination, rule, subject, currency, carrying)
  const decided = (of: string, record: ConversionRecord | undefined, verdict: Verdict): Decided => ({
    key: { account, destination: id, mode, rule: name, contact: of },
    rule,
    record,
    verdict,
    plan: planOperation(destination, record?.standing, record?.generation ?? 0, verdict, now),
  })
  const others = own
    .filter((record) => record.contact !== contact)
    .map((record) => {
      const unwanted = subject.erased.has(record.contact) ? 'erased' : 'superseded'
      return decided(record.contact, record, contact === undefined ? verdict : { unwanted })
    })
  if (contact === undefined) return others
  const record = own.find((each) => each.contact === contact)
  return [...others, decided(contact, record, verdict)]
}

/**
 * What of an enquiry should stand at a destination, and what is to be done for it.
 * @param records of the enquiry's contacts, of whatever destination
 */
export function decideConversions(
  destination: Destination,
  records: readonly ConversionRecord[],
  subject: ConversionSubject,
  currency: string,
  now: Instant,
): Decided[] {
  const { mode, rules } = destination
  if (mode === 'off') return []
  const own = records.filter((record) => record.destination === destination.id && record.mode === mode)
  const ruled = rules.flatMap((rule) => {
    const name = ruleNameOf(rule.trigger)
    const of = own.filter((record) => record.rule === name)
    return decideRule(destination, mode, rule, of, subject, currency, now)
  })
  const names = new Set(rules.map(({ trigger }) => ruleNameOf(trigger)))
  const verdict = { unwanted: 'no-rule' } as const
  const unruled = own
    .filter(({ rule }) => !names.has(rule))
    .map((record) => ({
      key: record,
      rule: undefined,
      record,
      verdict,
      plan: planOperation(destination, record.standing, record.generation, verdict, now),
    }))
  return [...ruled, ...unruled]
}

/** History of before the destination is not noted one by one: there is nothing to be told of it, now or later. */
export function isWorthNoting(
  { platform, from }: Destination,
  { plan, record }: Pick<Decided, 'plan' | 'record'>,
  openedAt: Instant,
  now: Instant,
): boolean {
  if (record !== undefined || 'operation' in plan) return true
  const { because } = plan
  if (because === undefined || because === 'not-reached' || because === 'erased') return false
  if (because === 'too-old' || because === 'before-start') return false
  const isRecent = addMinutes(openedAt, platformRules[platform].oldestHours * 60) > now
  return isRecent && (from === undefined || openedAt >= from)
}
