import { isE164 } from '../../../shared/domain/caller.ts'
import type { E164 } from '../../../shared/domain/ids.ts'
import type { Ringing } from '../../../shared/domain/number.ts'
import type { IncomingCall } from '../schema.ts'

/** Twilio rings ten phones at once at most. */
export const mostTargets = 10

/** All at once: Twilio's own 30 s. One after another: shorter, or the caller gives up before the second phone rings. */
export const usualRingSeconds = { all: 30, 'in-order': 20 } as const

export interface PhonesToRing {
  readonly targets: readonly E164[]
  readonly timeoutSeconds: number
  readonly nextTargets: readonly E164[]
  /** Of each of `nextTargets`. */
  readonly nextSeconds: readonly number[]
}

/**
 * @param first the phone to ring before all others, if it is one of them
 * @returns `undefined` if there is none to ring
 */
export function phonesToRing(
  { forwardTo, ring, ringSeconds }: { readonly [Setting in keyof Ringing]?: Ringing[Setting] | undefined },
  call: Pick<IncomingCall, 'number'>,
  first?: E164,
): PhonesToRing | undefined {
  const usual = usualRingSeconds[ring === 'in-order' ? 'in-order' : 'all']
  const secondsOf = (index: number) =>
    (typeof ringSeconds === 'object' ? ringSeconds[index] : ringSeconds) ?? usual
  const phones = (forwardTo ?? [])
    .map((phone, index) => ({ phone, seconds: secondsOf(index) }))
    // A number that forwards to itself would ring in a circle.
    .filter(({ phone }) => isE164(phone) && phone !== call.number)
    .slice(0, mostTargets)
  const preferred = phones.find(({ phone }) => phone === first)
  const inOrder = ring === 'in-order' || preferred !== undefined
  const sorted = preferred ? [preferred, ...phones.filter((each) => each !== preferred)] : phones
  const [head, ...others] = sorted
  if (!head) return undefined
  if (!inOrder) {
    return {
      targets: phones.map(({ phone }) => phone),
      timeoutSeconds: Math.max(...phones.map(({ seconds }) => seconds)),
      nextTargets: [],
      nextSeconds: [],
    }
  }
  return {
    targets: [head.phone],
    timeoutSeconds: Math.min(
      head.seconds,
      ringSeconds === undefined ? usualRingSeconds['in-order'] : head.seconds,
    ),
    nextTargets: others.map(({ phone }) => phone),
    nextSeconds: others.map(({ seconds }) =>
      ringSeconds === undefined ? usualRingSeconds['in-order'] : seconds,
    ),
  }
}
