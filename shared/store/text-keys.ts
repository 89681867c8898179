import type { AccountId, E164, PersonalHash } from '../domain/ids.ts'
import { ledgerKeys } from './keys.ts'

/** Where the ledger keeps what texts need; each partition begins with its account, as in `keys.ts`. */
export const textKeys = {
  /** Which texts is this conversation made of? */
  text: (account: AccountId, conversation: string, messageSid: string) => ({
    pk: textPartitions.conversation(account, conversation),
    sk: `text#${messageSid}`,
  }),
  /** Which conversation was this text put to? */
  message: (account: AccountId, messageSid: string) => ({
    pk: `${account}#message#${messageSid}`,
    sk: 'message',
  }),
  /** Which conversation with this phone, by way of this number, was opened last? */
  thread: (account: AccountId, sender: PersonalHash, number: E164) =>
    ledgerKeys.caller(account, sender, `thread#${number}`),

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
  repliesTo: (account: AccountId, day: string, phone: PersonalHash) => ({
    pk: `${account}#texts#${day}`,
    sk: `reply#${phone}`,
  }),
  sentInAll: (account: AccountId, day: string) => ({ pk: `${account}#texts#${day}`, sk: 'all' }),
  /** When was the last text of this kind sent to this phone? */
  window: (account: AccountId, phone: PersonalHash, name: string) => ({
    pk: `${account}#text-window#${phone}`,
    sk: name,
  }),
  /** How many mails were sent on that day? */
  mailsOn: (account: AccountId, day: string) => ({ pk: `${account}#mails#${day}`, sk: 'all' }),
  /** Does this phone of the business want what customers text? */
  confirmedPhone: (account: AccountId, phone: PersonalHash) => ({
    pk: textPartitions.confirmedPhones(account),
    sk: `phone#${phone}`,
  }),
  /** Does this phone want texts? */
  consent: (account: AccountId, phone: PersonalHash) => ({
    pk: `${account}#text-consent#${phone}`,
    sk: 'consent',
  }),
}

export const textPartitions = {
  confirmedPhones: (account: AccountId) => `${account}#confirmed-phones`,
  conversation: (account: AccountId, conversation: string) => `${account}#conversation#${conversation}`,
}
