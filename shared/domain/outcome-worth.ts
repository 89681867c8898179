import { type Outcome, stages } from './contact-story.ts'

/** Money that is paid back: it says so, or its value is below zero. */
export const isRefund = ({ stage, valueMinorUnits }: Pick<Outcome, 'stage' | 'valueMinorUnits'>): boolean =>
  stage === stages.refunded || (valueMinorUnits ?? 0) < 0

/** What was told of one deal comes to: what it is worth, if somebody said, and what was paid back of what is not known here. */
interface Worth {
  readonly stated: number | undefined
  /** Infinity: all of it. */
  readonly paidBack: number
}

/** @param outcomes of one deal, in time order */
function worthOfDeal(outcomes: readonly Outcome[]): Worth {
  let stated: number | undefined
  let paidBack = 0
  for (const outcome of outcomes) {
    const { valueMinorUnits } = outcome
    if (isRefund(outcome)) {
      const amount = valueMinorUnits === undefined ? Number.POSITIVE_INFINITY : Math.abs(valueMinorUnits)
      if (stated === undefined) paidBack += amount
      else stated = Math.max(0, stated - amount)
    } else if (valueMinorUnits !== undefined) stated = valueMinorUnits
  }
  // What is lost is worth nothing, whatever was hoped for.
  if (outcomes.at(-1)?.stage === stages.lost) return { stated: 0, paidBack: 0 }
  return { stated, paidBack }
}

/** What somebody said without naming a deal, by hand or of a phone number, tells one story. */
const unnamed = ''
export const namedDealMark = 'deal_'
const nameIn = ({ deal }: Outcome) => (deal?.startsWith(namedDealMark) ? deal : unnamed)

/** The value that the outcomes of one contact state, if they state any: see `worthOf` for those of several deals. */
export const statedValue = (outcomes: readonly Outcome[]): number | undefined => worthOfDeal(outcomes).stated

/**
 * What a contact is worth, in minor units. Of one deal the value stated last holds; deals of names of their own add up,
 * and hold over what was said without one. Nothing once it is lost, less what was paid back.
 * @param outcomes of the contact, in time order
 * @param ordered what was ordered with its codes: holds where nobody stated a value
 */
export function worthOf(outcomes: readonly Outcome[], ordered = 0): number {
  const byDeal = new Map<string, Outcome[]>([[unnamed, []]])
  for (const outcome of outcomes) {
    const name = nameIn(outcome)
    byDeal.set(name, [...(byDeal.get(name) ?? []), outcome])
  }
  const worths = [...byDeal].map(([name, own]) => ({ name, ...worthOfDeal(own) }))
  const named = worths.filter(({ name, stated }) => name !== unnamed && stated !== undefined)
  const said = worths.find(({ name }) => name === unnamed)?.stated
  const stated =
    named.length > 0 ? named.reduce((sum, each) => sum + (each.stated ?? 0), 0) : (said ?? ordered)
  return Math.max(0, stated - worths.reduce((sum, { paidBack }) => sum + paidBack, 0))
}
