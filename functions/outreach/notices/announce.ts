import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { type Recipient, wantsNotice } from '../../../shared/domain/notification.ts'
import type { ChangedRow, OutreachDeps } from '../deps.ts'
import { preferencesOf } from '../preferences/preferences.ts'
import { dueAtOf, type Happening, happeningsOf, isNews } from './decide.ts'

/** A flood of calls (or of a robot's forms) does not become one of mails. */
const mostNoticesPerHour = 60

/** Of one batch: who is there is asked once. */
interface Known {
  readonly account: Account | undefined
  readonly recipients: readonly Recipient[]
}

/**
 * Claims, for everybody who wants it, a mail of each contact that is new in these rows. However often the rows come, there
 * is one for each person and contact; they are sent by `sendDue`.
 */
export function createAnnounce(deps: OutreachDeps) {
  const { ledger, outbox, preferences, accounts, report, now } = deps

  async function learn(account: AccountId): Promise<Known> {
    const [settings, recipients] = await Promise.all([ledger.accounts.get(account), deps.recipients(account)])
    return { account: settings, recipients }
  }

  async function announce(happening: Happening, { recipients }: Known): Promise<void> {
    const { account, contact, kind, number } = happening
    const flow = number === undefined ? undefined : (await ledger.routes.routeOf(number))?.flow
    const dueAt = dueAtOf(happening, flow, now())
    await Promise.all(
      recipients.map(async (recipient) => {
        if (!wantsNotice(await preferencesOf(preferences, recipient), happening)) return
        const about = { kind: 'notice', contact, contactKind: kind } as const
        const mail = { account, member: recipient.id, about, dueAt }
        const added = await outbox.add(mail, mostNoticesPerHour, now())
        if (added === 'known') await outbox.hasten(mail)
        if (added === 'capped')
          report({ trouble: 'mails-capped', account, cause: `more than ${mostNoticesPerHour} an hour` })
      }),
    )
  }

  return async (rows: readonly ChangedRow[]): Promise<void> => {
    const known = new Map<AccountId, Promise<Known>>()
    const happenings = new Map<string, Happening>()
    for (const row of rows) {
      await accounts.note(row.account, now())
      for (const each of happeningsOf(row)) happenings.set(`${each.account} ${each.contact}`, each)
    }
    if (!deps.mailer) return
    for (const happening of happenings.values()) {
      // Most rows are of long ago while history is imported: for those nobody is asked for.
      if (!isNews(happening, { createdAt: '' }, now())) continue
      const { account } = happening
      const learning = known.get(account) ?? learn(account)
      known.set(account, learning)
      const all = await learning
      if (all.account && isNews(happening, all.account, now())) await announce(happening, all)
    }
  }
}
