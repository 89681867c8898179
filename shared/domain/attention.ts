import type { E164, NumberId, PoolId } from './ids.ts'
import type { ConsolePath } from './saved-view.ts'
import type { Instant } from './time.ts'

export const attentionKinds = [
  'callbacks-missing',
  'missed-spike',
  'pool-dry',
  'unattributed-rising',
  'number-resting',
] as const
export const severities = ['urgent', 'warning', 'notice'] as const

/** Something that somebody should look at. */
export interface Attention {
  /** The same as long as it is the same thing. */
  readonly id: string
  readonly kind: (typeof attentionKinds)[number]
  readonly severity: (typeof severities)[number]
  readonly title: string
  readonly detail: string
  /** What it is by, and what it was before: shares from 0 to 1, or counts; null where there is none. */
  readonly value: number | null
  readonly before: number | null
  readonly unit: 'share' | 'count' | null
  readonly to: ConsolePath
}

/** How many of some are what one looks for. */
export interface Ratio {
  readonly all: number
  readonly hits: number
}

export interface AttentionFacts {
  /** Ended calls, and those that nobody answered: of today and yesterday, and of the four weeks before. */
  readonly unanswered: { readonly lately: Ratio; readonly usually: Ratio }
  /** Enquiries, and those of which no source is known: of the last week, and of the four weeks before. */
  readonly unattributed: { readonly lately: Ratio; readonly usually: Ratio }
  /** Of today and yesterday: sessions that were given a number, and those that had to share one. */
  readonly pools: readonly (Ratio & {
    readonly id: PoolId
    readonly name: string
    readonly numbers: number
    readonly recommendedNumbers: number | null
  })[]
  /** Calls of the last two days that should have ended, and those whose end nobody told. */
  readonly numbers: readonly (Ratio & { readonly number: E164; readonly label: string | null })[]
  /** Pool numbers that were dialled for somebody else. */
  readonly resting: readonly {
    readonly numberId: NumberId
    readonly number: E164
    readonly label: string
    readonly until: Instant
  }[]
}

const shareOf = ({ all, hits }: Ratio): number => (all === 0 ? 0 : hits / all)
const percent = (share: number) => `${Math.round(share * 100)} %`
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

/** What is rare or few is no trend. */
const fewestHits = 5
const fewestBefore = 20
/** Twice the spread of chance: what is usual goes over it once in 40 times. */
const spreads = 2

/**
 * Whether there is more of it than usual and than chance would bring. Where nothing is usual yet, half of all is too much.
 */
export function isRise(lately: Ratio, usually: Ratio): boolean {
  const share = shareOf(lately)
  if (lately.hits < fewestHits) return false
  if (usually.all < fewestBefore) return lately.all >= 2 * fewestHits && share >= 0.5
  const usual = shareOf(usually)
  const spread = Math.sqrt((usual * (1 - usual)) / lately.all)
  return share >= usual * 1.5 && share - usual >= spreads * spread
}

function missedSpike({ unanswered: { lately, usually } }: AttentionFacts): Attention[] {
  if (!isRise(lately, usually)) return []
  const [share, before] = [shareOf(lately), usually.all < fewestBefore ? null : shareOf(usually)]
  const isUrgent = lately.hits >= 2 * fewestHits && (before === null || share >= 2 * before)
  return [
    {
      id: 'missed-spike',
      kind: 'missed-spike',
      severity: isUrgent ? 'urgent' : 'warning',
      title: `${percent(share)} of calls went unanswered since yesterday`,
      detail: `${lately.hits} of ${lately.all}${before === null ? '' : `; ${percent(before)} in the four weeks before`}. Whoever isn’t called back asks somebody else.`,
      value: share,
      before,
      unit: 'share',
      to: '/calls?outcome=missed,abandoned,voicemail&handled=false',
    },
  ]
}

function unattributedRising({ unattributed: { lately, usually } }: AttentionFacts): Attention[] {
  if (usually.all < fewestBefore || !isRise(lately, usually)) return []
  const [share, before] = [shareOf(lately), shareOf(usually)]
  return [
    {
      id: 'unattributed-rising',
      kind: 'unattributed-rising',
      severity: 'warning',
      title: `${percent(share)} of this week’s enquiries have no known source`,
      detail: `${lately.hits} of ${lately.all}; ${percent(before)} in the four weeks before. Look whether the script still stands on every page, and whether a number is shown that isn’t tracked.`,
      value: share,
      before,
      unit: 'share',
      to: '/enquiries?channel=(unknown)',
    },
  ]
}

/** From which share of shared numbers a pool is too small, and from which it says little about whose call it was. */
const overflow = { warning: 0.05, urgent: 0.2, fewest: 3 } as const

const poolsDry = ({ pools }: AttentionFacts): Attention[] =>
  pools.flatMap((pool) => {
    const share = shareOf(pool)
    if (pool.hits < overflow.fewest || share < overflow.warning) return []
    const { recommendedNumbers: wanted, numbers } = pool
    const advice =
      wanted !== null && wanted > numbers
        ? ` ${wanted} numbers would have been enough; it has ${numbers}.`
        : ''
    return [
      {
        id: `pool-dry:${pool.id}`,
        kind: 'pool-dry' as const,
        severity: share >= overflow.urgent ? ('urgent' as const) : ('warning' as const),
        title: `The pool “${pool.name}” ran dry`,
        detail: `${percent(share)} of visits since yesterday shared a number with another: their calls can’t be told apart.${advice}`,
        value: share,
        before: null,
        unit: 'share' as const,
        to: '/settings/pools',
      },
    ]
  })

const callbacksMissing = ({ numbers }: AttentionFacts): Attention[] =>
  numbers.flatMap(({ number, label, all, hits }) =>
    hits >= 2 && hits * 2 >= all
      ? [
          {
            id: `callbacks-missing:${number}`,
            kind: 'callbacks-missing' as const,
            severity: 'urgent' as const,
            title: `${label ?? number}: Twilio doesn’t tell how calls end`,
            detail: `Of ${count(all, 'call', 'calls')} in two days, ${hits} never got their end. Check the number’s status callback.`,
            value: hits,
            before: null,
            unit: 'count' as const,
            to: '/settings/numbers',
          },
        ]
      : [],
  )

const numbersResting = ({ resting }: AttentionFacts): Attention[] =>
  resting.map(({ numberId, number, label, until }) => ({
    id: `number-resting:${numberId}`,
    kind: 'number-resting' as const,
    severity: 'notice' as const,
    title: `${label || number} rests until ${until.slice(0, 10)}`,
    detail: `${number} got too many calls for somebody else: no new visitor is shown it meanwhile.`,
    value: null,
    before: null,
    unit: null,
    to: '/settings/numbers',
  }))

/** What needs attention, the most urgent first; nothing, where all is well. */
export function decideAttention(facts: AttentionFacts): Attention[] {
  const found = [
    ...callbacksMissing(facts),
    ...missedSpike(facts),
    ...poolsDry(facts),
    ...unattributedRising(facts),
    ...numbersResting(facts),
  ]
  return severities.flatMap((severity) => found.filter((each) => each.severity === severity))
}
