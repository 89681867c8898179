import type { ConfirmedPhone } from '../domain/confirmed-phone.ts'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { allOf, anyOf, attributeAtMost, attributeEquals, itemAbsent } from './condition.ts'
import type { Item, Table } from './table.ts'
import { textKeys, textPartitions } from './text-keys.ts'

export interface ConfirmedPhoneStore {
  get(account: AccountId, phone: PersonalHash): Promise<ConfirmedPhone | undefined>
  list(account: AccountId): Promise<ConfirmedPhone[]>
  /** @returns what stands then: one that is confirmed, or whose code is still good, is not replaced */
  request(account: AccountId, phone: ConfirmedPhone): Promise<ConfirmedPhone>
  /** @returns whether the code was still the one that is awaited */
  confirm(account: AccountId, phone: PersonalHash, code: string, now: Instant): Promise<boolean>
  remove(account: AccountId, phone: PersonalHash): Promise<'removed' | 'absent'>
}

const phoneOf = ({ pk: _pk, sk: _sk, ...phone }: Item) => phone as unknown as ConfirmedPhone

/** The phones of the business that may be sent what its customers text. */
export const createConfirmedPhoneStore = (ledger: Table): ConfirmedPhoneStore => ({
  async get(account, phone) {
    const item = await ledger.get(textKeys.confirmedPhone(account, phone))
    return item && phoneOf(item)
  },

  async list(account) {
    return (await ledger.query({ pk: textPartitions.confirmedPhones(account) })).map(phoneOf)
  },

  async request(account, phone) {
    const isOver = allOf(attributeEquals('state', 'pending'), attributeAtMost('expiresAt', phone.requestedAt))
    const outcome = await ledger.putIf(
      { ...textKeys.confirmedPhone(account, phone.phone), ...phone },
      anyOf(itemAbsent, isOver),
    )
    return outcome.won || !outcome.current ? phone : phoneOf(outcome.current)
  },

  async confirm(account, phone, code, now) {
    const outcome = await ledger.update(
      textKeys.confirmedPhone(account, phone),
      { set: { state: 'confirmed', confirmedAt: now } },
      allOf(attributeEquals('state', 'pending'), attributeEquals('code', code)),
    )
    return outcome.won
  },

  async remove(account, phone) {
    const key = textKeys.confirmedPhone(account, phone)
    if (!(await ledger.get(key))) return 'absent'
    await ledger.delete(key)
    return 'removed'
  },
})
