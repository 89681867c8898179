import { clickNode } from '../../../shared/domain/click-node.ts'
import { type DealFact, type DealNode, foldDeal, inOrderOfTrust } from '../../../shared/domain/deal.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { namedDealMark } from '../../../shared/domain/outcome-worth.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { ToldOutcome } from '../../../shared/domain/told-outcome.ts'
import type { AdminDeps } from '../deps.ts'

type Hash = AdminDeps['vault']['hash']

/** The key under which all that is told of one deal stands; its name may be an address and is hashed, too. */
export const dealNamed = (hash: Hash, account: AccountId, name: string): string =>
  namedDealMark + hash(account, 'import', `deal ${name}`)

const nodesOf = (
  hash: Hash,
  account: AccountId,
  told: ToldOutcome,
  contact: string | undefined,
): DealNode[] =>
  inOrderOfTrust([
    ...(contact === undefined ? [] : [`contact:${contact}` as const]),
    ...(told.clickId === undefined ? [] : [clickNode(told.clickId)]),
    ...(told.phone === undefined ? [] : [`phone:${hash(account, 'phone', told.phone)}` as const]),
    ...(told.email === undefined ? [] : [`email:${hash(account, 'email', told.email)}` as const]),
  ])

/** The fact that an outcome of another system comes to. @param contact that it names, by an enquiry or itself */
export function dealOf(
  vault: Pick<AdminDeps['vault'], 'hash' | 'seal'>,
  account: AccountId,
  told: ToldOutcome,
  { contact, by, now }: { readonly contact: string | undefined; readonly by: string; readonly now: Instant },
): DealFact {
  const { id, stage, valueMinorUnits, at = now } = told
  const about = nodesOf(vault.hash, account, told, contact)
  const content = JSON.stringify([about, stage, valueMinorUnits ?? null, at])
  return {
    fact: 'deal',
    account,
    deal:
      id === undefined
        ? `said_${vault.hash(account, 'import', content)}`
        : dealNamed(vault.hash, account, id),
    about,
    at,
    heardAt: now,
    by,
    stage,
    ...(valueMinorUnits !== undefined && { valueMinorUnits }),
    ...(id !== undefined && { sealedName: vault.seal(account, id) }),
  }
}

/** Told again without a time of its own, a stage is the one that stands, with the time that it has. */
export function withStandingTime(fact: DealFact, told: readonly DealFact[]): DealFact {
  const standing =
    told.length === 0 ? undefined : foldDeal(told).outcomes.find(({ stage }) => stage === fact.stage)
  return standing && standing.valueMinorUnits === fact.valueMinorUnits ? { ...fact, at: standing.at } : fact
}
