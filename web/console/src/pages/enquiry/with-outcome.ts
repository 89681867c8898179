import type { Enquiry } from '../../api/types.ts'
import type { Stage } from '../../look/stages.ts'

export interface ToldOutcome {
  readonly stage: Stage
  /** Minor units; left out where nobody stated it. */
  readonly value?: number
}

/** The enquiry as it will be once what was told of it is known: the value told last holds, nothing once it is lost. Pure. */
export function withOutcome(standing: Enquiry, { stage, value }: ToldOutcome, at: string): Enquiry {
  const amount = stage === 'lost' ? 0 : (value ?? standing.value.amount)
  return {
    ...standing,
    outcomes: [
      ...standing.outcomes,
      { at, stage, contact: '', ...(value !== undefined && { valueMinorUnits: value }) },
    ],
    value: { ...standing.value, amount },
  }
}
