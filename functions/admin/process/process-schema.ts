import * as z from 'zod/mini'
import {
  mostRulesOfStep,
  mostStages,
  mostSteps,
  type Process,
  type ProcessStep,
  stepPaths,
} from '../../../shared/domain/process.ts'
import { mostScoreRules, type Scoring } from '../../../shared/domain/scoring.ts'
import { mailEvents, mostTimes } from '../../../shared/domain/step-rule.ts'
import { instant, moment, text } from '../field.ts'

/** The sales process, and how people are scored: bodies and answers. */

const note = (description: string) => z.meta({ description })

/** What is stored, and shown in addresses. */
const slug = z.string().check(
  z.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
    error: 'Must be 1 to 40 small letters, digits and hyphens between them.',
  }),
)
const label = text(80).check(z.refine((value) => value.trim() !== '', { error: 'Must not be empty.' }))
const reference = text(80).check(z.minLength(1))
const campaign = z.optional(reference).check(note('The id of a campaign; any unless given'))
const mostStars = 8

const pagePath = text(200).check(
  z.minLength(1),
  z.refine((path) => path.split('*').length <= mostStars + 1, { error: `Takes at most ${mostStars} stars.` }),
  note('Compared with the path of the page’s address: `*` stands for any characters, case does not matter'),
)

const kinds = {
  visit: {},
  page: { path: pagePath },
  event: { name: text(100).check(z.minLength(1)) },
  'phone-click': {},
  'code-shown': { campaign },
  call: {
    outcomes: z
      .optional(
        z
          .array(z.enum(['answered', 'missed', 'abandoned', 'voicemail']))
          .check(z.minLength(1), z.maxLength(4)),
      )
      .check(note('One of these; any unless given')),
    minTalkSeconds: z
      .optional(z.int().check(z.gte(1), z.lte(86_400)))
      .check(note('Caller and business spoke for at least so long')),
  },
  text: {},
  form: {},
  'code-used': {
    where: z.optional(z.enum(['phone', 'online'])).check(note('Anywhere unless given')),
    campaign,
  },
  'code-given': { campaign },
  mail: {
    event: z.enum(mailEvents),
    sequence: z.optional(reference).check(note('The id of a sequence; any unless given')),
  },
  outcome: { stage: text(64).check(z.minLength(1)) },
} as const

/** A rule of each kind, with what else belongs to it. */
const ruleWith = <Shape extends z.core.$ZodShape>(more: Shape) =>
  z.discriminatedUnion('on', [
    z.strictObject({ on: z.literal('visit'), ...kinds.visit, ...more }),
    z.strictObject({ on: z.literal('page'), ...kinds.page, ...more }),
    z.strictObject({ on: z.literal('event'), ...kinds.event, ...more }),
    z.strictObject({ on: z.literal('phone-click'), ...kinds['phone-click'], ...more }),
    z.strictObject({ on: z.literal('code-shown'), ...kinds['code-shown'], ...more }),
    z.strictObject({ on: z.literal('call'), ...kinds.call, ...more }),
    z.strictObject({ on: z.literal('text'), ...kinds.text, ...more }),
    z.strictObject({ on: z.literal('form'), ...kinds.form, ...more }),
    z.strictObject({ on: z.literal('code-used'), ...kinds['code-used'], ...more }),
    z.strictObject({ on: z.literal('code-given'), ...kinds['code-given'], ...more }),
    z.strictObject({ on: z.literal('mail'), ...kinds.mail, ...more }),
    z.strictObject({ on: z.literal('outcome'), ...kinds.outcome, ...more }),
  ])

const stepRule = ruleWith({
  times: z
    .optional(z.int().check(z.gte(1), z.lte(mostTimes)))
    .check(note('How often it must have matched; 1 unless given')),
}).check(z.meta({ id: 'StepRule' }))

const stageFields = { id: slug, name: label }
const stepFields = {
  id: slug,
  name: label,
  stage: slug.check(note('The id of its stage')),
  where: z.enum(['online', 'offline']),
  how: z.enum(['automatic', 'manual']).check(note('`manual`: reached by hand alone, and without rules')),
  path: z
    .enum(stepPaths)
    .check(
      note(
        '`main`: on the way to the sale, along which the funnel counts; `side`: beside it; `exit`: where it ends without one',
      ),
    ),
  rules: z.array(stepRule).check(z.maxLength(mostRulesOfStep), note('Any of them reaches the step')),
}
const step = z.strictObject(stepFields).check(z.meta({ id: 'ProcessStep' }))

const revision = z
  .optional(z.int().check(z.gte(0)))
  .check(
    note(
      'As it was read: what somebody else changed meanwhile is not overwritten. Not compared unless given',
    ),
  )

const changedAt = z
  .optional(z.nullable(z.string()))
  .check(note('Not read: there so that what was answered can be sent back as it is'))

const areDistinct = (list: readonly { readonly id: string }[]) =>
  new Set(list.map(({ id }) => id)).size === list.length
const fitsIts = ({ how, rules }: Pick<ProcessStep, 'how' | 'rules'>) =>
  (how === 'manual') === (rules.length === 0)

/** Steps of one stage stand together, and the stages in their order. */
function isGrouped({ stages, steps }: Process): boolean {
  const order = new Map(stages.map(({ id }, index) => [id, index]))
  const places = steps.map(({ stage }) => order.get(stage) ?? -1)
  return places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0))
}

export const processBody = z
  .strictObject({
    stages: z.array(z.strictObject(stageFields)).check(z.minLength(1), z.maxLength(mostStages)),
    steps: z.array(step).check(z.minLength(1), z.maxLength(mostSteps)),
    revision,
    changedAt,
  })
  .check(
    z.refine(({ stages }) => areDistinct(stages), {
      path: ['stages'],
      error: 'Each stage needs an id of its own.',
    }),
    z.refine(({ steps }) => areDistinct(steps), {
      path: ['steps'],
      error: 'Each step needs an id of its own.',
    }),
    z.refine(({ stages, steps }) => steps.every(({ stage }) => stages.some(({ id }) => id === stage)), {
      path: ['steps'],
      error: 'Each step names one of the stages.',
    }),
    z.refine((process) => isGrouped(process as Process), {
      path: ['steps'],
      error: 'Steps stand in the order of their stages.',
    }),
    z.refine(({ steps }) => steps.every((each) => fitsIts(each as ProcessStep)), {
      path: ['steps'],
      error: 'An automatic step needs a rule, a manual one has none.',
    }),
    z.refine(({ steps }) => steps.some(({ path }) => path === 'main'), {
      path: ['steps'],
      error: 'At least one step stands on the way: `path` is `main`.',
    }),
    z.meta({ id: 'NewProcess' }),
  )

const stands = {
  revision: z.int().check(note('0: as usual, since nobody has changed it yet')),
  changedAt: z.nullable(instant),
}
export const processAnswer = z
  .object({
    stages: z.array(z.object(stageFields)),
    steps: z.array(step),
    ...stands,
  })
  .check(z.meta({ id: 'Process' }))

const points = z.number().check(
  z.gte(-1000),
  z.lte(1000),
  z.refine((value) => Number.isInteger(value * 10), { error: 'Must have at most one decimal.' }),
)
const scoreRule = z
  .strictObject({
    id: slug,
    name: label,
    when: ruleWith({}),
    points: points.check(note('May be negative')),
    perVisit: z
      .optional(z.int().check(z.gte(1), z.lte(10)))
      .check(note('So many matches of one visit or contact count; 1 unless given')),
    most: z
      .optional(z.int().check(z.gte(1), z.lte(20)))
      .check(note('Of all matches the last so many count; 5 unless given')),
    skip: z
      .optional(z.int().check(z.gte(0), z.lte(20)))
      .check(note('So many matches give nothing yet: 1 for what counts from the second on')),
  })
  .check(z.meta({ id: 'ScoreRule' }))
const threshold = z.int().check(z.gte(1), z.lte(100_000))
const scoringFields = {
  halfLifeDays: z
    .nullable(z.number().check(z.gte(0.5), z.lte(3650)))
    .check(note('After so many days points count for half; null: they never fade')),
  thresholds: z
    .strictObject({ warm: threshold, ready: threshold })
    .check(note('From which score on somebody is warm, or ready for a person to speak with them')),
  rules: z.array(scoreRule).check(z.maxLength(mostScoreRules)),
}
export const scoringBody = z.strictObject({ ...scoringFields, revision, changedAt }).check(
  z.refine(({ rules }) => areDistinct(rules), {
    path: ['rules'],
    error: 'Each rule needs an id of its own.',
  }),
  z.refine(({ thresholds }) => thresholds.warm < thresholds.ready, {
    path: ['thresholds', 'ready'],
    error: 'Must be above `warm`.',
  }),
  z.meta({ id: 'NewScoring' }),
)
export const scoringAnswer = z.object({ ...scoringFields, ...stands }).check(z.meta({ id: 'Scoring' }))

const givenId = text(200).check(z.minLength(1))
export const moveBody = z
  .strictObject({
    contact: z.optional(givenId).check(note('A CallSid, or the id of any other contact of the person')),
    visitorId: z.optional(givenId).check(note('Of a visitor who made no contact yet')),
    step: slug,
    reached: z._default(z.boolean(), true).check(note('false takes back what was said by hand')),
    at: z.optional(moment).check(note('Now unless given')),
  })
  .check(
    z.refine(({ contact, visitorId }) => (contact === undefined) !== (visitorId === undefined), {
      error: 'Name one: any contact of the person by `contact`, or a visitor by `visitorId`.',
    }),
    z.meta({ id: 'NewMove' }),
  )
export const moveAnswer = z
  .object({
    contact: z.optional(z.string()),
    visitorId: z.optional(z.string()),
    step: z.string(),
    reached: z.boolean(),
    at: instant,
    by: z.string(),
  })
  .check(z.meta({ id: 'Move' }))

export type ProcessBody = z.infer<typeof processBody>
export type ScoringBody = z.infer<typeof scoringBody>
/** That the schemas read what the domain means. */
export const processIn = ({ stages, steps }: ProcessBody): Process => ({ stages, steps })
export const scoringIn = ({ halfLifeDays, thresholds, rules }: ScoringBody): Scoring => ({
  halfLifeDays,
  thresholds,
  rules,
})
