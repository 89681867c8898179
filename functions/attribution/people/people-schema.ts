import * as z from 'zod/mini'
import { creditModels } from '../../../shared/domain/credit.ts'
import { contactKinds } from '../../../shared/domain/link.ts'
import { bands } from '../../../shared/domain/scoring.ts'
import { channels } from '../../../shared/domain/source.ts'
import { listOf, listQuery } from '../../../shared/http/list.ts'
import { day, daysInOrder, instant, note, text } from '../field.ts'

const stepId = z.string().check(z.maxLength(60))

export const peopleQuery = z
  .object({
    ...listQuery.shape,
    order: z
      ._default(z.enum(['score', 'recent']), 'recent')
      .check(
        note(
          '`score`: highest first, of those who were ever warm; `recent`: by their first step, newest first',
        ),
      ),
    band: z.optional(z.enum(bands)).check(note('As the score stands now')),
    step: z.optional(stepId).check(note('Who reached this step')),
    furthest: z.optional(stepId).check(note('Whose furthest step on the way is this one')),
    kind: z.optional(z.enum(['person', 'visitor'])).check(note('`visitor`: no contact of theirs is known')),
    from: z.optional(day).check(note('By their first step')),
    to: z.optional(day),
  })
  .check(daysInOrder)
export type PeopleQuery = z.infer<typeof peopleQuery>

const source = z.object({
  channel: z.enum(channels),
  source: text,
  medium: text,
  campaign: text,
  term: text,
  content: text,
  landingPage: text,
  referrer: text,
})

const summary = {
  id: z.string().check(note('`per_…`, or the id of a visitor who made no contact')),
  kind: z.enum(['person', 'visitor']),
  startedAt: instant.check(note('Their first step: the funnel counts them on its day')),
  lastAt: instant.check(note('The last visit, contact, step or points')),
  score: z.int().check(note('As it stands now: points fade')),
  band: z.enum(bands),
  furthest: text.check(note('The furthest step on the way; null where none is reached')),
  steps: z.array(z.string()).check(note('In the order in which they were reached')),
  firstSource: z.nullable(source),
  visits: z.int(),
  contacts: z.int(),
  lastContact: z.nullable(z.object({ kind: z.enum(contactKinds), id: z.string(), at: instant })),
  value: z.object({ amount: z.int(), currency: z.string() }),
}
export const personSummary = z.object(summary).check(z.meta({ id: 'PersonSummary' }))
export const peopleList = listOf(personSummary)

const because = z
  .object({
    on: z.string().check(note('The kind of fact; `moved`: by hand')),
    at: instant,
    sessionId: z.optional(z.string()),
    contact: z.optional(z.string()),
    visitorId: z.optional(z.string()),
    detail: z.optional(z.string()),
    sentence: z.string(),
  })
  .check(z.meta({ id: 'Because' }))

export const personSchema = z
  .object({
    ...summary,
    steps: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          stage: text,
          at: instant,
          because,
        }),
      )
      .check(note('In the order in which they were reached')),
    contacts: z.array(z.object({ kind: z.enum(contactKinds), id: z.string(), at: instant })),
    scoring: z.object({
      halfLifeDays: z.nullable(z.number()),
      thresholds: z.object({ warm: z.int(), ready: z.int() }),
      points: z
        .array(
          z.object({
            rule: z.string(),
            name: z.string(),
            at: instant,
            given: z.number(),
            now: z.number().check(note('What has not faded yet; the score is the sum, rounded')),
            because,
          }),
        )
        .check(note('Newest first')),
      crossed: z
        .object({ warm: z.optional(because), ready: z.optional(because) })
        .check(
          note('What took the score over the threshold when it was last below; it may have faded since'),
        ),
    }),
    visitors: z.array(z.string()),
    enquiries: z.array(z.string()),
    journey: z
      .array(z.object({ at: instant, sessionId: z.optional(z.string()), source: z.int() }))
      .check(note('The first touches and the last; `source` indexes `sources`')),
    touchesInAll: z.int(),
    sources: z.array(source),
    credits: z
      .object(
        Object.fromEntries(
          creditModels.map((model) => [
            model,
            z.array(z.object({ source: z.nullable(z.int()), micros: z.int() })),
          ]),
        ),
      )
      .check(note('Whose the person is in the funnel, by every model; `source` indexes `sources`')),
  })
  .check(z.meta({ id: 'Person' }))
