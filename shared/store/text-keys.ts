import type { AccountId, PersonalHash } from '../domain/ids.ts'

/** Where the ledger keeps what texts need; each partition begins with its account, as in `keys.ts`. */
export const textKeys = {
  /** Was this text sent? `dedupeKey` names what it is about: a call, a code. */
  marker: (account: AccountId, purpose: string, dedupeKey: string) => ({
    pk: `${account}#text#${purpose}#${dedupeKey}`,
    sk: 'text',
  }),
  /** How many texts were sent on that day, to this phone and in all? */
  sentTo: (account: AccountId, day: string, phone: PersonalHash) => ({
    pk: `${account}#texts#${day}`,
    sk: `to#${phone}`,
  }),
  sentInAll: (account: AccountId, day: string) => ({ pk: `${account}#texts#${day}`, sk: 'all' }),
  /** Does this phone want texts? */
  consent: (account: AccountId, phone: PersonalHash) => ({
    pk: `${account}#text-consent#${phone}`,
    sk: 'consent',
  }),
}
