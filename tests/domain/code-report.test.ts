import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { foldCode } from '../../shared/domain/code-evidence.ts'
import { addCode, addMinted, codeReport } from '../../shared/domain/code-report.ts'
import { type CodeRow, codeRowOf } from '../../shared/domain/code-row.ts'
import { codeWaitOf, codeWaits, medianWait } from '../../shared/domain/code-wait.ts'
import {
  type CodeFact,
  type CodeIssuedFact,
  type CodeUsedFact,
  codeUseMeans,
} from '../../shared/domain/fact.ts'
import { addRollup, emptyRollup, type Rollup } from '../../shared/domain/rollup.ts'
import { addMinutes, addSeconds } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const issuedAt = '2026-11-02T10:00:00.000Z'
const base = { account: 'acc', code: '4820913', campaignId: 'cmp_1', singleUse: true }
const issued = (more: Partial<CodeIssuedFact> = {}): CodeIssuedFact => ({
  ...base,
  fact: 'code-issued',
  at: issuedAt,
  ...more,
})
const used = (useId: string, more: Partial<CodeUsedFact> = {}): CodeUsedFact => ({
  ...base,
  fact: 'code-used',
  at: addMinutes(issuedAt, 3),
  useId,
  how: 'keyed',
  ...more,
})
const voided = (useId: string): CodeFact => ({
  fact: 'code-use-voided',
  account: 'acc',
  code: base.code,
  at: addMinutes(issuedAt, 9),
  useId,
  by: 'agent',
})
const order = (amount: number, currency = 'GBP') => ({ order: { value: { amount, currency } } })
const batch = { at: issuedAt, campaignId: 'cmp_bulk' }
const rowOf = (facts: readonly CodeFact[], minted?: typeof batch) =>
  codeRowOf(foldCode(base.code, facts), minted)

describe('the row of a code', () => {
  test.each<[string, CodeFact[], typeof batch | undefined, Partial<CodeRow> | undefined]>([
    [
      'was shown to a session',
      [issued({ session: 'ses' })],
      undefined,
      { way: 'web-to-phone', issue: 'own' },
    ],
    ['was given in a call', [issued({ callSid: 'CA1' })], undefined, { way: 'phone-to-web', issue: 'own' }],
    ['was minted for nobody', [issued()], undefined, { way: 'printed', issue: 'own' }],
    [
      'was minted in bulk and used: it stands with its batch, of its campaign',
      [used('1')],
      batch,
      { way: 'printed', issue: 'batch', at: issuedAt, campaignId: 'cmp_bulk', quoted: 1 },
    ],
    [
      'was minted in bulk and its use taken back: its row stays, with nothing in it',
      [used('1'), voided('1')],
      batch,
      { way: 'printed', issue: 'batch', quoted: 0, redeemed: 0 },
    ],
    [
      'was used without a known issue: it stands at the first use',
      [used('2', { at: addMinutes(issuedAt, 5) }), used('1', { how: 'online' })],
      undefined,
      { way: 'unknown', issue: 'unknown', at: addMinutes(issuedAt, 3), quoted: 1, redeemed: 1 },
    ],
    ['is only known by a use that was taken back', [used('1'), voided('1')], undefined, undefined],
    ['is only known by a void', [voided('1')], undefined, undefined],
  ])('%s', (_, facts, minted, expected) => {
    if (expected) expect(rowOf(facts, minted)).toMatchObject(expected)
    else expect(rowOf(facts, minted)).toBeUndefined()
  })

  test.each(codeUseMeans.map((how) => [how, how === 'online' || how === 'api' ? [0, 1] : [1, 0]] as const))(
    'counts a use %s as quoted or as redeemed',
    (how, [quoted, redeemed]) => {
      expect(rowOf([issued(), used('1', { how })])).toMatchObject({ quoted, redeemed })
    },
  )

  it('adds up orders by currency, without those of uses that were taken back', () => {
    const facts = [
      issued(),
      used('1', order(1000)),
      used('2', order(250)),
      used('3', order(70, 'EUR')),
      used('4', order(9999)),
      voided('4'),
    ]
    expect(rowOf(facts)?.ordered).toEqual({ EUR: 70, GBP: 1250 })
  })
})

describe('the wait for a first use', () => {
  test.each([
    [0, 'under 5 minutes'],
    [299, 'under 5 minutes'],
    [300, 'under 1 hour'],
    [3600, 'under 1 day'],
    [86_400, '1-2 days'],
    [3 * 86_400, '3-6 days'],
    [7 * 86_400, '1-2 weeks'],
    [14 * 86_400, '2-4 weeks'],
    [28 * 86_400, 'over 4 weeks'],
  ])('of %i seconds is "%s"', (seconds, wait) => {
    expect(codeWaitOf(seconds)).toBe(wait)
  })

  test.each([
    [{}, null],
    [{ 'over 4 weeks': 1 }, 'over 4 weeks'],
    [{ 'under 5 minutes': 1, 'over 4 weeks': 1 }, 'under 5 minutes'],
    [{ 'under 5 minutes': 1, '1-2 days': 1, 'over 4 weeks': 1 }, '1-2 days'],
  ])('of %j has the median %s', (counts, median) => {
    expect(medianWait(counts)).toBe(median)
  })
})

const reportOf = (rows: readonly (CodeRow | undefined)[], currency = 'GBP') => {
  const rollup = emptyRollup()
  for (const row of rows) if (row) addCode(rollup, row)
  return codeReport(rollup, currency)
}

describe('the report of codes', () => {
  it('tells each campaign, by the way that its codes went', () => {
    const rollup = emptyRollup()
    const rows = [
      rowOf([issued({ session: 'a' }), used('1', order(1000))]),
      rowOf([issued({ session: 'b' })]),
      rowOf([issued({ callSid: 'CA' }), used('2', { how: 'online', at: addSeconds(issuedAt, 86_400) })]),
      rowOf([used('3', { ...order(40), campaignId: 'cmp_1' })], { ...batch, campaignId: 'cmp_1' }),
      rowOf([used('4', { campaignId: 'cmp_old' })]),
    ]
    for (const row of rows) if (row) addCode(rollup, row)
    addMinted(rollup, { campaignId: 'cmp_1', batch: 'batch#1', at: issuedAt, count: 100 })
    const {
      rows: [first, second],
      totals,
    } = codeReport(rollup, 'GBP')
    expect(first).toMatchObject({
      key: 'cmp_1',
      issued: 103,
      used: 3,
      conversion: 0.0291,
      usedWithoutIssue: 0,
      quoted: 2,
      redeemed: 1,
      value: 1040,
      timeToRedemption: { meanSeconds: (180 + 86_400 + 180) / 3, median: 'under 5 minutes' },
      directions: [
        { direction: 'web-to-phone', issued: 2, used: 1, conversion: 0.5, value: 1000 },
        { direction: 'phone-to-web', issued: 1, redeemed: 1, timeToRedemption: { median: '1-2 days' } },
        { direction: 'printed', issued: 100, used: 1, value: 40 },
      ],
    })
    expect(second).toMatchObject({
      key: 'cmp_old',
      issued: 0,
      used: 0,
      conversion: null,
      usedWithoutIssue: 1,
      quoted: 1,
      timeToRedemption: { meanSeconds: null, median: null },
    })
    expect(totals).toMatchObject({ issued: 103, used: 3, usedWithoutIssue: 1, quoted: 3, value: 1040 })
  })

  it('leaves out what was ordered in another currency', () => {
    const row = rowOf([issued(), used('1', order(1000)), used('2', order(70, 'EUR'))])
    expect(reportOf([row], 'EUR').totals.value).toBe(70)
    expect(reportOf([row], 'USD').totals.value).toBe(0)
  })

  it('counts a use that history dates before its issue as one that took no time', () => {
    const row = rowOf([issued(), used('1', { at: addMinutes(issuedAt, -60) })])
    expect(reportOf([row]).totals.timeToRedemption).toMatchObject({
      meanSeconds: 0,
      median: 'under 5 minutes',
    })
  })

  it('tells nothing of a code whose uses were all taken back', () => {
    expect(reportOf([rowOf([used('1'), voided('1')], batch)]).rows).toEqual([])
  })

  it('keeps a campaign whose id is a word of the language', () => {
    const row = rowOf([issued({ campaignId: '__proto__' })])
    expect(reportOf([row]).rows).toMatchObject([{ key: '__proto__', issued: 1 }])
  })
})

const facts = fc
  .array(
    fc.record({
      code: fc.constantFrom('1', '2', '3'),
      use: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('issued', 'used', 'voided'),
      how: fc.constantFrom(...codeUseMeans),
      minutes: fc.nat(100_000),
      amount: fc.option(fc.nat(1000)),
    }),
    { maxLength: 20 },
  )
  .map((all) => {
    // A fact is known by its key: of two with the same, the ledger holds one.
    const kept = new Map<string, CodeFact>()
    for (const { code, use, kind, how, minutes, amount } of all) {
      const at = addMinutes(issuedAt, minutes)
      if (kind === 'issued') kept.set(code, { ...issued({ session: 'ses', at }), code })
      if (kind === 'used')
        kept.set(`${code} ${use}`, { ...used(use, { how, at, ...(amount !== null && order(amount)) }), code })
      if (kind === 'voided') kept.set(`${code} ${use} void`, { ...voided(use), code })
    }
    return [...kept.values()]
  })
const reportOfFacts = (all: readonly CodeFact[]) =>
  reportOf(
    ['1', '2', '3'].map((code) =>
      codeRowOf(
        foldCode(
          code,
          all.filter((fact) => fact.code === code),
        ),
      ),
    ),
  )

describe('whatever is told of codes', () => {
  it('comes to the same in any order and however often it is told', () => {
    fc.assert(
      fc.property(
        facts.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
        ),
        ([all, told]) => {
          expect(reportOfFacts(told)).toEqual(reportOfFacts(all))
        },
      ),
      { numRuns: runs(200) },
    )
  })

  it('adds up: the totals are those of the rows and ways, and parts of the time add up to the whole', () => {
    fc.assert(
      fc.property(facts, fc.nat(3), (all, cut) => {
        const rows = ['1', '2', '3'].flatMap(
          (code) =>
            codeRowOf(
              foldCode(
                code,
                all.filter((fact) => fact.code === code),
              ),
            ) ?? [],
        )
        const parts: Rollup[] = [emptyRollup(), emptyRollup()]
        for (const [index, row] of rows.entries()) addCode(parts[index < cut ? 0 : 1] as Rollup, row)
        const whole = emptyRollup()
        for (const part of parts) addRollup(whole, part)
        const report = codeReport(whole, 'GBP')
        expect(report).toEqual(reportOf(rows))
        const voids = new Set(
          all.flatMap((fact) => (fact.fact === 'code-use-voided' ? [fact.code + fact.useId] : [])),
        )
        const standing = all.filter(
          (fact): fact is CodeUsedFact => fact.fact === 'code-used' && !voids.has(fact.code + fact.useId),
        )
        const { totals } = report
        expect(totals.quoted + totals.redeemed).toBe(standing.length)
        expect(totals.value).toBe(standing.reduce((sum, use) => sum + (use.order?.value.amount ?? 0), 0))
        expect(totals.issued).toBe(all.filter(({ fact }) => fact === 'code-issued').length)
        expect(totals.used + totals.usedWithoutIssue).toBe(new Set(standing.map(({ code }) => code)).size)
        const waited = totals.timeToRedemption.histogram.reduce((sum, { codes }) => sum + codes, 0)
        expect(waited).toBe(totals.used)
        expect(totals.timeToRedemption.histogram.map(({ wait }) => wait)).toEqual(codeWaits)
        for (const name of ['issued', 'used', 'quoted', 'redeemed', 'value'] as const) {
          expect(totals.directions.reduce((sum, each) => sum + each[name], 0)).toBe(totals[name])
          expect(report.rows.reduce((sum, each) => sum + each[name], 0)).toBe(totals[name])
        }
      }),
      { numRuns: runs(200) },
    )
  })
})
