import { defaultProcess } from '../shared/domain/process-default.ts'
import { hitsIn, makeRuleBook, openRuleBook, pathMatcher } from '../shared/domain/rule-match.ts'
import { defaultScoring } from '../shared/domain/scoring-default.ts'
import { plainPath, type Signal } from '../shared/domain/signal.ts'
import { instantOf } from '../shared/domain/time.ts'
import type { Bench, Figure } from './bench.ts'
import { interleave, median } from './measure.ts'

const rounds = 5
const factsInAll = 200_000
/** As many as a usual visit has. */
const factsOfVisit = 6

const paths = ['/', '/services/boilers', '/reviews', '/pricing', '/contact', '/about/team']
const at = instantOf(Date.parse('2026-11-01T00:00:00.000Z'))
const visit: readonly Signal[] = paths.map((path) => ({
  on: 'page',
  at,
  path,
  plain: plainPath(path),
}))

const timed =
  (work: () => unknown): (() => Promise<number>) =>
  async () => {
    const startedAt = performance.now()
    work()
    return performance.now() - startedAt
  }

/** Every pattern asked about every page, and nothing else: what nobody can do without. */
function floor(): number {
  const patterns = defaultProcess.steps
    .flatMap(({ rules }) => rules)
    .concat(defaultScoring.rules.map(({ when }) => when))
    .flatMap((rule) => (rule.on === 'page' ? [pathMatcher(rule.path)] : []))
  const plain = paths.map(plainPath)
  let matched = 0
  for (let round = 0; round < factsInAll / factsOfVisit; round++) {
    for (const path of plain) for (const matches of patterns) if (matches(path)) matched += 1
  }
  return matched
}

function evaluated(): number {
  const book = openRuleBook(defaultProcess, defaultScoring)
  let hits = 0
  for (let round = 0; round < factsInAll / factsOfVisit; round++) hits += hitsIn(book, visit).length
  return hits
}

/** What the rules of the usual process and scoring take for each page that is seen, beside the bare patterns. */
export const rules: Bench = {
  name: 'rules',
  title: 'Rules of the process and the score, for each fact',
  async run() {
    const { whole, bare, ready } = await interleave(
      {
        whole: timed(evaluated),
        bare: timed(floor),
        ready: timed(() => {
          for (let round = 0; round < 1000; round++) makeRuleBook(defaultProcess, defaultScoring)
        }),
      },
      rounds,
    )
    const perFact = (milliseconds: readonly number[]) => (median(milliseconds) / factsInAll) * 1000
    const figures: Figure[] = [
      {
        figure: `a page against the usual ${defaultProcess.steps.length} steps and ${defaultScoring.rules.length} score rules`,
        value: perFact(whole),
        unit: 'µs',
        floor: { name: 'its path against their patterns', value: perFact(bare) },
        aim: { of: 'value', atMost: 10 },
      },
      { figure: 'the rules made ready, once a batch of work', value: median(ready), unit: 'µs' },
    ]
    return figures
  },
}
