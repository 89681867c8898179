import type { AccountId } from '../../../shared/domain/ids.ts'
import type { UntoldContact } from '../../../shared/domain/link.ts'
import type { ViewChange } from '../../../shared/domain/view.ts'
import type { AccountRules, AttributionPorts } from '../deps.ts'
import { alignVisitor, isOwned, printOf } from './align-visitor.ts'
import { alignVisits } from './count-session.ts'
import { explore } from './explore.ts'
import { planChanges } from './plan.ts'
import { createStanding } from './standing.ts'

/** Others who settle the same person at the same time make one start over; so many in a row is no accident. */
const maxTries = 25

const replacesSomething = (change: ViewChange) => 'before' in change && change.before !== undefined

const isSame = (before: AccountRules, after: AccountRules) => JSON.stringify(before) === JSON.stringify(after)

/**
 * Brings the views of some contacts, and of everybody who belongs or belonged to them, in line with the facts.
 * Order of arrival plays no part: all is derived anew from what the ledger says, compared with what stands, and
 * written only if nobody else wrote in between. What stands of a contact is read before its facts and
 * the account's rules: who is guarded by its stamp has then read facts at least as new.
 */
export async function settle(
  ports: AttributionPorts,
  account: AccountId,
  seeds: readonly UntoldContact[],
): Promise<void> {
  for (let tries = 0; tries < maxTries; tries++) {
    const standing = createStanding(ports.views, account)
    const stood = await standing.read(seeds.map(({ id }) => id))
    const rules = await ports.ledger.processes.rulesOf(account)
    const { settings } = rules
    if (!settings) throw new Error(`no account ${account}`)
    const { persons, turned, visitors } = await explore(ports, settings, [...seeds, ...stood], standing)
    // Of those who were found on the way, what stands may have been made by newer rules than these.
    if (standing.steps > 1 && !isSame(rules, await ports.ledger.processes.rulesOf(account))) continue

    const changes = planChanges({ ...rules, settings }, persons, standing.stored)
    // Before the rows that tell what was there: whoever repeats this after a crash has to find it again.
    for (const { node, members } of visitors) {
      await alignVisits(ports, account, node, members)
      await alignVisitor(ports, account, node, members, rules)
    }
    if (changes.length > 0) {
      const isWritten = await ports.views.enquiries.apply(account, changes)
      // Overtaken, or written in the place of something, it is looked at again: facts may have come and gone since they
      // were read, and whoever found their result standing has left it so.
      if (!isWritten || changes.some(replacesSomething)) continue
    }
    for (const { node, isSwitchboard } of turned) {
      await ports.views.links.noteSwitchboard(account, node, isSwitchboard)
    }
    // Most visitors who made a contact never come back: what is not asked for is not noted.
    const isAsked = seeds.some(({ isUntold }) => isUntold)
    for (const { node, members } of isAsked ? visitors : []) {
      const print = printOf(node, members)
      if (isOwned(members) && members.told !== print) await ports.views.links.noteTold(account, node, print)
    }
    return
  }
  throw new Error(`contacts of ${account} could not be settled in ${maxTries} tries`)
}
