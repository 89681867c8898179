import type { AccountId, PersonalHash } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'

/**
 * Where the ledger keeps what outgoing mails need; each partition begins with its account, as in `keys.ts`, but for two
 * registries of bare pointers: what is due, and which accounts there are to write reports to.
 */
export const outreachKeys = {
  /** What became of this mail? */
  mail: (account: AccountId, id: string) => ({ pk: `${account}#mail#${id}`, sk: 'mail' }),
  /** Which mails are to be looked at by now? */
  dueMail: (dueAt: Instant, account: AccountId, id: string) => ({
    pk: dueMails,
    sk: `${dueAt}#${account}#${id}`,
  }),
  /** What becomes of this work? */
  dueWork: (account: AccountId, kind: string, id: string) => ({
    pk: `${account}#work#${kind}#${id}`,
    sk: 'work',
  }),
  /** On which lists may something be due? `list` is a minute and a shard. */
  dueList: (kind: string, list: string) => ({ pk: dueLists(kind), sk: list }),
  /** What is due on this list? */
  duePointer: (kind: string, list: string, dueAt: Instant, account: AccountId, id: string) => ({
    pk: `due#${kind}#${list}`,
    sk: `${dueAt}#${account}#${id}`,
  }),
  /** Which accounts had an enquiry? */
  outreachAccount: (account: AccountId) => ({ pk: outreachAccounts, sk: account as string }),
  /** How many mails of one kind did this person get in that hour (UTC, `YYYY-MM-DDTHH`)? */
  mailsTo: (account: AccountId, member: string, hour: string) => ({
    pk: `${account}#mails-to#${member}`,
    sk: hour,
  }),
  /** What does this person want to be told? */
  preferences: (account: AccountId, member: string) => ({
    pk: `${account}#notifications`,
    sk: `member#${member}`,
  }),
  /** Which addresses are not written to any more? */
  suppression: (account: AccountId, address: PersonalHash) => ({
    pk: suppressionsOf(account),
    sk: `address#${address}`,
  }),
}

export const dueMails = 'due-mails'
export const dueLists = (kind: string) => `due-lists#${kind}`
export const outreachAccounts = 'outreach-accounts'
export const suppressionsOf = (account: AccountId) => `${account}#suppressions`
