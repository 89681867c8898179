import { type Pool, routeOf, type TrackingNumber } from '../../shared/domain/tracking-number.ts'
import type { OwnedNumber } from '../../shared/twilio/number-resource.ts'
import { type Drift, driftOf, type NumberSettings } from '../../shared/twilio/number-settings.ts'

/** What Twilio and Tieline say of the same account's numbers. */
export interface BothSides {
  readonly numbers: readonly TrackingNumber[]
  readonly pools: readonly Pool[]
  readonly owned: readonly OwnedNumber[]
  /** How a number has to be set. */
  readonly wanted: (number: string) => NumberSettings
}

export type Finding =
  /** Twilio sends its calls or texts somewhere else. */
  | {
      readonly finding: 'drift'
      readonly number: string
      readonly label: string
      readonly sid: string
      readonly drift: readonly Drift[]
      /** Whether Tieline would ring a phone. */
      readonly rings: boolean
    }
  /** Tieline shows it, and nobody can call it. */
  | {
      readonly finding: 'not-at-twilio'
      readonly number: string
      readonly label: string
      readonly id: string
    }
  /** It is paid for, and Tieline counts none of its calls. */
  | {
      readonly finding: 'not-in-tieline'
      readonly number: string
      readonly label: string
      readonly sid: string
      /** Its calls come here, where no phone rings for them. */
      readonly pointsHere: boolean
    }
  /** All is set, and no phone is named. */
  | { readonly finding: 'rings-nobody'; readonly number: string; readonly label: string; readonly id: string }

const byNumber = (a: Finding, b: Finding) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0)

/** Every number of either side about which something is to be said, in the order of the numbers. */
export function compareSides({ numbers, pools, owned, wanted }: BothSides): readonly Finding[] {
  const atTwilio = new Map(owned.map((each) => [each.number, each]))
  const inTieline = new Set(numbers.map(({ number }) => number))
  const poolOf = new Map(pools.map((pool) => [pool.id, pool]))

  const known = numbers.flatMap((tracking): Finding[] => {
    const { id, number, label, poolId } = tracking
    const pool = poolId === undefined ? undefined : poolOf.get(poolId)
    const rings = (routeOf('', tracking, pool).flow?.forwardTo.length ?? 0) > 0
    const there = atTwilio.get(number)
    if (!there) return [{ finding: 'not-at-twilio', number, label, id }]
    const drift = driftOf(there.settings, wanted(number))
    return [
      ...(drift.length > 0
        ? [{ finding: 'drift' as const, number, label, sid: there.sid, drift, rings }]
        : []),
      ...(rings ? [] : [{ finding: 'rings-nobody' as const, number, label, id }]),
    ]
  })
  const unknown = owned
    .filter(({ number }) => !inTieline.has(number))
    .map(({ number, friendlyName, sid, settings }): Finding => {
      const pointsHere = settings.VoiceUrl === wanted(number).VoiceUrl
      return { finding: 'not-in-tieline', number, label: friendlyName, sid, pointsHere }
    })
  return [...known, ...unknown].sort(byNumber)
}

export type Drifted = Extract<Finding, { finding: 'drift' }>

/**
 * What a repair may touch. A number that rings no phone in Tieline is left where it is: pointed here, its calls would be
 * lost.
 */
export function decideRepairs(findings: readonly Finding[]): {
  readonly repairs: readonly Drifted[]
  readonly leftAlone: readonly Drifted[]
} {
  const drifted = findings.filter((each): each is Drifted => each.finding === 'drift')
  return {
    repairs: drifted.filter(({ rings }) => rings),
    leftAlone: drifted.filter(({ rings }) => !rings),
  }
}
