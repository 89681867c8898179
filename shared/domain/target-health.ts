import { addSeconds, type Instant } from './time.ts'

/**
 * How an endpoint has been doing, so that one that is down costs little and holds up nobody: a circuit.
 *
 *     closed ──(so many failures in a row)──▶ open until `heldUntil` ──▶ one try passes ──▶ closed, or open for longer
 */
export interface TargetHealth {
  /** In a row, up to now. */
  readonly failures: number
  /** When the first of them was. */
  readonly failingSince?: Instant | undefined
  /** No try before it, where the circuit is open. */
  readonly heldUntil?: Instant | undefined
  readonly lastDeliveredAt?: Instant | undefined
  /** What the last answer took. */
  readonly tookMilliseconds?: number | undefined
}

export const unknownHealth: TargetHealth = { failures: 0 }

/** So many failures in a row open the circuit. */
export const failuresToOpen = 5
const firstHoldSeconds = 30
const longestHoldSeconds = 1800
/** While one try passes, the others wait so much longer. */
const probeSeconds = 60
/** What takes longer than that is not done while others wait. */
const promptMilliseconds = 2000

export function afterTry(
  health: TargetHealth,
  { isDelivered, tookMilliseconds }: { readonly isDelivered: boolean; readonly tookMilliseconds: number },
  now: Instant,
): TargetHealth {
  if (isDelivered) return { failures: 0, lastDeliveredAt: now, tookMilliseconds }
  const failures = health.failures + 1
  const beyond = failures - failuresToOpen
  return {
    failures,
    failingSince: health.failingSince ?? now,
    lastDeliveredAt: health.lastDeliveredAt,
    tookMilliseconds,
    ...(beyond >= 0 && {
      heldUntil: addSeconds(now, Math.min(longestHoldSeconds, firstHoldSeconds * 2 ** Math.min(beyond, 10))),
    }),
  }
}

/** `probe`: the circuit is open and its time is over: whoever moves `heldUntil` first may try, alone. */
export type Admission =
  | { readonly admit: 'go' }
  | { readonly admit: 'probe'; readonly heldUntil: Instant }
  | { readonly admit: 'held'; readonly until: Instant }

export function admission({ failures, heldUntil }: TargetHealth, now: Instant): Admission {
  if (failures < failuresToOpen || heldUntil === undefined) return { admit: 'go' }
  if (heldUntil > now) return { admit: 'held', until: heldUntil }
  return { admit: 'probe', heldUntil: addSeconds(now, probeSeconds) }
}

/** Whether it answers, and soon: only such an endpoint is tried while others wait for it. */
export const isPrompt = ({ failures, tookMilliseconds = 0 }: TargetHealth): boolean =>
  failures === 0 && tookMilliseconds <= promptMilliseconds
