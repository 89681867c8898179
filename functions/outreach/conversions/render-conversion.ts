import type { ConversionRule, Destination } from '../../../shared/domain/conversion/destination.ts'
import { ruleNameOf } from '../../../shared/domain/conversion/destination.ts'
import { heldReasons, type Plan, standingOf } from '../../../shared/domain/conversion/differ.ts'
import { type ConversionRecord, reasonOf, stateOf } from '../../../shared/domain/conversion/record.ts'
import { type Money, unwantedReasons, type Verdict } from '../../../shared/domain/conversion/wanted.ts'
import type { EnquiryId } from '../../../shared/domain/ids.ts'
import { renderProcessing } from '../deliveries/render.ts'
import type { ConversionAnswer } from './conversion-schema.ts'
import type { Decided } from './decide.ts'

const moneyOf = (value: Money | null | undefined) =>
  value ? { amount: value.minorUnits, currency: value.currency } : null

export function renderConversion(record: ConversionRecord): ConversionAnswer {
  const { standing, pending, name, destination, platform, mode, rule, enquiry, contact, at, updatedAt } =
    record
  const operation = pending?.operation
  const isWorthless = !pending && standing?.isZeroed && standing.value
  const told = operation ? standingOf(operation) : standing
  return {
    id: name,
    destinationId: destination,
    platform,
    dryRun: mode === 'dry-run',
    rule,
    action: told?.action ?? null,
    enquiryId: enquiry,
    contact,
    at: told?.at ?? at,
    state: stateOf(record),
    because: reasonOf(record) ?? null,
    value: moneyOf(isWorthless ? { ...standing.value, minorUnits: 0 } : told?.value),
    click: told?.click ? { name: told.click.name, at: told.click.at } : null,
    dueAt: pending?.dueAt ?? null,
    processing: renderProcessing(record.processing),
    updatedAt,
  }
}

function because(plan: Plan): string | null {
  if (!('settled' in plan) || plan.because === undefined) return null
  return plan.settled ? unwantedReasons[plan.because] : heldReasons[plan.because]
}
const actionOf = (verdict: Verdict, rule: ConversionRule | undefined) =>
  'wanted' in verdict ? verdict.wanted.action : (rule?.action ?? null)

/** What is decided of an enquiry and not kept: that it has not come to it, or did so too long ago. */
export function renderUnkept(
  destination: Destination,
  enquiry: EnquiryId,
  decided: Decided,
): ConversionAnswer {
  const { key, rule, verdict, plan } = decided
  const wanted = 'wanted' in verdict ? verdict.wanted : undefined
  return {
    id: null,
    destinationId: destination.id,
    platform: destination.platform,
    dryRun: key.mode === 'dry-run',
    rule: key.rule,
    action: actionOf(verdict, rule),
    enquiryId: enquiry,
    contact: key.contact,
    at: wanted?.at ?? null,
    state: 'operation' in plan ? 'waiting' : 'not-sent',
    because: because(plan),
    value: moneyOf(wanted?.value),
    click: wanted?.click ? { name: wanted.click.name, at: wanted.click.at } : null,
    dueAt: 'operation' in plan ? plan.dueAt : null,
    processing: null,
    updatedAt: null,
  }
}

/** A rule to which nothing of the enquiry comes. */
export const renderUnreached = (
  { id, platform, mode }: Destination,
  rule: ConversionRule,
  enquiry: EnquiryId,
): ConversionAnswer => ({
  id: null,
  destinationId: id,
  platform,
  dryRun: mode === 'dry-run',
  rule: ruleNameOf(rule.trigger),
  action: rule.action,
  enquiryId: enquiry,
  contact: null,
  at: null,
  state: 'not-sent',
  because: mode === 'off' ? 'The destination is off.' : unwantedReasons['not-reached'],
  value: null,
  click: null,
  dueAt: null,
  processing: null,
  updatedAt: null,
})
