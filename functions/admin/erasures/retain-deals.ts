import { foldDeal } from '../../../shared/domain/deal.ts'
import { isStandIn, standInMark } from '../../../shared/domain/erasure.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addDays, type Instant } from '../../../shared/domain/time.ts'
import type { AdminDeps } from '../deps.ts'
import { findHolder } from '../outcomes/find-holder.ts'
import type { ErasureDeps } from './ports.ts'

export type RetainDealDeps = Pick<AdminDeps, 'deals'>

/** Of one account in one sweep: the rest is the next one's. */
const daysAtOnce = 31
const pageOf = 200
const standInCharacters = 22

/**
 * What other systems told of deals that fit nobody, longer ago than the account keeps people's data: no request of any person
 * leads to it, so it goes by itself. The stages and their worth stay; the other system's id of the deal goes, and the
 * phones and e-mails by which somebody might still have been found.
 */
export async function retainDeals(
  deps: ErasureDeps & RetainDealDeps & { readonly newSalt: () => string },
  account: AccountId,
  { from, end }: { readonly from: Instant; readonly end: Instant },
): Promise<void> {
  const { deals, privacy, vault } = deps
  const soon = addDays(from, daysAtOnce)
  const until = soon < end ? soon : end
  if (until <= from) return
  const salt = deps.newSalt()
  const scrub = {
    standIn: (hash: string) =>
      isStandIn(hash) ? undefined : standInMark + privacy.digest(salt, hash).slice(0, standInCharacters),
    sealedNothing: vault.seal(account, ''),
    names: [],
  }
  const seen = new Set<string>()
  let after: string | undefined
  do {
    const page = await deals.heard(account, { from, until }, pageOf, after)
    for (const { deal, heardAt } of page) {
      if (heardAt < from || heardAt > until || seen.has(deal)) continue
      seen.add(deal)
      const facts = await deals.factsOf(account, deal)
      // What was told of it lately is not old, and may yet fit somebody.
      const isOld = facts.length > 0 && facts.every((fact) => fact.heardAt <= until)
      if (!isOld || (await findHolder(deps, account, foldDeal(facts)))) continue
      await privacy.items.deal(account, deal, scrub)
      // Where it waited for somebody nobody was met.
      const places = facts.flatMap(({ about }) => about).filter((node) => /^(phone|email):/.test(node))
      for (const node of new Set(places)) await privacy.links.forget(account, node, until)
    }
    after = page.length === pageOf ? page.at(-1)?.place : undefined
  } while (after !== undefined)
  await privacy.retention.noteDeals(account, until)
}
