import type { Channel } from './channel.ts'
import type { DeclaredSource } from './number.ts'

/** Visits of which sources? All that it names must fit; without any condition, every visit's. */
export interface SourceRule extends DeclaredSource {
  readonly channel?: Channel | undefined
}

/**
 * How much each condition narrows, the narrowest above all wider ones together: a rule that names the campaign is more
 * specific than one that names source and medium.
 */
const narrowness: Record<keyof SourceRule, number> = {
  content: 32,
  term: 16,
  campaign: 8,
  source: 4,
  medium: 2,
  channel: 1,
}
export const ruleDimensions = Object.keys(narrowness) as (keyof SourceRule)[]

/** 0 for a rule without conditions; two rules of the same worth name the same dimensions. */
export const specificityOf = (rule: SourceRule): number =>
  ruleDimensions.reduce((sum, name) => sum + (rule[name] === undefined ? 0 : narrowness[name]), 0)

/** Unless the business says otherwise, a number is shown to the visitors of the source that it stands for. */
export function ruleOfSource({ source, medium, campaign, term, content }: DeclaredSource): SourceRule {
  const said = Object.entries({ source, medium, campaign, term, content }).filter(([, value]) =>
    value?.trim(),
  )
  return Object.fromEntries(said)
}
