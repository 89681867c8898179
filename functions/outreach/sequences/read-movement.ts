import type { EndReason, Enrolment } from '../../../shared/domain/enrolment.ts'
import { hasMoved, type Movement } from '../../../shared/domain/moved.ts'
import type { Sequence } from '../../../shared/domain/sequence.ts'
import type { FollowUpDeps } from './ports.ts'

/** Of the contacts that meet where the person does, so many of the newest are asked for what came of them. */
const mostAsked = 10

type Deps = Pick<FollowUpDeps, 'ledger' | 'views'>

/**
 * What the person has done by now, read where contacts meet and from the facts of outcomes themselves: what the stream of
 * rows is still to tell counts already.
 */
export async function readMovement(
  { views, ledger }: Deps,
  { account, places, contact }: Enrolment,
  { stopOn }: Pick<Sequence, 'stopOn'>,
): Promise<Movement> {
  if (stopOn.length === 0) return { contacts: [], outcomes: [] }
  const met = await Promise.all(places.map((place) => views.links.membersOf(account, place)))
  // A switchboard's calls are of many: they say nothing of one.
  const contacts = met.flatMap((members) => (members.settledAsSwitchboard ? [] : members.contacts))
  const newest = [...new Map(contacts.map((each) => [each.id, each])).values()].sort((a, b) =>
    a.at < b.at ? 1 : -1,
  )
  if (!stopOn.includes('sale')) return { contacts: newest, outcomes: [] }
  const asked = new Set([contact, ...newest.slice(0, mostAsked).map(({ id }) => id)])
  const facts = await Promise.all([...asked].map((id) => ledger.contacts.factsOf(account, id)))
  return {
    contacts: newest,
    outcomes: facts.flat().flatMap((fact) => (fact.fact === 'outcome' ? [fact] : [])),
  }
}

export async function stopFor(
  deps: Deps,
  enrolment: Enrolment,
  sequence: Pick<Sequence, 'stopOn'>,
): Promise<EndReason | undefined> {
  return hasMoved(enrolment, await readMovement(deps, enrolment, sequence), sequence.stopOn)
}
