import { createHash } from 'node:crypto'
import { mayBeMailed, type NotAllowed } from '../../../shared/domain/consent.ts'
import { type Enrolment, isUnderWay, mailDueAt, mayEnrol } from '../../../shared/domain/enrolment.ts'
import type { AccountId, SequenceId } from '../../../shared/domain/ids.ts'
import { againAfterDays, type Sequence } from '../../../shared/domain/sequence.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { findAddress } from './find-address.ts'
import type { FollowUpDeps } from './ports.ts'

/** Why somebody is to be taken in. */
export interface Occasion {
  readonly account: AccountId
  /** Of one person, the likeliest to know an address first. */
  readonly contacts: readonly string[]
  readonly sequence: SequenceId
  /** Names the event: the same one takes somebody in once. */
  readonly event: string
  readonly eventAt: Instant
}

export type Enrolled =
  | 'enrolled'
  | 'same'
  | 'under-way'
  | 'too-soon'
  | 'no-sequence'
  | 'no-mails'
  | 'paused'
  | 'no-address'
  | 'suppressed'
  | NotAllowed

const runOf = (event: string) => createHash('sha256').update(event).digest('base64url').slice(0, 10)
const mostTries = 5

/** Nobody is in two of those who are not ready; whoever is ready for more leaves them. */
function leavesFor(
  sequence: Sequence,
  sequences: readonly Sequence[],
  enrolments: readonly Enrolment[],
): 'stays' | readonly SequenceId[] {
  const nurtured = enrolments
    .filter((each) => isUnderWay(each) && each.sequence !== sequence.id)
    .map(({ sequence: id }) => id)
    .filter((id) => sequences.find((each) => each.id === id)?.kind === 'nurture')
  if (sequence.kind === 'nurture') return nurtured.length > 0 ? 'stays' : []
  return nurtured
}

/**
 * Takes whoever made the contacts into a sequence, if they left an address and agreed to be written to. However often the
 * event is told, it takes somebody in once.
 */
export async function enrol(deps: FollowUpDeps, occasion: Occasion): Promise<Enrolled> {
  const { mailing, sequences, ledger, suppressions, vault, now } = deps
  const { account, contacts, event, eventAt } = occasion
  const [all, settings, business] = await Promise.all([
    sequences.list(account),
    sequences.settings(account),
    ledger.accounts.get(account),
  ])
  const sequence =
    all.find(({ id }) => id === occasion.sequence) ?? (await sequences.get(account, occasion.sequence))
  if (!sequence || !business) return 'no-sequence'
  if (!sequence.active) return 'paused'
  const [first] = sequence.mails
  if (!first) return 'no-mails'
  const found = await findAddress(deps, account, contacts, settings)
  if (!found) return 'no-address'
  const { address, email, name, consent } = found
  const run = runOf(event)

  for (let attempt = 0; attempt < mostTries; attempt++) {
    const standing = await mailing.learn(account, address, {
      sealed: vault.seal(account, email),
      consent,
      ...(name !== undefined && { sealedName: vault.seal(account, name) }),
    })
    const allowed = mayBeMailed(standing)
    if (allowed !== 'yes') return allowed
    if (await suppressions.isSuppressed(account, email)) return 'suppressed'

    const known = await mailing.of(account, address)
    const { enrolments } = known
    const before = enrolments.find((each) => each.sequence === sequence.id)
    const may = mayEnrol(before, { run, eventAt }, againAfterDays)
    if (may !== 'yes') return may
    const left = leavesFor(sequence, all, enrolments)
    if (left === 'stays') return 'under-way'

    const startedAt = now()
    const dueAt = mailDueAt(first, startedAt, { settings, timeZone: business.timeZone })
    const enrolment: Enrolment = {
      account,
      address,
      sequence: sequence.id,
      run,
      contact: found.contact,
      eventAt,
      startedAt,
      state: 'waiting',
      dueAt,
      done: [],
      places: found.places,
    }
    if (!(await mailing.enrol(enrolment, known, startedAt))) continue
    if (left.length > 0) {
      await mailing.stop(
        account,
        address,
        (each) => (left.includes(each.sequence) ? 'left' : undefined),
        now(),
      )
    }
    return 'enrolled'
  }
  throw new Error('somebody could not be taken into a sequence')
}
