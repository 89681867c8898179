import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideSwaps } from '../../../functions/session/decide-swap.ts'
import type { SitePool } from '../../../functions/session/deps.ts'
import { classifyVisit } from '../../../shared/domain/source.ts'
import type { SourceRule } from '../../../shared/domain/source-rule.ts'
import type { StaticSwap } from '../../../shared/domain/tracking-number.ts'
import { runs } from '../../support/runs.ts'

const [sales, support] = ['+442079460000', '+442079460009']
const pool = (id: string, ...swapTargets: string[]): SitePool => ({
  id,
  swapTargets,
  leaseMinutes: 30,
  cooldownMinutes: 10,
})
const set = (id: string, when: SourceRule, ...swapTargets: string[]): StaticSwap => ({
  numberId: id,
  number: `+44161496${id.padStart(4, '0')}`,
  swapTargets,
  when,
})
const google = classifyVisit({
  url: 'https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=sash',
})
const direct = classifyVisit({ url: 'https://shop.example/' })

/** In short: `+44… pool`, `+44… 1`, `+44… pool|1`. */
const shown = (...given: Parameters<typeof decideSwaps>) =>
  decideSwaps(...given).map(({ target, pool, number }) => {
    const who = [pool?.id, number?.numberId].filter((each) => each !== undefined).join('|')
    return `${target === sales ? 'sales' : target === support ? 'support' : target} ${who}`
  })

describe('who is shown instead of a number of the page', () => {
  const [web, desk] = [pool('web', sales), pool('desk', support)]
  test.each([
    ['each target by its own pool', [web, desk], [], google, ['sales web', 'support desk']],
    [
      'a target in two pools is the first one’s',
      [web, pool('more', sales, support)],
      [],
      google,
      ['sales web', 'support more'],
    ],
    ['every target of a pool', [pool('both', sales, support)], [], google, ['sales both', 'support both']],
    ['a number without a pool', [], [set('1', { source: 'google' }, sales)], google, ['sales 1']],
    ['nothing to those who are not meant', [], [set('1', { source: 'google' }, sales)], direct, []],
    [
      'a number set apart goes before the pool',
      [web],
      [set('1', { source: 'google' }, sales)],
      google,
      ['sales 1'],
    ],
    ['the pool is for the others', [web], [set('1', { source: 'google' }, sales)], direct, ['sales web']],
    [
      'of another target it leaves the pool alone',
      [web],
      [set('1', { source: 'google' }, support)],
      google,
      ['sales web', 'support 1'],
    ],
    [
      'the most specific of several',
      [],
      [
        set('1', { source: 'google' }, sales),
        set('2', { campaign: 'sash' }, sales),
        set('3', { medium: 'cpc' }, sales),
      ],
      google,
      ['sales 2'],
    ],
    [
      'of equals the one set up first',
      [],
      [set('1', { source: 'google' }, sales), set('2', { source: 'Google' }, sales)],
      google,
      ['sales 1'],
    ],
    ['a number for everybody goes behind the pool', [web], [set('1', {}, sales)], google, ['sales web|1']],
    ['and alone where there is none', [], [set('1', {}, sales)], direct, ['sales 1']],
    [
      'and behind one set apart',
      [],
      [set('1', {}, sales), set('2', { source: 'google' }, sales)],
      google,
      ['sales 2'],
    ],
    [
      'where the source can’t be told nobody is meant but everybody',
      [],
      [set('1', {}, sales), set('2', { source: 'google' }, sales)],
      undefined,
      ['sales 1'],
    ],
  ])('%s', (_label, pools, statics, touch, expected) => {
    expect(shown(pools, statics, touch)).toEqual(expected)
  })

  test('each target stands there once, in the same order for every visitor', () => {
    const targets = fc.uniqueArray(fc.constantFrom('+441', '+442', '+443'), { maxLength: 3 })
    const rule = fc.constantFrom<SourceRule>(
      {},
      { source: 'google' },
      { channel: 'Direct' },
      { campaign: 'sash' },
    )
    fc.assert(
      fc.property(
        fc.array(targets, { maxLength: 3 }),
        fc.array(fc.tuple(rule, targets), { maxLength: 4 }),
        (ofPools, ofNumbers) => {
          const pools = ofPools.map((own, index) => pool(`pol_${index}`, ...own))
          const statics = ofNumbers.map(([when, own], index) => set(String(index), when, ...own))
          const order = [...new Set([...ofPools, ...ofNumbers.map(([, own]) => own)].flat())]
          for (const touch of [google, direct, undefined]) {
            const plans = decideSwaps(pools, statics, touch)
            const own = plans.map(({ target }) => target)
            expect(own).toEqual(order.filter((target) => own.includes(target)))
            expect(plans.every((plan) => plan.pool || plan.number)).toBe(true)
          }
        },
      ),
      { numRuns: runs(200) },
    )
  })
})
