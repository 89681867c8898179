import {
  type DueDecision,
  type DueEnrolment,
  decideDue,
  type EndReason,
  type KnownAddress,
} from '../../../shared/domain/enrolment.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'
import { stopFor } from '../sequences/read-movement.ts'
import type { ReadPlan } from './read-plan.ts'
import { send } from './send.ts'
import { goOn, passOver, stop, type Taken, type Turn } from './turn.ts'

/** Whoever was stopped, claimed or changed in between is read again. */
const mostTries = 5

export const enrolmentOf = ({ enrolments }: KnownAddress, { sequence, run }: DueEnrolment) =>
  enrolments.find((each) => each.sequence === sequence && each.run === run)

async function turnOf(readPlan: ReadPlan, due: DueEnrolment, known: KnownAddress): Promise<Turn | undefined> {
  const enrolment = enrolmentOf(known, due)
  const { sequence, settings, account } = await readPlan(due.account, due.sequence)
  if (!enrolment || !account) return undefined
  const rules = { settings, timeZone: account.timeZone }
  return { account, rules, sequence, known, enrolment, standing: known.standing }
}

/** @returns undefined: it is to be read again */
async function act(deps: FollowUpDeps, turn: Turn, decision: DueDecision): Promise<Taken | undefined> {
  const { mailing, now } = deps
  const { sequence, standing, enrolment } = turn
  switch (decision.decided) {
    case 'nothing':
      return 'held'
    case 'pass':
      return passOver(deps, turn, decision.mail, 'unknown')
    case 'stop':
      return stop(deps, turn, decision.because)
    case 'finish':
      if (!(await mailing.finish(turn, now()))) return undefined
      await goOn(deps, turn)
      return 'done'
    case 'wait': {
      const { until, because, spread = enrolment.spread } = decision
      // Somebody else is at it, or it is listed for that time already.
      if (because === 'claimed' || because === 'not-due') return 'held'
      const set = because === 'paused' ? {} : { dueAt: until, spread }
      return (await mailing.wait(turn, until, set, now())) ? 'done' : undefined
    }
    case 'send':
      if (!sequence || !standing) throw new Error('a mail of nothing, or to nobody')
      return send(deps, { ...turn, sequence, standing }, decision.mail)
  }
}

/**
 * The turn of one person in one sequence: what is due is sent, once; what has to wait waits; whoever has moved is let be.
 * @param read what was known of the address a moment ago
 */
export async function takeTurn(
  deps: FollowUpDeps,
  readPlan: ReadPlan,
  due: DueEnrolment,
  read: KnownAddress,
  isSuppressed: boolean,
): Promise<Taken> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const known = attempt === 0 ? read : await deps.mailing.of(due.account, due.address)
    const turn = await turnOf(readPlan, due, known)
    if (!turn) return 'held'
    const decide = (moved: EndReason | undefined) =>
      decideDue(turn.enrolment, turn.sequence, turn.standing, moved, turn.rules, deps.now())
    const first = decide(undefined)
    if (first.decided !== 'send' || !turn.sequence) {
      const taken = await act(deps, turn, first)
      if (taken) return taken
      continue
    }
    // Where contacts meet is looked at only for whoever would be written to now.
    const moved = isSuppressed ? 'suppressed' : await stopFor(deps, turn.enrolment, turn.sequence)
    const taken = await act(deps, turn, moved === undefined ? first : decide(moved))
    if (taken) return taken
  }
  throw new Error('others came in between again and again')
}
