import type { FunnelReport } from '../../api/types.ts'
import { count } from '../../look/format.ts'

export type Figures = FunnelReport['totals']
export type StepFigures = Figures['steps'][number]
export type Step = FunnelReport['steps'][number]

/** People whom the model splits have one decimal. */
export const people = (value: number): string => count(Math.round(value * 10) / 10)

export const mainSteps = ({ steps }: Pick<FunnelReport, 'steps'>): readonly Step[] =>
  steps.filter(({ path }) => path === 'main')

export const figuresOf = (
  figures: Pick<Figures, 'steps'> | undefined,
  id: string | undefined,
): StepFigures | undefined => figures?.steps.find((step) => step.id === id)

/** Where the most stop, of those steps that somebody came beyond; undefined where nobody stops. */
export function leakOf(report: FunnelReport): (Step & { readonly stopped: number }) | undefined {
  const main = mainSteps(report)
  const last = main.findLast(({ id }) => (figuresOf(report.totals, id)?.passed ?? 0) > 0)
  return main
    .flatMap((step) => {
      const stopped = figuresOf(report.totals, step.id)?.stopped
      return step.id === last?.id || !stopped ? [] : [{ ...step, stopped }]
    })
    .toSorted((a, b) => b.stopped - a.stopped)[0]
}
