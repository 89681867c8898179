import type { Account } from '../../../shared/domain/account.ts'
import {
  type EndReason,
  type Enrolment,
  type KnownAddress,
  mailDueAt,
  type SendingRules,
  type Standing,
} from '../../../shared/domain/enrolment.ts'
import { nextMail, type Sequence } from '../../../shared/domain/sequence.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { enrol } from '../sequences/enrol.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'

/** What the turn of one person is decided by, as it was read. */
export interface Turn {
  readonly account: Account
  readonly rules: SendingRules
  readonly sequence: Sequence | undefined
  readonly known: KnownAddress
  readonly enrolment: Enrolment
  readonly standing: Standing | undefined
}

/** What came of a turn: `held` if there was nothing to do, or somebody else does it. */
export type Taken = 'done' | 'held'

/** Those who got all mails and did not move go on, if there is somewhere to go. */
export async function goOn(deps: FollowUpDeps, { sequence, enrolment }: Turn): Promise<void> {
  if (sequence?.goesOnTo === undefined) return
  const { account, contact, run } = enrolment
  await enrol(deps, {
    account,
    contacts: [contact],
    sequence: sequence.goesOnTo,
    event: `after ${sequence.id} ${run}`,
    eventAt: deps.now(),
  })
}

/** Whatever came of a mail, the next one is due so much later, counted from now. */
export async function passOver(
  deps: FollowUpDeps,
  turn: Turn,
  mail: string,
  fate: 'failed' | 'unknown' | 'sent',
): Promise<Taken> {
  const { sequence, enrolment, rules } = turn
  const at = deps.now()
  const next = sequence && nextMail(sequence, [...enrolment.done, mail])
  const dueAt: Instant | undefined = next && mailDueAt(next, at, rules)
  const after = await deps.mailing.settle(turn, mail, fate, dueAt, at)
  if (after?.state === 'finished') await goOn(deps, turn)
  return 'done'
}

export async function stop(
  { mailing, now }: FollowUpDeps,
  { enrolment }: Turn,
  because: EndReason,
): Promise<Taken> {
  const { account, address, sequence, run } = enrolment
  await mailing.stop(
    account,
    address,
    (each) => (each.sequence === sequence && each.run === run ? because : undefined),
    now(),
  )
  return 'done'
}
