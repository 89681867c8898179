import type { Hono } from 'hono'
import { evaluatePaths, type PathModel, type PathModelResult } from '../../../shared/domain/path-models.ts'
import { type Guards, handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import { evaluateModels } from './model-operations.ts'

/** What a model takes for granted where a table says nothing. */
const assumptions: Partial<Record<PathModel, string>> = {
  lastNonDirect: 'Touches named Direct or (direct), in any case of letters, are Direct.',
  timeDecay: 'A path has no times: touches lie a day apart, the half-life is 7 days.',
  wShaped: 'A path has no stages: the same as position.',
}

const renderResult = (model: PathModel, result: PathModelResult) => ({
  // `fromEntries` defines its keys, so that a channel may be called `__proto__`.
  conversions: Object.fromEntries(result.conversions),
  value: Object.fromEntries(result.value),
  unattributed: result.unattributed,
  ...(result.removalEffects && { removalEffects: Object.fromEntries(result.removalEffects) }),
  ...(assumptions[model] && { assumes: assumptions[model] }),
})

/** Reckons with what it is sent, and keeps none of it. */
export function mountModelRoutes(app: Hono, guards: Guards): void {
  handle(app, guards, evaluateModels, async ({ body: { paths, models, order } }) => {
    const evaluation = evaluatePaths(paths, { models, order })
    if ('refused' in evaluation) {
      const message = `Order ${order} over ${evaluation.channels} channels that lead to each other in circles is too much to solve exactly: merge channels, or ask for a lower order.`
      return refuse('invalid_body', 'The table is too tangled for `markov`; see `errors`.', {
        errors: [{ path: 'order', message }],
      })
    }
    return reply(200, {
      transform: 'as-given',
      lookbackDays: null,
      order,
      totals: evaluation.totals,
      results: Object.fromEntries(
        [...evaluation.results].map(([model, result]) => [model, renderResult(model, result)]),
      ),
    })
  })
}
