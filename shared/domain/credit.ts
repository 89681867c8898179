import { splitExactly, wholeMicros } from './split.ts'
import { epochMillisecondsOf, type Instant } from './time.ts'

/** The part of one enquiry that a model gives to one touch; `touch` is its place in the journey, `null`: no journey. */
export interface Credit {
  readonly touch: number | null
  readonly micros: number
}

/** What the models look at: the touches before the enquiry, oldest first, and when it opened. */
export interface CreditedJourney {
  readonly touches: readonly { readonly at: Instant; readonly isDirect: boolean }[]
  readonly openedAt: Instant
  /** The touch that opened the enquiry: the deciding one; the last unless given. */
  readonly openedBy?: number | undefined
  /** The first outcome of stage `opportunity`, if there was one. */
  readonly opportunityAt?: Instant | undefined
}

type Weigh = (journey: CreditedJourney) => number[]

const only = (index: number, count: number) => Array.from({ length: count }, (_, i) => (i === index ? 1 : 0))

/** Google Ads: "the half-life is 1 week" (AttributionModelEnum). */
const decayHalfLifeMilliseconds = 7 * 86_400_000

const position: Weigh = ({ touches: { length } }) => {
  if (length <= 2) return new Array(length).fill(1)
  // 40/20/40: as integers, so that the ends weigh exactly twice what the middle shares.
  return Array.from({ length }, (_, i) => (i === 0 || i === length - 1 ? 0.4 : 0.2 / (length - 2)))
}

/**
 * 30 % each to the first touch, the touch that opened the enquiry and the last touch before the opportunity, 10 % shared
 * by the rest. Milestones that fall together add up; what nobody shares is shared by all in proportion (the weights are
 * normalised). Without an opportunity there is no third milestone: as `position`.
 */
const wShaped: Weigh = (journey) => {
  const { touches, opportunityAt } = journey
  if (opportunityAt === undefined) return position(journey)
  const last = touches.length - 1
  const before = touches.findLastIndex(({ at }) => at <= opportunityAt)
  const weights = new Array<number>(touches.length).fill(0)
  for (const milestone of [0, journey.openedBy ?? last, before < 0 ? 0 : before]) {
    weights[milestone] = (weights[milestone] ?? 0) + 0.3
  }
  const others = weights.filter((weight) => weight === 0).length
  return weights.map((weight) => (weight === 0 ? 0.1 / others : weight))
}

/** Every model, always: weights for the touches of one journey of at least one touch. */
const models = {
  first: ({ touches }) => only(0, touches.length),
  last: ({ touches }) => only(touches.length - 1, touches.length),
  /** The last touch that is not Direct; a journey of nothing but Direct keeps its last. */
  lastNonDirect({ touches }) {
    const index = touches.findLastIndex((touch) => !touch.isDirect)
    return only(index < 0 ? touches.length - 1 : index, touches.length)
  },
  linear: ({ touches }) => new Array(touches.length).fill(1),
  position,
  /** 2^(−age / half-life), the age counted back from the opening. */
  timeDecay: ({ touches, openedAt }) =>
    touches.map(
      ({ at }) =>
        2 ** ((epochMillisecondsOf(at) - epochMillisecondsOf(openedAt)) / decayHalfLifeMilliseconds),
    ),
  wShaped,
} as const satisfies Record<string, Weigh>

export type CreditModel = keyof typeof models
export const creditModels = Object.keys(models) as CreditModel[]

/** @returns for every model the credits above 0; those of one model sum to exactly 1,000,000 */
export function creditJourney(journey: CreditedJourney): Record<CreditModel, Credit[]> {
  const credits = (weigh: Weigh): Credit[] =>
    journey.touches.length === 0
      ? [{ touch: null, micros: wholeMicros }]
      : splitExactly(wholeMicros, weigh(journey))
          .map((micros, touch) => ({ touch, micros }))
          .filter(({ micros }) => micros > 0)
  return Object.fromEntries(creditModels.map((model) => [model, credits(models[model])])) as Record<
    CreditModel,
    Credit[]
  >
}
