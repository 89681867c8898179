import * as z from 'zod/mini'
import { markovOrders } from '../../../shared/domain/markov.ts'
import { type PathModel, pathModels } from '../../../shared/domain/path-models.ts'

const note = (description: string) => z.meta({ description })

/** Larger ones would not be exact. */
const amount = z.number().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER))

export const pathSchema = z.strictObject({
  touches: z.array(z.string()).check(note('Channels, oldest first; they count as given, repeats included')),
  conversions: amount.check(note('How many journeys of just these touches converted')),
  value: z.optional(amount).check(note('What they brought altogether, in any one unit')),
  nulls: z.optional(amount).check(note('How many such journeys ended without a conversion')),
})

const orderMessage = `Must be ${markovOrders.slice(0, -1).join(', ')} or ${markovOrders.at(-1)}: how many touches a state of the Markov chain remembers.`

const requestSchema = z
  .strictObject({
    paths: z.array(pathSchema),
    models: z.array(z.enum(pathModels as [PathModel, ...PathModel[]])).check(z.minLength(1)),
    order: z._default(
      z.literal([...markovOrders], { error: orderMessage }).check(note('Of the Markov chain')),
      1,
    ),
  })
  .check(z.meta({ id: 'ModelEvaluationRequest' }))

type EvaluationRequest = z.infer<typeof requestSchema>

const isAmount = (value: unknown) =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER

function isPath(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  for (const key in value) {
    const field: unknown = (value as Record<string, unknown>)[key]
    if (key === 'touches') {
      if (!Array.isArray(field) || !field.every((touch) => typeof touch === 'string')) return false
    } else if (key === 'conversions' || key === 'value' || key === 'nulls') {
      if (!isAmount(field)) return false
    } else {
      return false
    }
  }
  return 'touches' in value && 'conversions' in value
}

/** Whether the paths are as the schema wants them: it takes several times as long as the parser to say so of 5 MB. */
function hasGoodPaths(body: unknown): body is { readonly paths: EvaluationRequest['paths'] } {
  const paths: unknown = (body as { paths?: unknown } | null)?.paths
  return Array.isArray(paths) && paths.every(isPath)
}

/** A table of 100,000 bad rows is told of the first ones. */
const maxErrors = 100

const { safeParse } = requestSchema
export const evaluationRequest = Object.assign(requestSchema, {
  safeParse(body: unknown, options?: Parameters<typeof safeParse>[1]): ReturnType<typeof safeParse> {
    if (!hasGoodPaths(body)) {
      const refused = safeParse(body, options)
      refused.error?.issues.splice(maxErrors)
      return refused
    }
    const parsed = safeParse({ ...body, paths: [] }, options)
    return parsed.success ? { success: true, data: { ...parsed.data, paths: body.paths } } : parsed
  },
})

const byChannel = z.record(z.string(), z.number())
const totals = z.object({ conversions: z.number(), value: z.number() })

const modelResult = z
  .object({
    conversions: byChannel,
    value: byChannel,
    unattributed: totals.check(
      note(
        'What no channel can have: that of paths without a touch; with the channels’ parts it makes the totals',
      ),
    ),
    removalEffects: z
      .optional(byChannel)
      .check(note('Of `markov`: 1 − P(conversion without the channel) / P(conversion)')),
    assumes: z
      .optional(z.string())
      .check(note('What the model takes for granted, since a path table has no times')),
  })
  .check(z.meta({ id: 'ModelResult' }))

export const evaluationSchema = z
  .object({
    transform: z.literal('as-given').check(note('Touches count as given, repeats included')),
    lookbackDays: z.null().check(note('Null: every touch given counts, however old')),
    order: z.literal([...markovOrders]),
    totals: z.object({ paths: z.int(), ...totals.shape, nulls: z.number() }),
    results: z.partialRecord(z.enum(pathModels as [PathModel, ...PathModel[]]), modelResult),
  })
  .check(z.meta({ id: 'ModelEvaluation' }))
