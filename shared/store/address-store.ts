import type { ConsentBasis } from '../domain/consent.ts'
import type { AccountId, CampaignId, PersonalHash } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { itemAbsent } from './condition.ts'
import { followUpKeys } from './follow-up-keys.ts'
import type { Table } from './table.ts'

/** An address that somebody wrote down who spoke with its owner. */
export interface NotedAddress {
  readonly address: PersonalHash
  readonly sealed: string
  readonly sealedName?: string | undefined
  readonly at: Instant
  /** Who wrote it down: a member's id, `api`. */
  readonly by: string
  readonly consent?: { readonly basis: ConsentBasis; readonly note: string } | undefined
}

export type AddressStore = ReturnType<typeof createAddressStore>

/** What is written down of a contact for following it up: facts beside what else people said of it. */
export const createAddressStore = (ledger: Table) => ({
  async note(account: AccountId, contact: string, noted: NotedAddress): Promise<void> {
    const { address, sealed, sealedName, at, by, consent } = noted
    await ledger.put({
      ...followUpKeys.addressFact(account, contact, at),
      fact: 'address',
      account,
      contact,
      at,
      by,
      address,
      sealedEmail: sealed,
      sealedName,
      consent,
    })
  },
  /** The last that was written down. */
  async of(account: AccountId, contact: string): Promise<NotedAddress | undefined> {
    const { pk } = followUpKeys.addressFact(account, contact, '')
    const [item] = await ledger.query({ pk, prefix: 'address#', descending: true, limit: 1 })
    if (!item || item.sealedEmail === undefined) return undefined
    const { address, sealedEmail, sealedName, at, by, consent } = item
    return { address, sealed: sealedEmail, sealedName, at, by, consent } as NotedAddress
  },

  /** @returns the code that the contact has of the campaign: this one, or the one that was there before */
  async claimCode(
    account: AccountId,
    contact: string,
    campaign: CampaignId,
    code: string,
    now: Instant,
  ): Promise<string> {
    const item = { ...followUpKeys.issuedCode(account, contact, campaign), account, code, at: now }
    const outcome = await ledger.putIf(item, itemAbsent)
    return outcome.won ? code : ((outcome.current?.code as string | undefined) ?? code)
  },
  async codeOf(account: AccountId, contact: string, campaign: CampaignId): Promise<string | undefined> {
    return (await ledger.get(followUpKeys.issuedCode(account, contact, campaign)))?.code as string | undefined
  },
})
