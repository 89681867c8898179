import { creditJourney } from '../../shared/domain/credit.ts'
import { addEnquiry, addRollup, addSession, emptyRollup, type Rollup } from '../../shared/domain/rollup.ts'
import { classifyVisit } from '../../shared/domain/source.ts'
import { addDays } from '../../shared/domain/time.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createRollupStore } from '../../shared/store/rollup-store.ts'
import type { Bench } from '../bench.ts'
import { example, exampleAccount } from '../http/bridge.ts'
import { interleave, median } from '../measure.ts'
import { type OpenAttribution, withAttribution } from './open.ts'

const sizes = { small: 100_000, large: 1_000_000 } as const
type Size = keyof typeof sizes
const days = 365
const rounds = 7
const campaigns = 40
const pages = 300
const firstDay = '2025-01-01T12:00:00.000Z'
const series = { grain: 'day', timeZone: 'UTC' } as const

/** One day of an account: the same sources whatever its size, which is how businesses grow. */
function dayOf(index: number, enquiries: number): Rollup {
  const openedAt = addDays(firstDay, index)
  const rollup = emptyRollup()
  for (let each = 0; each < campaigns; each++) {
    const urls = [0, 1, 2].map(
      (touch) =>
        `https://shop.example/p${(each * 7 + touch + index) % pages}?utm_source=s${each % 9}&utm_medium=cpc&utm_campaign=c${each}`,
    )
    const journey = urls.map((url, touch) => ({
      at: addDays(openedAt, touch - 3),
      source: classifyVisit({ url }),
    }))
    addEnquiry(rollup, {
      journey,
      credits: creditJourney({ touches: journey.map(({ at }) => ({ at, isDirect: false })), openedAt }),
      counts: { calls: 1, firstTimeCalls: 1, missedCalls: 0, redemptions: 0 },
      valueMinorUnits: 12_345,
      number: null,
      codeCampaign: null,
      openedAt,
      confidence: 0.95,
      excluded: null,
      isFirst: true,
      calls: [{ at: openedAt, outcome: 'answered' }],
      selfReported: null,
      evidence: [],
      decidedBy: null,
      source: journey.at(-1)?.source ?? null,
    })
    for (const { source } of journey) addSession(rollup, source)
  }
  const times = Math.round(enquiries / days / campaigns)
  for (const section of Object.values(rollup)) {
    for (const sums of Object.values(section)) for (const [at, sum] of sums.entries()) sums[at] = sum * times
  }
  return rollup
}

async function seed({ tables }: OpenAttribution, size: Size): Promise<void> {
  const account = `${example.account}_${size}`
  await createAccountStore(tables.ledger).create(
    { ...exampleAccount, id: account },
    { siteKey: `pk_${size}`, secretKey: `sk_${size}` },
  )
  let stamps = 0
  const store = createRollupStore(tables.views, () => `seed${stamps++}`)
  for (let index = 0; index < days; index++) {
    const day = addDays(firstDay, index).slice(0, 10)
    const rollup = dayOf(index, sizes[size])
    const part = { stamp: day, addTo: (sum: Rollup) => addRollup(sum, rollup) }
    await store.fold(account, series, day, async () => ({ parts: [part] }))
  }
}

export const reports: Bench = {
  name: 'reports',
  title: `A year’s report by landing page over ${sizes.large} enquiries beside one over ${sizes.small}`,

  run: (context) =>
    withAttribution(async (open) => {
      for (const size of ['small', 'large'] as const) {
        context.progress(`seeding ${sizes[size]} enquiries`)
        await seed(open, size)
      }
      await open.settled()
      const timed = (size: Size, query: string) => async () => {
        const startedAt = performance.now()
        const response = await open.app.request(`/v1/reports/sources?${query}`, {
          headers: { authorization: `Bearer sk_${size}` },
        })
        const { totals } = (await response.json()) as { totals: { enquiries: number } }
        if (totals.enquiries < sizes[size] * 0.9) throw new Error(`only ${totals.enquiries} enquiries`)
        return performance.now() - startedAt
      }
      const asked = {
        'a whole year, by month': 'from=2025-01-01&to=2025-12-31&groupBy=landingPage&model=linear',
        'a year less a day on both sides': 'from=2025-01-02&to=2025-12-30&groupBy=landingPage&model=linear',
      }
      const figures = []
      for (const [figure, query] of Object.entries(asked)) {
        const samples = await interleave(
          { large: timed('large', query), small: timed('small', query) },
          rounds,
          (round) => context.progress(`${figure}, round ${round + 1} of ${rounds}`),
        )
        figures.push({
          figure,
          value: median(samples.large),
          unit: 'ms' as const,
          floor: { name: `${sizes.small} enquiries`, value: median(samples.small) },
          aim: { of: 'ratio' as const, atMost: 1.2 },
        })
      }
      return figures
    }),
}
