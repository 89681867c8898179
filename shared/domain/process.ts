import type { StepRule } from './step-rule.ts'

/** Of the way from the first visit to the sale, as far as it is one. */
export const stepPaths = ['main', 'side', 'exit'] as const

export interface ProcessStage {
  readonly id: string
  readonly name: string
}

export interface ProcessStep {
  readonly id: string
  readonly name: string
  /** The id of its stage. */
  readonly stage: string
  readonly where: 'online' | 'offline'
  /** `manual`: reached by hand alone. Any step can be reached by hand, too. */
  readonly how: 'automatic' | 'manual'
  /**
   * `main`: one after the other they are the way to the sale, along which the funnel counts. `side`: beside the way (not
   * ready yet, a mail opened). `exit`: where it ends without a sale.
   */
  readonly path: (typeof stepPaths)[number]
  /** Any of them; none for a manual step. */
  readonly rules: readonly StepRule[]
}

/** An account's sales process: stages and their steps, in order. */
export interface Process {
  readonly stages: readonly ProcessStage[]
  readonly steps: readonly ProcessStep[]
}

export const mostSteps = 40
export const mostStages = 12
export const mostRulesOfStep = 10
