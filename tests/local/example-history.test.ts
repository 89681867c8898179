import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readLine } from '../../functions/admin/imports/import-read.ts'
import { campaigns, leaseMinutes, poolNumbers, sourceNumbers } from '../../local/example/business.ts'
import { type ExampleFact, instantOfFact } from '../../local/example/fact.ts'
import {
  allFacts,
  allMarks,
  allMessages,
  generate,
  type History,
  historyDays,
} from '../../local/example/history.ts'
import { createRandom } from '../../local/example/random.ts'
import { historyUntil } from '../../local/example/until.ts'
import { zonedDayBounds } from '../../shared/domain/calendar.ts'
import { isWellFormed } from '../../shared/domain/code.ts'
import { addDays, secondsBetween, utcDayOf } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const today = '2026-11-26'
const history = generate('harbour', today)
const facts = allFacts(history)

type Kind = ExampleFact['fact']
const of = <K extends Kind>(kind: K, list: readonly ExampleFact[] = facts) =>
  list.filter((fact): fact is Extract<ExampleFact, { fact: K }> => fact.fact === kind)

const days = fc
  .integer({ min: 0, max: 1500 })
  .map((days) => utcDayOf(addDays('2026-01-01T00:00:00.000Z', days)))

/** What a fact names must be there, and not later than the fact. */
function brokenReferences(list: readonly ExampleFact[]): string[] {
  const sessions = new Map(of('session', list).map(({ id, at }) => [id, at]))
  const calls = new Map(of('call', list).map(({ callSid, at }) => [callSid, at]))
  const forms = new Map(of('form', list).map(({ id, at }) => [id, at]))
  const codes = new Map(of('code-issued', list).map(({ code, at }) => [code, at]))
  const broken: string[] = []
  function needs(known: ReadonlyMap<string, string>, id: string | undefined, fact: ExampleFact) {
    if (id === undefined) return
    const at = known.get(id)
    if (at === undefined || at > (fact.fact === 'lease' ? fact.from : fact.at))
      broken.push(JSON.stringify(fact))
  }
  for (const fact of list) {
    if ('session' in fact) needs(sessions, fact.session, fact)
    if ('callSid' in fact && fact.fact !== 'call') needs(calls, fact.callSid, fact)
    if ('contact' in fact) needs(forms, fact.contact, fact)
    if (fact.fact === 'code-used') needs(codes, fact.code, fact)
  }
  return broken
}

describe('the history of the example', () => {
  it('is the same for the same day, and another for another', () => {
    expect(generate('harbour', today)).toEqual(history)
    expect(allFacts(generate('harbour', '2026-11-27'))).not.toEqual(facts)
  })

  it('is small enough to be loaded while somebody looks around, and large enough to look at', () => {
    fc.assert(
      fc.property(days, (day) => {
        const { length } = allFacts(generate('harbour', day))
        expect(length).toBeGreaterThan(750)
        expect(length).toBeLessThan(1300)
      }),
      { numRuns: runs(15) },
    )
  })

  it('is of lines that the import takes, each known by an id of its own', () => {
    const rejected = facts.flatMap((fact) => {
      const reading = readLine(Buffer.from(JSON.stringify(fact)))
      return reading && 'rejected' in reading ? [{ fact, ...reading.rejected }] : []
    })
    expect(rejected).toEqual([])
    const names = facts.map((fact) => {
      if (fact.fact === 'session' || fact.fact === 'form') return `${fact.fact} ${fact.id}`
      if (fact.fact === 'call') return fact.callSid
      if (fact.fact === 'code-issued') return fact.code
      return JSON.stringify(fact)
    })
    expect(names.length - new Set(names).size).toBe(0)
  })

  it('refers to nothing that is missing or comes later, whatever the day and wherever it is cut', () => {
    const minutes = fc.integer({ min: 0, max: 4 * 1440 })
    fc.assert(
      fc.property(days, minutes, (day, before) => {
        const whole = generate('harbour', day)
        const now = new Date(Date.parse(`${day}T23:59:59Z`) - before * 60_000).toISOString()
        const cut = historyUntil(whole, now)
        expect(brokenReferences(allFacts(whole))).toEqual([])
        expect(brokenReferences(allFacts(cut))).toEqual([])
        expect(allFacts(cut).every((fact) => instantOfFact(fact) <= now)).toBe(true)
        const calls = new Set(of('call', allFacts(cut)).map(({ callSid }) => callSid))
        expect([...allMarks(cut), ...allMessages(cut)].filter(({ callSid }) => !calls.has(callSid))).toEqual(
          [],
        )
      }),
      { numRuns: runs(15) },
    )
  })

  it('lies within its ninety days', () => {
    const first = utcDayOf(addDays(`${today}T12:00:00.000Z`, 1 - historyDays))
    const { from } = zonedDayBounds(first, 'Europe/London')
    expect(facts.filter((fact) => (fact.fact === 'lease' ? fact.from : fact.at) < from)).toEqual([])
    expect(history.chapters.map(({ day }) => day)).toEqual(
      [...history.chapters.map(({ day }) => day)].sort().reverse(),
    )
    expect(history.chapters).toHaveLength(historyDays)
  })

  it('lends numbers of the pool alone, for as long as the pool does at least, and runs dry on one day', () => {
    const leases = of('lease')
    expect(leases.filter(({ number }) => !poolNumbers.includes(number))).toEqual([])
    expect(leases.filter(({ from, until }) => secondsBetween(from, until) < leaseMinutes * 60)).toEqual([])
    const shared = leases.filter((one) =>
      leases.some(
        (other) =>
          other !== one && other.number === one.number && other.from < one.until && one.from < other.until,
      ),
    )
    expect(new Set(shared.map(({ from }) => utcDayOf(from))).size).toBe(1)
    expect(
      of('call').some(({ to, at }) =>
        shared.some(({ number, from, until }) => number === to && from <= at && at < until),
      ),
    ).toBe(true)
  })

  it('has quiet weekends, and the quietest Sundays', () => {
    const byWeekday = Array.from({ length: 7 }, () => 0)
    for (const seed of ['a', 'b', 'c', 'd', 'e']) {
      const told = allFacts(generate(seed, today))
      for (const { at } of [...of('call', told), ...of('session', told)]) {
        const weekday = new Date(at).getUTCDay()
        byWeekday[weekday] = (byWeekday[weekday] ?? 0) + 1
      }
    }
    const [sunday = 0, monday = 0, ...others] = byWeekday
    const saturday = others.at(-1) ?? 0
    expect(sunday).toBeLessThan(saturday)
    expect(saturday * 1.15).toBeLessThan(Math.min(monday, ...others.slice(0, -1)))
  })

  it('has more to do in winter than in summer within one history', () => {
    const { chapters } = generate('harbour', '2026-12-10')
    const callsOf = (part: History['chapters']) =>
      of(
        'call',
        part.flatMap((each) => [...each.facts]),
      ).length
    expect(callsOf(chapters.slice(0, 45))).toBeGreaterThan(callsOf(chapters.slice(45)))
  })
})

/** What each page of the console shows something of. */
describe('the example shows', () => {
  const calls = of('call')
  const codes = of('code-issued')
  const uses = of('code-used')
  const campaignOf = (code: string) => codes.find((each) => each.code === code)?.campaign
  const landings = of('session').map(({ url, referrer = '' }) => `${url} ${referrer}`)

  test.each<[string, () => number]>([
    [
      'visits by Google Ads with their click ids',
      () => landings.filter((each) => /gclid=.*/.test(each)).length,
    ],
    [
      'visits by an unpaid search',
      () => landings.filter((each) => /\/ https:\/\/www\.(google|bing)/.test(each)).length,
    ],
    [
      'visits by Facebook’s advertisements',
      () => landings.filter((each) => each.includes('paid_social')).length,
    ],
    ['visits by Instagram', () => landings.filter((each) => each.includes('l.instagram.com')).length],
    ['visits by the newsletter', () => landings.filter((each) => each.includes('utm_medium=email')).length],
    [
      'visits by sites that recommend it',
      () => landings.filter((each) => / https:\/\/\S+\.example/.test(each)).length,
    ],
    ['visits by assistants', () => landings.filter((each) => /chatgpt|perplexity|gemini/.test(each)).length],
    ['direct visits', () => landings.filter((each) => /^\S+ $/.test(each) && !each.includes('?')).length],
    [
      'calls to every number that stands in the world',
      () =>
        Math.min(
          ...Object.values(sourceNumbers).map((number) => calls.filter(({ to }) => to === number).length),
        ),
    ],
    ['calls that were missed', () => calls.filter(({ status }) => status === 'no-answer').length],
    ['callers who gave up', () => calls.filter(({ status }) => status === 'canceled').length],
    ['callers who rang again', () => calls.length - new Set(calls.map(({ from }) => from)).size],
    ['messages of callers', () => allMessages(history).length],
    ['spam', () => allMarks(history).filter(({ change }) => change.spam).length],
    ['forms', () => of('form').length],
    [
      'codes from page to phone',
      () => uses.filter(({ code, callSid }) => callSid && campaignOf(code) === 'web-ten').length,
    ],
    [
      'codes from phone to page',
      () => uses.filter(({ code, session }) => session && campaignOf(code) === 'free-survey').length,
    ],
    ['uses of the printed code', () => uses.filter(({ code }) => campaignOf(code) === 'flyer-code').length],
    [
      'codes that turn up when the enquiry was told',
      () => history.chapters.flatMap(({ late }) => late).length,
    ],
    ['jobs that were won', () => of('outcome').filter(({ stage, value }) => stage === 'won' && value).length],
    ['jobs that were lost', () => of('outcome').filter(({ stage }) => stage === 'lost').length],
    ['quotes', () => of('outcome').filter(({ stage }) => stage === 'quote').length],
  ])('%s', (_, count) => {
    expect(count()).toBeGreaterThan(0)
  })

  it('knows the campaigns that its codes name, and gives each code its check digit', () => {
    expect([...new Set(codes.map(({ campaign }) => campaign))].sort()).toEqual(Object.keys(campaigns).sort())
    expect(codes.filter(({ code }) => !isWellFormed(code))).toEqual([])
  })

  it('spends on every day that a campaign runs, and only then', () => {
    const spent = of('spend')
    const daysOf = (campaign: string) =>
      new Set(spent.filter((each) => each.campaign === campaign).map(({ day }) => day)).size
    expect(daysOf('emergency-boiler')).toBe(historyDays)
    expect(daysOf('autumn-offer')).toBe(63)
    expect(spent.every(({ amount }) => Number.isInteger(amount) && amount > 0)).toBe(true)
  })
})

describe('seeded chance', () => {
  it('picks about as often as it is told to', () => {
    const random = createRandom('weights')
    const picked = Array.from({ length: 4000 }, () => random.weighted([1, 3], (weight) => weight))
    expect(picked.filter((each) => each === 3).length / picked.length).toBeCloseTo(0.75, 1)
    const counts = Array.from({ length: 4000 }, () => random.count(1.5))
    expect(counts.reduce((sum, each) => sum + each, 0) / counts.length).toBeCloseTo(1.5, 0)
  })
})
