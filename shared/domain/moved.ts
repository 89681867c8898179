import { stages } from './contact-story.ts'
import type { Enrolment } from './enrolment.ts'
import type { ContactKind } from './link.ts'
import type { StopReason } from './sequence.ts'
import type { Instant } from './time.ts'

/** What a person does that ends a sequence; a form is none: whoever asks more goes on to be answered. */
const movedBy: Readonly<Partial<Record<ContactKind, StopReason>>> = {
  call: 'call',
  text: 'reply',
  redemption: 'redemption',
}

/** As much as is known of a person's contacts. */
export interface Movement {
  readonly contacts: readonly { readonly kind: ContactKind; readonly id: string; readonly at: Instant }[]
  readonly outcomes: readonly { readonly stage: string; readonly at: Instant }[]
}

/**
 * What the person has done since what led to the enrolment, if it is among what ends the sequence.
 * @returns the earliest of several
 */
export function hasMoved(
  { contact: anchor, eventAt }: Pick<Enrolment, 'contact' | 'eventAt'>,
  { contacts, outcomes }: Movement,
  stopOn: readonly StopReason[],
): StopReason | undefined {
  const moves = [
    ...contacts.flatMap(({ kind, id, at }) => {
      const reason = movedBy[kind]
      return reason && id !== anchor ? [{ reason, at }] : []
    }),
    ...outcomes.flatMap(({ stage, at }) => (stage === stages.won ? [{ reason: 'sale' as const, at }] : [])),
  ]
  return moves
    .filter(({ reason, at }) => at > eventAt && stopOn.includes(reason))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.reason < b.reason ? -1 : 1))[0]?.reason
}
