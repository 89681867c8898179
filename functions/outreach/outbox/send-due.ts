import { type Handed, type OutgoingMail, sendingMinutes } from '../../../shared/domain/outgoing-mail.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { type Mail, type Mailer, MailRefused } from '../../../shared/mail/mail.ts'
import type { OutreachDeps } from '../deps.ts'
import { prepare } from './prepare.ts'

/** How many are looked at together, and how many of them at the same time: SES takes 14 a second of a new account. */
const batch = 24
const parallelism = 6
/** What could not be written for so long never can. */
const oldestMinutes = 24 * 60

/** Hands the mail to the service, once. */
export async function handOver(mailer: Mailer, mail: Mail): Promise<Handed> {
  try {
    return { handed: 'sent', messageId: (await mailer.send(mail)).messageId }
  } catch (error) {
    if (error instanceof MailRefused)
      return { handed: error.isForNow ? 'later' : 'never', because: error.cause }
    return { handed: 'unknown', because: (error as Error).name }
  }
}

/** One mail, from where it stands: written, claimed for sending, handed over, and what came of it noted. */
async function look(deps: OutreachDeps, mailer: Mailer, outgoing: OutgoingMail): Promise<void> {
  const { outbox, report, now } = deps
  const { account, id } = outgoing
  if (outgoing.state === 'sending') {
    const cause = `no word of it for ${sendingMinutes} minutes`
    await outbox.giveUp(outgoing, cause)
    report({ trouble: 'mail-unknown', account, mail: id, cause })
    return
  }
  const prepared = await prepare(deps, outgoing)
  if ('postponeTo' in prepared) return outbox.postpone(outgoing, prepared.postponeTo)
  if ('skip' in prepared) {
    await outbox.skip(outgoing, prepared.skip)
    if (prepared.skip === 'suppressed')
      report({ trouble: 'mail-suppressed', account, mail: id, cause: 'a bounce or a complaint' })
    return
  }
  const taken = await outbox.take(outgoing, now())
  if (!taken) return
  const handed = await handOver(mailer, prepared.mail)
  if (handed.handed !== 'sent') {
    const trouble = handed.handed === 'never' ? 'mail-refused' : 'mail-unsent'
    report({ trouble, account, mail: id, cause: handed.because })
  }
  await outbox.settle(taken, handed, now())
}

async function lookAtAll(deps: OutreachDeps, mailer: Mailer, mails: readonly OutgoingMail[]): Promise<void> {
  const waiting = [...mails]
  async function work() {
    for (let mail = waiting.shift(); mail; mail = waiting.shift()) {
      try {
        await look(deps, mailer, mail)
      } catch (error) {
        const { account, id } = mail
        deps.report({ trouble: 'mail-unsent', account, mail: id, cause: (error as Error).name })
        // What can't be written now must not stand before the others for ever.
        const isOld = mail.createdAt < addMinutes(deps.now(), -oldestMinutes)
        await (isOld
          ? deps.outbox.skip(mail, 'could not be written')
          : deps.outbox.postpone(mail, addMinutes(deps.now(), 1)))
      }
    }
  }
  await Promise.all(Array.from({ length: parallelism }, work))
}

/**
 * Sends what is due, and gives up what was being sent when something broke. Any number of these may run at once.
 * @returns when the next mail is due, if there is one
 */
export async function sendDue(deps: OutreachDeps): Promise<Instant | undefined> {
  const { outbox, mailer, now } = deps
  if (!mailer) return undefined
  const seen = new Set<string>()
  for (;;) {
    const due = await outbox.due(now(), batch)
    // One that can't be moved on stays due: it is not to be looked at over and over by the same run.
    const fresh = due.filter(({ account, id, dueAt }) => !seen.has(`${account} ${id} ${dueAt}`))
    if (fresh.length === 0) return outbox.nextDueAt()
    for (const { account, id, dueAt } of fresh) seen.add(`${account} ${id} ${dueAt}`)
    await lookAtAll(deps, mailer, fresh)
  }
}
