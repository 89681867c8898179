import type { Account } from '../../../shared/domain/account.ts'
import type { Done, DueWork } from '../../../shared/domain/due-work.ts'
import {
  type DueDecision,
  decideDue,
  type EndReason,
  type Enrolment,
  mailDueAt,
  type SendingRules,
  type Standing,
} from '../../../shared/domain/enrolment.ts'
import { type Handed, nextAttempt } from '../../../shared/domain/outgoing-mail.ts'
import {
  type FollowUpSettings,
  nextMail,
  type Sequence,
  type SequenceMail,
} from '../../../shared/domain/sequence.ts'
import { type Instant, secondsBetween } from '../../../shared/domain/time.ts'
import type { DueHandler } from '../due/work-due.ts'
import { handOver } from '../outbox/send-due.ts'
import { enrol, type FollowUpWork, followUpKind } from './enrol.ts'
import type { FollowUpDeps } from './ports.ts'
import { stopFor } from './read-movement.ts'
import { wordFor } from './word-for.ts'
import { writeMail } from './write-mail.ts'

/** Whoever was stopped, claimed or changed in between is read again. */
const mostTries = 5
/** As often as the waits between two tries grow. */
const longestTries = 6

/** What the turn of one person is decided by, as it was read. */
interface Turn {
  readonly account: Account
  readonly rules: SendingRules
  readonly sequence: Sequence | undefined
  readonly enrolment: Enrolment
  readonly standing: Standing | undefined
}

const doneWith: Done = { done: true }

/** What many turns at a time have in common. */
interface Plan {
  readonly sequence: Sequence | undefined
  readonly settings: FollowUpSettings
  readonly account: Account | undefined
}
export type ReadPlan = (account: string, sequence: string) => Promise<Plan>
/** What somebody changes of a sequence holds so much later, at most. */
const planSeconds = 3

/** Reads what a sequence says once for the many who are in it. Who may be written to is never remembered. */
export function createReadPlan({ sequences, ledger, now }: FollowUpDeps): ReadPlan {
  const reading = new Map<string, { readonly at: Instant; readonly plan: Promise<Plan> }>()
  return (account, id) => {
    const name = `${account} ${id}`
    const known = reading.get(name)
    if (known && Math.abs(secondsBetween(known.at, now())) < planSeconds) return known.plan
    const at = now()
    const read = async (): Promise<Plan> => {
      const [sequence, settings, business] = await Promise.all([
        sequences.get(account, id),
        sequences.settings(account),
        ledger.accounts.get(account),
      ])
      return { sequence, settings, account: business }
    }
    const plan = read()
    plan.catch(() => reading.delete(name))
    if (reading.size > 1000) reading.clear()
    reading.set(name, { at, plan })
    return plan
  }
}

async function readTurn(
  { mailing }: FollowUpDeps,
  readPlan: ReadPlan,
  id: string,
  { address, sequence: sequenceId, run }: FollowUpWork,
): Promise<Turn | undefined> {
  const [known, { sequence, settings, account }] = await Promise.all([
    mailing.of(id, address),
    readPlan(id, sequenceId),
  ])
  const enrolment = known.enrolments.find((each) => each.sequence === sequenceId && each.run === run)
  if (!enrolment || !account) return undefined
  const rules = { settings, timeZone: account.timeZone }
  return { account, rules, sequence, enrolment, standing: known.standing }
}

/** When the mail after this one is due, counted from now. */
function dueAfter({ sequence, enrolment, rules }: Turn, mail: string, now: Instant): Instant | undefined {
  const next = sequence && nextMail(sequence, [...enrolment.done, mail])
  return next && mailDueAt(next, now, rules)
}

/** Those who got all mails and did not move go on, if there is somewhere to go. */
async function goOn(deps: FollowUpDeps, { sequence, enrolment }: Turn): Promise<void> {
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

async function passOver(
  deps: FollowUpDeps,
  turn: Turn,
  mail: string,
  fate: 'failed' | 'unknown' | 'sent',
): Promise<Done> {
  const { mailing, now } = deps
  const { account, contact, sequence } = turn.enrolment
  const at = now()
  const next = dueAfter(turn, mail, at)
  const event =
    fate === 'sent'
      ? {
          account,
          contact,
          mail: mailing.recordIdOf(turn.enrolment, mail),
          sequence,
          step: mail,
          what: 'sent' as const,
          at,
        }
      : undefined
  const after = await mailing.settle(turn.enrolment, mail, fate, next, at, event)
  if (after?.state === 'waiting') return { again: after.dueAt, because: 'the next mail' }
  if (after?.state === 'finished') await goOn(deps, turn)
  return doneWith
}

/** @returns undefined if somebody came in between: what was read holds no more */
async function send(
  deps: FollowUpDeps,
  turn: Turn & { readonly sequence: Sequence; readonly standing: Standing },
  mail: SequenceMail,
  attempts: number,
): Promise<Done | undefined> {
  const { mailing, mailer, vault, suppressions, report, now } = deps
  const { account, rules, sequence, enrolment, standing } = turn
  if (!mailer || standing.sealed === undefined) return { cancelled: 'nobody is written to' }
  const to = vault.open(account.id, standing.sealed)
  const [isSuppressed, wording] = await Promise.all([
    suppressions.isSuppressed(account.id, to),
    wordFor(deps, account, standing, mail),
  ])
  if (isSuppressed) return stop(deps, turn, 'suppressed')
  if (wording === 'no-code') return passOver(deps, turn, mail.id, 'failed')
  const record = mailing.recordIdOf(enrolment, mail.id)
  const { address } = enrolment
  const about = { account, settings: rules.settings, sequence, mail, wording, to, address, record }
  const written = await writeMail(deps, about)

  const claimed = await mailing.claim(enrolment, standing, mail.id, written.links, now())
  if (!claimed) return undefined
  const handed: Handed = await handOver(mailer, written.mail)
  if (handed.handed !== 'sent') {
    const trouble = handed.handed === 'never' ? 'mail-refused' : 'mail-unsent'
    report({ trouble, account: account.id, mail: record, cause: handed.because })
  }
  if (handed.handed === 'later') {
    const again = nextAttempt(Math.min(attempts, longestTries), now()) as Instant
    await mailing.unclaim(claimed.enrolment, claimed.record, again)
    return { again, because: handed.because }
  }
  const fate = handed.handed === 'never' ? 'failed' : handed.handed
  return passOver(deps, { ...turn, enrolment: claimed.enrolment }, mail.id, fate)
}

async function stop(deps: FollowUpDeps, { enrolment }: Turn, because: EndReason): Promise<Done> {
  const { account, address, sequence, run } = enrolment
  await deps.mailing.stop(
    account,
    address,
    (each) => (each.sequence === sequence && each.run === run ? because : undefined),
    deps.now(),
  )
  return { cancelled: because }
}

/** @returns undefined: it is to be read again */
async function act(
  deps: FollowUpDeps,
  turn: Turn,
  decision: DueDecision,
  attempts: number,
): Promise<Done | undefined> {
  const { mailing, now } = deps
  const { enrolment, sequence, standing } = turn
  switch (decision.decided) {
    case 'nothing':
      return doneWith
    case 'pass':
      return passOver(deps, turn, decision.mail, 'unknown')
    case 'stop':
      return stop(deps, turn, decision.because)
    case 'finish':
      if (!(await mailing.finish(enrolment, now()))) return undefined
      await goOn(deps, turn)
      return doneWith
    case 'wait': {
      const { until, because, spread } = decision
      const isMoved = because === 'not-due' || because === 'paused'
      if (!isMoved && !(await mailing.wait(enrolment, until, spread))) return undefined
      return { again: until, because }
    }
    case 'send':
      if (!sequence || !standing) throw new Error('a mail of nothing, or to nobody')
      return send(deps, { ...turn, sequence, standing }, decision.mail, attempts)
  }
}

/**
 * The turn of one person in one sequence: what is due is sent, once; what has to wait waits; whoever has moved is let be.
 */
export async function takeTurn(deps: FollowUpDeps, readPlan: ReadPlan, work: DueWork): Promise<Done> {
  const body = work.body as FollowUpWork
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const turn = await readTurn(deps, readPlan, work.account, body)
    if (!turn) return { cancelled: 'nobody is in it any more' }
    const decide = (moved: EndReason | undefined) =>
      decideDue(turn.enrolment, turn.sequence, turn.standing, moved, turn.rules, deps.now())
    const first = decide(undefined)
    // Where contacts meet is looked at only for whoever would be written to now.
    const moved =
      first.decided === 'send' && turn.sequence
        ? await stopFor(deps, turn.enrolment, turn.sequence)
        : undefined
    const done = await act(deps, turn, moved === undefined ? first : decide(moved), work.attempts)
    if (done) return done
  }
  throw new Error('others came in between again and again')
}

/** What piled up goes out at this pace: SES takes 14 a second of a new account. */
const perRound = 500
const parallel = 8

export function followUpHandler(deps: FollowUpDeps): DueHandler {
  const readPlan = createReadPlan(deps)
  return {
    kind: followUpKind,
    // What broke between the claim and the end is told by the enrolment: the mail is passed over, the rest goes on.
    lapse: 'again',
    perRound,
    parallel,
    run: (work) => takeTurn(deps, readPlan, work),
  }
}
