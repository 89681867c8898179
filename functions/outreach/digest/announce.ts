import type { AccountId } from '../../../shared/domain/ids.ts'
import { dueWeek, mondayOf } from '../../../shared/domain/report-week.ts'
import type { OutreachDeps } from '../deps.ts'
import { preferencesOf } from '../preferences/preferences.ts'

const mostDigestsPerHour = 1000

/** Claims the report of one week for everybody of the account who wants it. @returns how many */
async function announceTo(
  deps: OutreachDeps,
  account: AccountId,
  about: { readonly kind: 'digest'; readonly week: string; readonly trial?: string },
): Promise<number> {
  let count = 0
  for (const recipient of await deps.recipients(account)) {
    if (!(await preferencesOf(deps.preferences, recipient)).digest) continue
    const now = deps.now()
    const mail = { account, member: recipient.id, about, dueAt: now }
    if ((await deps.outbox.add(mail, mostDigestsPerHour, now)) === 'added') count += 1
  }
  return count
}

/** The reports that are due now, of every account that ever had an enquiry. @returns how many were claimed */
export async function announceDigests(deps: OutreachDeps): Promise<number> {
  if (!deps.mailer) return 0
  let count = 0
  for (const id of await deps.accounts.list()) {
    const account = await deps.ledger.accounts.get(id)
    if (!account || !dueWeek(deps.now(), account.timeZone)) continue
    const week = mondayOf(deps.now(), account.timeZone)
    count += await announceTo(deps, id, { kind: 'digest', week })
  }
  return count
}

/** The last whole week's report, now and beside the usual one: to see how it looks. @returns how many get it */
export async function announceTrial(deps: OutreachDeps, id: AccountId): Promise<number> {
  const account = await deps.ledger.accounts.get(id)
  if (!account || !deps.mailer) return 0
  const now = deps.now()
  return announceTo(deps, id, { kind: 'digest', week: mondayOf(now, account.timeZone), trial: now })
}
