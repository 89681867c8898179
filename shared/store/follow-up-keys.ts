import type { AccountId, CampaignId, PersonalHash, SequenceId, TriggerId } from '../domain/ids.ts'

/** Where the ledger keeps what follows people up; each partition begins with its account, as in `keys.ts`. */
export const followUpKeys = {
  /** What holds for all sequences? */
  settings: (account: AccountId) => ({ pk: account as string, sk: 'follow-up' }),
  sequence: (account: AccountId, id: SequenceId) => ({ pk: account as string, sk: `sequence#${id}` }),
  trigger: (account: AccountId, id: TriggerId) => ({ pk: account as string, sk: `trigger#${id}` }),

  /** May this address be written to, and what did it get lately? */
  standing: (account: AccountId, address: PersonalHash) => ({
    pk: followUpPartitions.mailing(account, address),
    sk: 'standing',
  }),
  /** How far is it in this sequence? Beside the standing: one query tells all of a person. */
  enrolment: (account: AccountId, address: PersonalHash, sequence: SequenceId) => ({
    pk: followUpPartitions.mailing(account, address),
    sk: `in#${sequence}`,
  }),
  /** Who was taken into the sequence, and when? */
  enrolled: (account: AccountId, sequence: SequenceId, startedAt: string, address: PersonalHash) => ({
    pk: followUpPartitions.enrolled(account, sequence),
    sk: `${startedAt}#${address}`,
  }),
  /** What became of this mail? */
  mail: (account: AccountId, id: string) => ({ pk: `${account}#follow-up-mail#${id}`, sk: 'mail' }),
  /** What became of all mails of the sequence? Spread, so that many at a time do not wait for one another. */
  results: (account: AccountId, sequence: SequenceId, mail: string, shard: string) => ({
    pk: followUpPartitions.results(account, sequence),
    sk: `${mail}#${shard}`,
  }),
  /** At which address is whoever made the contact followed up? Beside what else is known of the contact. */
  contactAddress: (account: AccountId, contact: string) => ({
    pk: `${account}#contact#${contact}`,
    sk: 'mailing',
  }),
  /** Which address did somebody write down for whoever made the contact? A fact like others there. */
  addressFact: (account: AccountId, contact: string, at: string) => ({
    pk: `${account}#contact#${contact}`,
    sk: `address#${at}`,
  }),
  /** What became of a mail that the contact led to? Each thing once. */
  mailEvent: (account: AccountId, contact: string, mail: string, what: string) => ({
    pk: `${account}#contact#${contact}`,
    sk: `mail-event#${mail}#${what}`,
  }),
  /** Which code was issued because of this contact? */
  issuedCode: (account: AccountId, contact: string, campaign: CampaignId) => ({
    pk: `${account}#contact#${contact}`,
    sk: `follow-up-code#${campaign}`,
  }),
  /** Did this event fire the trigger? */
  fired: (account: AccountId, trigger: TriggerId, event: string) => ({
    pk: `${account}#fired#${trigger}`,
    sk: event,
  }),
  firings: (account: AccountId) => ({ pk: `${account}#firings`, sk: '' }),
}

export const followUpPartitions = {
  mailing: (account: AccountId, address: PersonalHash) => `${account}#mailing#${address}`,
  enrolled: (account: AccountId, sequence: SequenceId) => `${account}#enrolled#${sequence}`,
  results: (account: AccountId, sequence: SequenceId) => `${account}#mail-results#${sequence}`,
}
