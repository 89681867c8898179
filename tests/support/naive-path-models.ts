import type { PathRow } from '../../shared/domain/path-table.ts'
import {
  add,
  divide,
  exactly,
  type Fraction,
  fraction,
  isZero,
  multiply,
  one,
  subtract,
  sumOf,
  toNumber,
  zero,
} from './fraction.ts'

/**
 * The path models as their definitions read, in rational arithmetic and with no regard to speed: it shares no code and no
 * idea with what it checks.
 */
export interface NaiveCredit {
  readonly conversions: Record<string, number>
  readonly value: Record<string, number>
  readonly removalEffects?: Record<string, number>
}

const channelsOf = (rows: readonly PathRow[]) => [...new Set(rows.flatMap((row) => row.touches))]
const asObject = (entries: readonly (readonly [string, Fraction])[]) =>
  Object.fromEntries(entries.map(([channel, share]) => [channel, toNumber(share)]))

type Chain = Map<string, Map<string, Fraction>>
const converted = 'converted'
const lost = 'lost'

/** Transition counts; a state is written as the JSON of its touches. */
function countTransitions(rows: readonly PathRow[], order: number): Chain {
  const chain: Chain = new Map()
  const count = (from: string, to: string, weight: Fraction) => {
    if (isZero(weight)) return
    const row = chain.get(from) ?? new Map()
    row.set(to, add(row.get(to) ?? zero, weight))
    chain.set(from, row)
  }
  for (const { touches, conversions, nulls = 0 } of rows) {
    const weight = add(exactly(conversions), exactly(nulls))
    const stateAt = (seen: number) => JSON.stringify(touches.slice(Math.max(0, seen - order), seen))
    for (let seen = 0; seen < touches.length; seen++) count(stateAt(seen), stateAt(seen + 1), weight)
    count(stateAt(touches.length), converted, exactly(conversions))
    count(stateAt(touches.length), lost, exactly(nulls))
  }
  return chain
}

/** P(conversion) from the start: Gauss's elimination of p(s) = Σ P(s, t) p(t), state by state. */
function chanceOfConversion(chain: Chain, removed?: string): Fraction {
  const start = '[]'
  const isRemoved = (state: string) =>
    removed !== undefined && state.startsWith('[') && JSON.parse(state).includes(removed)
  const rows = new Map<string, Map<string, Fraction>>()
  for (const [from, targets] of chain) {
    if (isRemoved(from)) continue
    const total = sumOf([...targets.values()])
    const row = new Map<string, Fraction>()
    for (const [to, weight] of targets) {
      if (to !== lost && !isRemoved(to)) row.set(to, divide(weight, total))
    }
    rows.set(from, row)
  }
  for (const state of [...rows.keys()].filter((each) => each !== start)) {
    const own = rows.get(state) as Map<string, Fraction>
    rows.delete(state)
    substitute(own, state, undefined)
    for (const row of rows.values()) substitute(row, state, own)
  }
  const last = rows.get(start)
  if (!last) return zero
  return last.get(converted) ?? zero
}

/** Replaces `state` in a row by its own row; in its own row, by solving for it. */
function substitute(row: Map<string, Fraction>, state: string, by: Map<string, Fraction> | undefined) {
  const chance = row.get(state)
  if (!chance) return
  row.delete(state)
  if (by) {
    for (const [to, weight] of by) row.set(to, add(row.get(to) ?? zero, multiply(chance, weight)))
  } else {
    for (const [to, weight] of row) row.set(to, divide(weight, subtract(one, chance)))
  }
}

export function naiveMarkov(rows: readonly PathRow[], order: number): NaiveCredit {
  const chain = countTransitions(rows, order)
  const whole = chanceOfConversion(chain)
  const effects = channelsOf(rows).map((channel): [string, Fraction] => [
    channel,
    isZero(whole) ? zero : subtract(one, divide(chanceOfConversion(chain, channel), whole)),
  ])
  const sum = sumOf(effects.map(([, effect]) => effect))
  const touched = rows.filter(({ touches }) => touches.length > 0)
  const share = (total: Fraction) =>
    asObject(
      effects.map(([channel, effect]) => [
        channel,
        isZero(sum) ? zero : multiply(divide(effect, sum), total),
      ]),
    )
  return {
    conversions: share(sumOf(touched.map(({ conversions }) => exactly(conversions)))),
    value: share(sumOf(touched.map(({ value = 0 }) => exactly(value)))),
    removalEffects: asObject(effects),
  }
}

const factorial = (number: number): bigint => (number <= 1 ? 1n : BigInt(number) * factorial(number - 1))

/** Over every coalition: |S|! (n − |S| − 1)! / n! × (v(S ∪ {c}) − v(S)). */
export function naiveShapley(rows: readonly PathRow[]): NaiveCredit {
  const channels = channelsOf(rows)
  const creditBy = (worthOf: (row: PathRow) => number) => {
    const worth = (coalition: ReadonlySet<string>) =>
      sumOf(
        rows
          .filter(({ touches }) => touches.every((touch) => coalition.has(touch)))
          .map((row) => exactly(worthOf(row))),
      )
    return asObject(
      channels.map((channel) => {
        const others = channels.filter((other) => other !== channel)
        let share = zero
        for (let chosen = 0; chosen < 2 ** others.length; chosen++) {
          const coalition = new Set(others.filter((_, index) => (chosen >> index) & 1))
          const weight = fraction(
            factorial(coalition.size) * factorial(channels.length - coalition.size - 1),
            factorial(channels.length),
          )
          const added = subtract(worth(new Set([...coalition, channel])), worth(coalition))
          share = add(share, multiply(weight, added))
        }
        return [channel, share] as const
      }),
    )
  }
  return {
    conversions: creditBy(({ conversions }) => conversions),
    value: creditBy(({ value = 0 }) => value),
  }
}
