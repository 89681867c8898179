import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { ContactRef } from '../../../shared/domain/link.ts'
import type { ViewChange } from '../../../shared/domain/view.ts'
import type { AttributionPorts } from '../deps.ts'
import { alignVisits } from './count-session.ts'
import { explore } from './explore.ts'
import { planChanges } from './plan.ts'
import { createStanding } from './standing.ts'

/** Others who settle the same person at the same time make one start over; so many in a row is no accident. */
const maxTries = 25

const replacesSomething = (change: ViewChange) => 'before' in change && change.before !== undefined

const isSame = (before: Account, after: Account | undefined) =>
  JSON.stringify(before) === JSON.stringify(after)

/**
 * Brings the views of some contacts, and of everybody who belongs or belonged to them, in line with the facts.
 * Order of arrival plays no part: all is derived anew from what the ledger says, compared with what stands, and
 * written only if nobody else wrote in between. What stands of a contact is read before its facts and
 * the account's rules: who is guarded by its stamp has then read facts at least as new.
 */
export async function settle(
  ports: AttributionPorts,
  account: AccountId,
  seeds: readonly ContactRef[],
): Promise<void> {
  for (let tries = 0; tries < maxTries; tries++) {
    const standing = createStanding(ports.views, account)
    const stood = await standing.read(seeds.map(({ id }) => id))
    const settings = await ports.ledger.accounts.get(account)
    if (!settings) throw new Error(`no account ${account}`)
    const { persons, turned, visitors } = await explore(ports, settings, [...seeds, ...stood], standing)
    // Of those who were found on the way, what stands may have been made by newer rules than these.
    if (standing.steps > 1 && !isSame(settings, await ports.ledger.accounts.get(account))) continue

    const changes = planChanges(settings, persons, standing.stored)
    // Before the rows that tell what was there: whoever repeats this after a crash has to find it again.
    for (const { node, members } of visitors) await alignVisits(ports, account, node, members)
    if (changes.length > 0) {
      const isWritten = await ports.views.enquiries.apply(account, changes)
      // Overtaken, or written in the place of something, it is looked at again: facts may have come and gone since they
      // were read, and whoever found their result standing has left it so.
      if (!isWritten || changes.some(replacesSomething)) continue
    }
    for (const { node, isSwitchboard } of turned) {
      await ports.views.links.noteSwitchboard(account, node, isSwitchboard)
    }
    return
  }
  throw new Error(`contacts of ${account} could not be settled in ${maxTries} tries`)
}
