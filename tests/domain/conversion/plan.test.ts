import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { ConversionTrigger, Destination } from '../../../shared/domain/conversion/destination.ts'
import { planOperation, type Standing, standingAfter } from '../../../shared/domain/conversion/differ.ts'
import type { Platform } from '../../../shared/domain/conversion/platform.ts'
import { type ConversionSubject, type Verdict, verdictOf } from '../../../shared/domain/conversion/wanted.ts'
import { addDays, addMinutes, addSeconds } from '../../../shared/domain/time.ts'
import { runs } from '../../support/runs.ts'
import { destination, enquiry, form, gclid, noon, subject, touch, won } from './examples.ts'

const opened = form(noon)
const outcome = (stage: string, days: number, valueMinorUnits?: number) => ({
  at: addDays(noon, days),
  stage,
  ...(valueMinorUnits !== undefined && { valueMinorUnits }),
})
const sold = enquiry([form(noon, { outcomes: [outcome('won', 1, 25000)], valueMinorUnits: 25000 })])

const decide = (
  of: ConversionSubject,
  over: Partial<Destination> = {},
  rule = won,
  standing: readonly string[] = [],
): Verdict => verdictOf(destination(over), rule, of, 'GBP', new Set(standing)).verdict
const on = (trigger: ConversionTrigger) => ({ ...won, trigger })

describe('what should stand', () => {
  it('is the outcome, with its value, credited to the click', () => {
    expect(decide(subject(sold))).toEqual({
      wanted: {
        contact: opened.id,
        kind: 'outcome',
        at: addDays(noon, 1),
        action: '1001',
        value: { minorUnits: 25000, currency: 'GBP' },
        click: { name: 'gclid', value: gclid, at: addMinutes(noon, -20) },
      },
    })
  })

  const clicks = [
    touch(addDays(noon, -100), '?gclid=expired'),
    touch(addDays(noon, -30), '?gclid=first', 'ses_0'),
    touch(addDays(noon, -2), '?utm_source=news&utm_medium=email'),
    touch(addMinutes(noon, -20), '?gclid=last'),
  ]
  test.each([
    ['first', 'first', 'the first that still counts'],
    ['last', 'last', 'the last'],
  ] as const)('is credited to the %s click where several are known', (click, value, _why) => {
    const verdict = decide(subject(enquiry([opened], clicks)), { click }, on({ on: 'enquiry' }))
    expect(verdict).toMatchObject({ wanted: { click: { value } } })
  })

  test.each([
    [{}, '', 'no-click', 'nobody clicked'],
    [{}, '?gclid=%3Dcmd%7C', 'no-click', 'what could be a formula is no click id'],
    [{}, '?msclkid=abc', 'no-click', 'another network’s click'],
    [{ platform: 'microsoft' }, '?msclkid=abc', undefined, 'Microsoft’s own'],
    [{ platform: 'meta' }, '?fbclid=abc', undefined, 'Meta’s own'],
    [{}, '?wbraid=abc', undefined, 'a click of an iPhone'],
    [{ personalData: 'hashed' }, '', 'no-click', 'nothing personal goes without consent'],
    [
      { personalData: 'hashed', consent: { adUserData: 'granted' } },
      '',
      'no-identifier',
      'consent, but nothing known',
    ],
    [{ platform: 'ga4' }, `?gclid=${gclid}`, 'no-client', 'GA4 knows browsers, not clicks'],
    [{ platform: 'ga4', settings: { withoutClient: 'stand-in' } }, '', undefined, 'unless it need not'],
  ] as const)('to %o after a visit with "%s": %s (%s)', (over, query, unwanted, _why) => {
    const verdict = decide(
      subject(enquiry([opened], [touch(addMinutes(noon, -20), query)])),
      over as Partial<Destination>,
      on({ on: 'enquiry' }),
    )
    expect('unwanted' in verdict ? verdict.unwanted : undefined).toBe(unwanted)
  })

  const told = addMinutes(noon, -19)
  test.each([
    ['microsoft', '', told, 'from-cookie', 'Microsoft’s cookie tells of a click that no page does'],
    ['microsoft', '?msclkid=from-page', told, 'from-page', 'the page that it led to knows better'],
    ['microsoft', '', addMinutes(noon, 1), undefined, 'one that was told later may have been made later'],
    ['microsoft', '', addDays(noon, -91), undefined, 'and one told long ago does not count any more'],
    ['google', '', told, undefined, 'it is no click of others'],
  ] as const)(
    'to %s after a visit with "%s" and a cookie told at %s: %s (%s)',
    (platform, query, at, value, _why) => {
      const browsers = new Map([['vis_1', { msclkid: 'from-cookie', msclkidAt: at }]])
      const of = subject(enquiry([opened], [touch(addMinutes(noon, -20), query)]), { browsers })
      const verdict = decide(of, { platform }, on({ on: 'enquiry' }))
      expect('wanted' in verdict ? verdict.wanted.click?.value : undefined).toBe(value)
    },
  )

  test.each([
    ['spam', { excluded: 'spam' as const }],
    ['test', { excluded: 'test' as const }],
  ])('is nothing of %s', (unwanted, over) => {
    expect(decide(subject(enquiry([form(noon, over)])), {}, on({ on: 'enquiry' }))).toEqual({ unwanted })
  })

  it('is nothing of somebody who was erased', () => {
    expect(decide(subject(sold, { erased: new Set([opened.id]) }))).toEqual({ unwanted: 'erased' })
  })

  test.each([
    [['won', 'lost'], 'taken-back', 'the sale was lost'],
    [['won', 'refunded'], 'taken-back', 'or paid back'],
    [['lost', 'won'], undefined, 'a sale after all'],
    [['won', 'lost', 'won'], undefined, 'once more'],
    [['quote'], 'not-reached', 'not yet'],
  ])('after %j: %s (%s)', (stages, unwanted, _why) => {
    const outcomes = stages.map((stage, day) => outcome(stage, day))
    const verdict = decide(subject(enquiry([form(noon, { outcomes })])))
    expect('unwanted' in verdict ? verdict.unwanted : undefined).toBe(unwanted)
  })

  it('is never before the enquiry, nor at the second of its click', () => {
    const dated = form(noon, { outcomes: [{ at: '2026-11-20T00:00:00.000Z', stage: 'won' }] })
    expect(decide(subject(enquiry([dated])))).toMatchObject({ wanted: { at: noon } })
    const atOnce = enquiry([opened], [touch(noon, `?gclid=${gclid}`)])
    expect(decide(subject(atOnce), {}, on({ on: 'enquiry' }))).toMatchObject({
      wanted: { at: addSeconds(noon, 1) },
    })
  })

  it('is a call only if it was talked so long', () => {
    const call = form(noon, { kind: 'call' })
    const long = on({ on: 'call', minimumTalkSeconds: 60 })
    const of = (seconds: number) =>
      decide(subject(enquiry([call]), { talkSeconds: new Map([[call.id, seconds]]) }), {}, long)
    expect([of(0), of(59)]).toEqual([{ unwanted: 'not-reached' }, { unwanted: 'not-reached' }])
    expect(of(60)).toMatchObject({ wanted: { kind: 'call' } })
  })

  it('goes on under the contact that carries it already: a merge takes nothing back that need not be', () => {
    const second = form(addDays(noon, 3))
    const merged = subject(enquiry([opened, second]))
    expect(decide(merged, {}, on({ on: 'enquiry' }))).toMatchObject({ wanted: { contact: opened.id } })
    expect(decide(merged, {}, on({ on: 'enquiry' }), [second.id])).toMatchObject({
      wanted: { contact: second.id },
    })
  })
})

const wanted = (minorUnits: number, value = gclid): Verdict => {
  const verdict = decide(subject(sold))
  if (!('wanted' in verdict)) throw new Error('not wanted')
  const { click, ...rest } = verdict.wanted
  return {
    wanted: {
      ...rest,
      value: { minorUnits, currency: 'GBP' },
      ...(click && { click: { ...click, value } }),
    },
  }
}
const standing = (verdict: Verdict, over: Partial<Standing> = {}): Standing => {
  if (!('wanted' in verdict)) throw new Error('not wanted')
  return { ...verdict.wanted, generation: 1, ...over }
}
const soldAt = addDays(noon, 1)

describe('what is to be done', () => {
  test.each([
    [{}, 0, { op: 'send' }, soldAt, 'at once'],
    [{ holdMinutes: 90 }, 0, { op: 'send' }, addMinutes(soldAt, 90), 'not before it is held so long'],
    [{ platform: 'ga4' }, 71, { op: 'send' }, addMinutes(soldAt, 71 * 60), 'GA4 takes three days'],
    [{ platform: 'ga4' }, 73, 'too-old', undefined, 'and no more'],
    [{ platform: 'meta' }, 7 * 24 - 1, { op: 'send' }, addMinutes(soldAt, (7 * 24 - 1) * 60), 'Meta a week'],
    [{ platform: 'meta' }, 7 * 24, 'too-old', undefined, 'less the moment that sending takes'],
    [{ platform: 'microsoft' }, 90 * 24 + 1, 'too-old', undefined, 'Microsoft 90 days'],
    [{ from: addDays(noon, 2) }, 0, 'before-start', undefined, 'not what was before it went live'],
  ] as const)('for %o, %i hours later: %o (%s, %s)', (over, hours, what, dueAt, _why) => {
    const plan = planOperation(
      destination(over as Partial<Destination>),
      undefined,
      0,
      wanted(100),
      addMinutes(soldAt, hours * 60),
    )
    expect(plan).toMatchObject(
      typeof what === 'string' ? { settled: false, because: what } : { operation: what, dueAt },
    )
  })

  it('waits until the platform knows the click', () => {
    const verdict = decide(subject(enquiry([opened])), {}, on({ on: 'enquiry' }))
    expect(planOperation(destination(), undefined, 0, verdict, noon)).toMatchObject({
      dueAt: addMinutes(noon, 6 * 60 - 20),
    })
  })

  const later = addDays(soldAt, 2)
  const unwanted: Verdict = { unwanted: 'taken-back' }
  const purchase = { action: 'purchase' }
  test.each([
    ['google', {}, wanted(100), undefined, 'as it was'],
    ['google', {}, wanted(200), 'restate', 'in place'],
    ['google', {}, unwanted, 'retract', 'made worth nothing'],
    ['google', { isZeroed: true }, wanted(100), 'restate', 'worth something again'],
    ['google', { isZeroed: true }, unwanted, undefined, 'nothing more to take'],
    [
      'google',
      {},
      wanted(100, 'other'),
      'retract',
      'credited to another click: first the one, then the other',
    ],
    ['google', { isZeroed: true }, wanted(100, 'other'), 'send', 'then the other'],
    ['microsoft', {}, wanted(200), 'restate', 'in place'],
    ['microsoft', {}, unwanted, 'retract', 'whole'],
    ['meta', {}, wanted(200), 'cannot-restate', 'Meta has no way'],
    ['meta', {}, unwanted, 'cannot-retract', 'Meta has no way'],
    ['ga4', purchase, unwanted, 'retract', 'a refund'],
    ['ga4', { action: 'generate_lead' }, unwanted, 'retract', 'another event'],
    ['ga4', { action: 'phoned' }, unwanted, 'cannot-retract', 'a name of one’s own has no counterpart'],
    ['ga4', { action: '1001' }, wanted(200), 'cannot-restate', 'only purchases have names'],
  ] as const)('%s has %o and should have %o: %s (%s)', (platform, over, verdict, what, _why) => {
    const had = standing(wanted(100), over)
    const plan = planOperation(destination({ platform }), had, 1, verdict, later)
    if (what === undefined) expect(plan).toMatchObject({ settled: true })
    else if (what.startsWith('cannot')) expect(plan).toEqual({ settled: false, because: what })
    else expect(plan).toMatchObject({ operation: { op: what } })
  })

  it('changes what Google has at once, and nothing after eight weeks', () => {
    const had = standing(wanted(100))
    expect(planOperation(destination(), had, 1, unwanted, soldAt)).toMatchObject({
      dueAt: soldAt,
    })
    expect(planOperation(destination(), had, 1, unwanted, addDays(soldAt, 55))).toEqual({
      settled: false,
      because: 'too-late-to-change',
    })
  })

  it('gives a sale at GA4 another name each time that it is replaced', () => {
    const sale = standing(wanted(100), { action: 'purchase' })
    const verdict = wanted(200) as { wanted: Standing }
    const plan = planOperation(
      destination({ platform: 'ga4' }),
      { ...sale, click: undefined },
      3,
      { wanted: { ...verdict.wanted, action: 'purchase', click: undefined } },
      later,
    )
    expect(plan).toMatchObject({
      operation: { op: 'restate', to: { generation: 4, value: { minorUnits: 200 } } },
    })
  })
})

const truth = fc.oneof(
  fc.record({ minorUnits: fc.integer({ min: 1, max: 5 }), click: fc.constantFrom('A', 'B') }),
  fc.constant(undefined),
)
test('whatever becomes of an enquiry, in whatever order: what stands in the end is the last truth, once', () => {
  fc.assert(
    fc.property(
      fc.array(truth, { minLength: 1 }),
      fc.constantFrom<Platform>('google', 'microsoft'),
      (truths, platform) => {
        let current: Standing | undefined
        let generation = 0
        const named = new Set<number>()
        const later = addDays(soldAt, 3)
        for (const each of truths) {
          const verdict: Verdict = each ? wanted(each.minorUnits, each.click) : { unwanted: 'taken-back' }
          for (let steps = 0; ; steps += 1) {
            expect(steps).toBeLessThan(3)
            const plan = planOperation(destination({ platform }), current, generation, verdict, later)
            if ('settled' in plan) break
            current = standingAfter(platform, plan.operation)
            if (plan.operation.op === 'send') {
              // A name that a platform had once is never given to another conversion.
              expect(named.has(plan.operation.to.generation)).toBe(false)
              named.add(plan.operation.to.generation)
            }
            generation = Math.max(generation, current?.generation ?? 0)
          }
        }
        const last = truths.at(-1)
        const worth = current?.isZeroed ? undefined : current?.value?.minorUnits
        expect(worth).toBe(last?.minorUnits)
        if (last) expect(current?.click?.value).toBe(last.click)
      },
    ),
    { numRuns: runs(300) },
  )
})
