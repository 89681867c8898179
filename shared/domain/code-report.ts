import { type CodeRow, type CodeWay, codeWays, type MintedRow } from './code-row.ts'
import { type CodeWait, codeWaitOf, codeWaits, medianWait } from './code-wait.ts'
import { addSums, type Rollup } from './rollup.ts'
import { secondsBetween } from './time.ts'

/**
 * What the codes of a stretch of time come to, by campaign and way: `codes/counts` by `counts` below, `codes/waits` how
 * many first uses came how soon, `codes/values` what was ordered, by currency. Every count of a code stands where it was
 * issued, so that used codes are a part of the issued ones.
 */
const countSection = 'codes/counts'
const waitSection = 'codes/waits'
const valueSection = 'codes/values'
export const codeSections = [countSection, waitSection, valueSection] as const

/** `used`: codes whose issue is known, used at least once; `waitSeconds` is the sum of their waits. */
const counts = ['issued', 'used', 'usedWithoutIssue', 'quoted', 'redeemed', 'waitSeconds'] as const
type Counts = Record<(typeof counts)[number], number>

const addCounts = (rollup: Rollup, campaign: string, way: CodeWay, part: Partial<Counts>) =>
  addSums(
    rollup,
    countSection,
    JSON.stringify([campaign, way]),
    counts.map((name) => part[name] ?? 0),
  )

/** Counts one code that was given to somebody, or used. */
export function addCode(rollup: Rollup, row: CodeRow): void {
  const { campaignId, way, issue, firstUsedAt, quoted, redeemed, at } = row
  const isKnown = issue !== 'unknown'
  // Imported history may tell a use before the issue: that took no time.
  const waited =
    firstUsedAt === undefined ? undefined : Math.max(0, Math.floor(secondsBetween(at, firstUsedAt)))
  addCounts(rollup, campaignId, way, {
    issued: issue === 'own' ? 1 : 0,
    used: isKnown && waited !== undefined ? 1 : 0,
    usedWithoutIssue: isKnown ? 0 : 1,
    quoted,
    redeemed,
    waitSeconds: isKnown ? (waited ?? 0) : 0,
  })
  if (isKnown && waited !== undefined) {
    addSums(rollup, waitSection, JSON.stringify([campaignId, way, codeWaitOf(waited)]), [1])
  }
  for (const [currency, amount] of Object.entries(row.ordered)) {
    addSums(rollup, valueSection, JSON.stringify([campaignId, way, currency]), [amount])
  }
}

/** Counts codes that were minted in bulk: those that are used have rows of their own. */
export const addMinted = (rollup: Rollup, { campaignId, count }: MintedRow): void =>
  addCounts(rollup, campaignId, 'printed', { issued: count })

export interface CodeFigures {
  readonly issued: number
  readonly used: number
  /** Used ÷ issued; null where nothing was issued. */
  readonly conversion: number | null
  readonly usedWithoutIssue: number
  readonly quoted: number
  readonly redeemed: number
  /** Minor units of one currency. */
  readonly value: number
  readonly timeToRedemption: {
    readonly meanSeconds: number | null
    readonly median: CodeWait | null
    readonly histogram: readonly { readonly wait: CodeWait; readonly codes: number }[]
  }
}

interface Sums {
  readonly counts: Counts
  readonly waits: Partial<Record<CodeWait, number>>
  value: number
}
const noSums = (): Sums => ({
  counts: Object.fromEntries(counts.map((name) => [name, 0])) as Counts,
  waits: {},
  value: 0,
})

function figuresOf({ counts: sums, waits, value }: Sums): CodeFigures {
  const { issued, used, usedWithoutIssue, quoted, redeemed, waitSeconds } = sums
  return {
    issued,
    used,
    conversion: issued > 0 ? Math.round((used / issued) * 10_000) / 10_000 : null,
    usedWithoutIssue,
    quoted,
    redeemed,
    value,
    timeToRedemption: {
      meanSeconds: used > 0 ? Math.round(waitSeconds / used) : null,
      median: medianWait(waits),
      histogram: codeWaits.map((wait) => ({ wait, codes: waits[wait] ?? 0 })),
    },
  }
}

type Ways = ReadonlyMap<CodeWay, Sums>

/** All sums of each campaign by way; what was ordered in another currency is left out. */
function sumsByCampaign(rollup: Rollup, currency: string): Map<string, Map<CodeWay, Sums>> {
  const campaigns = new Map<string, Map<CodeWay, Sums>>()
  const at = (campaign: string, way: CodeWay): Sums => {
    const ways = campaigns.get(campaign) ?? new Map<CodeWay, Sums>()
    const sums = ways.get(way) ?? noSums()
    campaigns.set(campaign, ways.set(way, sums))
    return sums
  }
  for (const [key, numbers] of Object.entries(rollup[countSection] ?? {})) {
    const [campaign, way] = JSON.parse(key) as [string, CodeWay]
    const sums = at(campaign, way)
    for (const [index, name] of counts.entries()) sums.counts[name] += numbers[index] ?? 0
  }
  for (const [key, [codes = 0]] of Object.entries(rollup[waitSection] ?? {})) {
    const [campaign, way, wait] = JSON.parse(key) as [string, CodeWay, CodeWait]
    const { waits } = at(campaign, way)
    waits[wait] = (waits[wait] ?? 0) + codes
  }
  for (const [key, [amount = 0]] of Object.entries(rollup[valueSection] ?? {})) {
    const [campaign, way, of] = JSON.parse(key) as [string, CodeWay, string]
    if (of === currency) at(campaign, way).value += amount
  }
  return campaigns
}

function added(parts: Iterable<Sums>): Sums {
  const all = noSums()
  for (const part of parts) {
    for (const name of counts) all.counts[name] += part.counts[name]
    for (const wait of codeWaits) all.waits[wait] = (all.waits[wait] ?? 0) + (part.waits[wait] ?? 0)
    all.value += part.value
  }
  return all
}

const isEmpty = ({ counts: sums, value }: Sums) => value === 0 && counts.every((name) => sums[name] === 0)

/** The figures of all ways together, and of each in which anything happened. */
const withWays = (ways: Ways) => ({
  ...figuresOf(added(ways.values())),
  directions: codeWays.flatMap((direction) => {
    const sums = ways.get(direction)
    return sums && !isEmpty(sums) ? [{ direction, ...figuresOf(sums) }] : []
  }),
})

/**
 * The rows of the report, most codes first, and their totals.
 * @param currency whose order values count
 */
export function codeReport(rollup: Rollup, currency: string) {
  const campaigns = sumsByCampaign(rollup, currency)
  const all = [...campaigns.values()]
  const totals = new Map(
    codeWays.map((way) => [way, added(all.flatMap((ways) => ways.get(way) ?? []))] as const),
  )
  return {
    // A code of a batch whose last use was taken back leaves zeros behind: nothing to tell.
    rows: [...campaigns]
      .filter(([, ways]) => ![...ways.values()].every(isEmpty))
      .map(([key, ways]) => ({ key, ...withWays(ways) }))
      .sort((a, b) => b.issued - a.issued || b.used - a.used || (a.key < b.key ? -1 : 1)),
    totals: withWays(totals),
  }
}
