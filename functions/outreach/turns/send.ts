import type { Standing } from '../../../shared/domain/enrolment.ts'
import { type Handed, nextAttempt } from '../../../shared/domain/outgoing-mail.ts'
import type { Sequence, SequenceMail } from '../../../shared/domain/sequence.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { handOver } from '../outbox/send-due.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'
import { wordFor } from '../sequences/word-for.ts'
import { writeMail } from '../sequences/write-mail.ts'
import { passOver, stop, type Taken, type Turn } from './turn.ts'

/** As often as the waits between two tries grow. */
const longestTries = 6

/**
 * Writes the mail, claims it and hands it over, in this order: what was claimed may have gone out.
 * @returns undefined if somebody came in between: what was read holds no more
 */
export async function send(
  deps: FollowUpDeps,
  turn: Turn & { readonly sequence: Sequence; readonly standing: Standing },
  mail: SequenceMail,
): Promise<Taken | undefined> {
  const { mailing, mailer, vault, report, now } = deps
  const { account, rules, sequence, enrolment, standing } = turn
  if (!mailer || standing.sealed === undefined) return stop(deps, turn, 'no-address')
  const wording = await wordFor(deps, account, standing, mail)
  if (wording === 'no-code') return passOver(deps, turn, mail.id, 'failed')
  const to = vault.open(account.id, standing.sealed)
  const record = mailing.recordIdOf(enrolment, mail.id)
  const { address } = enrolment
  const about = { account, settings: rules.settings, sequence, mail, wording, to, address, record }
  const written = await writeMail(deps, about)

  const claimed = await mailing.claim(turn, mail.id, written.links, now())
  if (!claimed) return undefined
  const handed: Handed = await handOver(mailer, written.mail)
  if (handed.handed !== 'sent') {
    const trouble = handed.handed === 'never' ? 'mail-refused' : 'mail-unsent'
    report({ trouble, account: account.id, mail: record, cause: handed.because })
  }
  if (handed.handed === 'later') {
    const attempt = Math.min((enrolment.tries ?? 0) + 1, longestTries)
    await mailing.unclaim(claimed, nextAttempt(attempt, now()) as Instant, now())
    return 'done'
  }
  const fate = handed.handed === 'never' ? 'failed' : handed.handed
  return passOver(deps, { ...turn, ...claimed }, mail.id, fate)
}
