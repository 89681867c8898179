import type { Account } from '../../../shared/domain/account.ts'
import { creditModels } from '../../../shared/domain/credit.ts'
import { explainCause } from '../../../shared/domain/explain-progress.ts'
import type { Process } from '../../../shared/domain/process.ts'
import { bandAt, type Cause, type ProgressRow, scoreAt } from '../../../shared/domain/progress.ts'
import { faded, type Scoring } from '../../../shared/domain/scoring.ts'
import type { Source } from '../../../shared/domain/source.ts'
import type { Instant } from '../../../shared/domain/time.ts'

type Money = Pick<Account, 'currency'>

const withoutClickIds = ({ clickIds: _, ...source }: Source) => source

export function renderSummary(row: ProgressRow, now: Instant, { currency }: Money) {
  const [firstTouch] = row.journey
  const first = firstTouch && row.sources[firstTouch.source]
  return {
    id: row.id as string,
    kind: row.kind,
    startedAt: row.startedAt,
    lastAt: row.lastAt,
    score: scoreAt(row, now),
    band: bandAt(row, now),
    furthest: row.path.at(-1) ?? null,
    steps: row.steps.map(({ step }) => step),
    firstSource: first ? withoutClickIds(first) : null,
    visits: row.visits,
    contacts: row.contacts.length,
    lastContact: row.contacts.at(-1) ?? null,
    value: { amount: row.valueMinorUnits, currency },
  }
}

const renderCause = ({ on, at, session, contact, visitor, detail }: Cause) => ({
  on,
  at,
  ...(session !== undefined && { sessionId: session }),
  ...(contact !== undefined && { contact }),
  ...(visitor !== undefined && { visitorId: visitor }),
  ...(detail !== undefined && { detail }),
  sentence: explainCause({ on, detail }),
})

/** Hundredths are enough to see where a score comes from. */
const cents = (points: number) => Math.round(points * 100) / 100

export function renderPerson(
  row: ProgressRow,
  { process, scoring }: { readonly process: Process; readonly scoring: Scoring },
  now: Instant,
  money: Money,
) {
  const steps = new Map(process.steps.map((step) => [step.id, step]))
  const rules = new Map(scoring.rules.map((rule) => [rule.id, rule]))
  const { halfLifeDays, thresholds, points, crossed } = row.score
  return {
    ...renderSummary(row, now, money),
    steps: row.steps.map(({ step, ...cause }) => ({
      id: step,
      name: steps.get(step)?.name ?? step,
      stage: steps.get(step)?.stage ?? null,
      at: cause.at,
      because: renderCause(cause),
    })),
    contacts: row.contacts,
    scoring: {
      halfLifeDays,
      thresholds,
      points: [...points].reverse().map(({ rule, points: given, ...cause }) => ({
        rule,
        name: rules.get(rule)?.name ?? rule,
        at: cause.at,
        given,
        now: cents(faded(given, cause.at, now, halfLifeDays)),
        because: renderCause(cause),
      })),
      crossed: {
        ...(crossed.warm && { warm: renderCause(crossed.warm) }),
        ...(crossed.ready && { ready: renderCause(crossed.ready) }),
      },
    },
    visitors: row.visitors,
    enquiries: row.enquiries,
    journey: row.journey,
    touchesInAll: row.touchesInAll,
    sources: row.sources.map(withoutClickIds),
    credits: Object.fromEntries(
      creditModels.map((model) => [
        model,
        row.credits[model].map(({ touch, micros }) => ({ source: touch, micros })),
      ]),
    ),
  }
}
