import type { Process } from './process.ts'
import { type Scoring, usualPerVisit } from './scoring.ts'
import { plainPath, type Signal, type SignalOf } from './signal.ts'
import type { FactRule, RuleKind } from './step-rule.ts'
import { addSeconds, type Instant } from './time.ts'

/** A rule made ready: what it is called, and what it says to a signal of its kind. */
interface ReadyRule {
  readonly key: string
  /** So many of its matches in one visit or contact matter, the first ones. */
  readonly most: number
  /** @returns when it matched; undefined if it did not */
  readonly match: (signal: Signal) => Instant | undefined
  /** Of a call, what the rule asked for: what else becomes of it while it lasts changes no row. */
  readonly asked?: string | undefined
}

/** All rules of an account by the kind of signal that they look at: most facts are no rule's business. */
export interface RuleBook {
  readonly of: Readonly<Partial<Record<RuleKind, readonly ReadyRule[]>>>
}

/** One match of one rule. */
export interface Hit {
  readonly rule: string
  readonly on: RuleKind
  readonly at: Instant
  readonly detail?: string | undefined
}

export const stepRuleKey = (step: string, index: number): string => `step ${step} ${index}`
export const scoreRuleKey = (rule: string): string => `score ${rule}`

const folded = (text: string) => text.trim().toLowerCase()

/**
 * Compares a plain path with a pattern in which `*` stands for any characters; time grows with the lengths alone.
 * @returns what answers for paths as `plainPath` leaves them
 */
export function pathMatcher(pattern: string): (plain: string) => boolean {
  const parts = plainPath(pattern).split('*')
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return (path) => path === first
  return (path) => {
    if (!path.startsWith(first) || path.length < first.length + last.length) return false
    let place = first.length
    for (const part of rest) {
      const found = path.indexOf(part, place)
      if (found < 0) return false
      place = found + part.length
    }
    return path.endsWith(last) && path.length - last.length >= place
  }
}

type Match<Kind extends RuleKind> = (signal: SignalOf<Kind>) => Instant | undefined
type Make = { readonly [Kind in RuleKind]: (rule: Extract<FactRule, { readonly on: Kind }>) => Match<Kind> }

const always = ({ at }: { readonly at: Instant }) => at
const ofCampaign =
  ({ campaign }: { readonly campaign?: string | undefined }) =>
  ({ at, campaign: own }: { readonly at: Instant; readonly campaign: string }) =>
    campaign === undefined || campaign === own ? at : undefined

/** How each kind of rule looks at a signal of its kind. */
const make: Make = {
  visit: () => always,
  'phone-click': () => always,
  text: () => always,
  form: () => always,
  page(rule) {
    const matches = pathMatcher(rule.path)
    return ({ at, plain }) => (matches(plain) ? at : undefined)
  },
  event(rule) {
    const wanted = folded(rule.name)
    return ({ at, name }) => (folded(name) === wanted ? at : undefined)
  },
  'code-shown': ofCampaign,
  'code-given': ofCampaign,
  'code-used':
    ({ where, campaign }) =>
    (signal) =>
      where === undefined || where === signal.where ? ofCampaign({ campaign })(signal) : undefined,
  call:
    ({ outcomes, minTalkSeconds }) =>
    ({ at, outcome, answeredAt, endedAt, talkSeconds }) => {
      if (outcomes !== undefined && !outcomes.some((each) => each === outcome)) return undefined
      if (minTalkSeconds !== undefined) {
        // It is true from the second on at which they had spoken for so long.
        const spoken = talkSeconds ?? 0
        return spoken >= minTalkSeconds ? addSeconds(answeredAt ?? at, minTalkSeconds) : undefined
      }
      if (outcomes === undefined) return at
      return (outcome === 'answered' ? answeredAt : endedAt) ?? at
    },
  mail:
    ({ event, sequence }) =>
    (signal) =>
      signal.event === event && (sequence === undefined || sequence === signal.sequence)
        ? signal.at
        : undefined,
  outcome(rule) {
    const wanted = folded(rule.stage)
    return ({ at, stage }) => (folded(stage) === wanted ? at : undefined)
  },
}

function askedOf(rule: FactRule): string | undefined {
  if (rule.on !== 'call') return undefined
  if (rule.minTalkSeconds !== undefined) return `talk ${rule.minTalkSeconds}`
  return rule.outcomes?.length === 1 ? rule.outcomes[0] : undefined
}

/** What is remembered of a signal, so that people see why. */
function detailOf(signal: Signal): string | undefined {
  switch (signal.on) {
    case 'page':
      return signal.path.slice(0, 200)
    case 'event':
      return signal.name.slice(0, 100)
    case 'mail':
      return `${signal.event} ${signal.sequence}`
    case 'outcome':
      return signal.stage
    case 'code-shown':
    case 'code-given':
      return signal.campaign
    case 'code-used':
      return `${signal.where} ${signal.campaign}`
    default:
      return undefined
  }
}

const opened = new WeakMap<Process, WeakMap<Scoring, RuleBook>>()

/** An account's rules, made ready once: the same process and scoring have the same book. */
export function openRuleBook(process: Process, scoring: Scoring): RuleBook {
  const books = opened.get(process) ?? new WeakMap<Scoring, RuleBook>()
  opened.set(process, books)
  const book = books.get(scoring) ?? makeRuleBook(process, scoring)
  books.set(scoring, book)
  return book
}

/** Makes an account's rules ready to be asked about many signals. */
export function makeRuleBook(process: Process, scoring: Scoring): RuleBook {
  const of: Partial<Record<RuleKind, ReadyRule[]>> = {}
  function add(key: string, rule: FactRule, most: number): void {
    const match = (make[rule.on] as (rule: FactRule) => ReadyRule['match'])(rule)
    const rules = of[rule.on] ?? []
    of[rule.on] = rules
    rules.push({ key, most, match, asked: askedOf(rule) })
  }
  for (const { id, rules } of process.steps) {
    for (const [index, rule] of rules.entries()) add(stepRuleKey(id, index), rule, rule.times ?? 1)
  }
  for (const { id, when, perVisit = usualPerVisit } of scoring.rules) add(scoreRuleKey(id), when, perVisit)
  return { of }
}

/** The matches of one visit or contact that matter: of each rule the first ones, in time order. */
export function hitsIn(book: RuleBook, signals: readonly Signal[]): Hit[] {
  const found: { readonly hit: Hit; readonly most: number }[] = []
  for (const signal of signals) {
    let detail: string | undefined
    for (const { key, match, most, asked } of book.of[signal.on] ?? []) {
      const at = match(signal)
      if (at === undefined) continue
      detail ??= detailOf(signal)
      const told = asked ?? detail
      found.push({ hit: { rule: key, on: signal.on, at, ...(told !== undefined && { detail: told }) }, most })
    }
  }
  found.sort((a, b) => byTime(a.hit, b.hit))
  const counts = new Map<string, number>()
  return found.flatMap(({ hit, most }) => {
    const count = (counts.get(hit.rule) ?? 0) + 1
    counts.set(hit.rule, count)
    return count <= most ? [hit] : []
  })
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byTime = (a: Hit, b: Hit) =>
  compare(a.at, b.at) || compare(a.rule, b.rule) || compare(a.detail ?? '', b.detail ?? '')
