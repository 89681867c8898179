import type { AccountId, CallSid, EnquiryId, SessionId } from '../domain/ids.ts'
import { type Instant, utcDayOf } from '../domain/time.ts'

/** Where the views stand. As in the ledger, every partition answers one question inside one account. */
export const viewKeys = {
  /** What met here? Contacts and sessions that share a phone, an e-mail, a visitor or a number. */
  link: (account: AccountId, node: string, member: string) => ({ pk: `${account}#node#${node}`, sk: member }),

  /** Which enquiry does this contact belong to, and where do its rows stand? */
  head: (account: AccountId, enquiry: EnquiryId) => ({ pk: `${account}#enquiry#${enquiry}`, sk: 'head' }),
  /** What did the enquiry say before? */
  revision: (account: AccountId, enquiry: EnquiryId, revision: number) => ({
    pk: `${account}#enquiry#${enquiry}`,
    sk: `revision#${String(revision).padStart(6, '0')}`,
  }),

  /** What happened on this day (UTC)? In time order, kind by kind. */
  enquiryRow: (account: AccountId, openedAt: Instant, id: EnquiryId, shard = 0) => ({
    pk: viewPartitions.day(account, utcDayOf(openedAt), shard),
    sk: `enquiry#${openedAt}#${id}`,
  }),
  callRow: (account: AccountId, startedAt: Instant, callSid: CallSid, shard = 0) => ({
    pk: viewPartitions.day(account, utcDayOf(startedAt), shard),
    sk: `call#${startedAt}#${callSid}`,
  }),
  sessionRow: (account: AccountId, startedAt: Instant, session: SessionId, shard = 0) => ({
    pk: viewPartitions.day(account, utcDayOf(startedAt), shard),
    sk: `session#${startedAt}#${session}`,
  }),
  /** `name` is the person's id, or the visitor's behind `visitor:`: ids of imported visitors are whatever they were. */
  progressRow: (account: AccountId, startedAt: Instant, name: string, shard = 0) => ({
    pk: viewPartitions.day(account, utcDayOf(startedAt), shard),
    sk: `person#${startedAt}#${name}`,
  }),
  codeRow: (account: AccountId, at: Instant, name: string) => ({
    pk: viewPartitions.day(account, utcDayOf(at)),
    sk: `code#${at}#${name}`,
  }),
  /** Where did the code's row stand while nothing was known of its issue? */
  codePlace: (account: AccountId, code: string, at: Instant) => ({
    pk: viewPartitions.codePlaces(account, code),
    sk: at,
  }),
  /** By which rules were the views made, and how far is the work of making them anew? */
  rules: (account: AccountId) => ({ pk: `${account}#rebuild`, sk: 'rules' }),
  rebuild: (account: AccountId) => ({ pk: `${account}#rebuild`, sk: 'rebuild' }),
  /** On which days did anything happen? */
  day: (account: AccountId, day: string) => ({ pk: `${account}#days`, sk: day }),
}

export const viewPartitions = {
  node: (account: AccountId, node: string) => `${account}#node#${node}`,
  enquiry: (account: AccountId, enquiry: EnquiryId) => `${account}#enquiry#${enquiry}`,
  /** The rows of a day; a busy account's stand in several such partitions. */
  day: (account: AccountId, day: string, shard = 0) =>
    `${account}#day#${day}${shard === 0 ? '' : `#${shard}`}`,
  /** Whose score was ever over the first threshold, by how it compares with the others' whenever one looks? */
  warmth: (account: AccountId, shard = 0) => `${account}#warmth${shard === 0 ? '' : `#${shard}`}`,
  codePlaces: (account: AccountId, code: string) => `${account}#code#${code}`,
  days: (account: AccountId) => `${account}#days`,
  /** What do the rows of this quarter of an hour (UTC, `HH:MM`) come to? */
  quarters: (account: AccountId, day: string) => `${account}#quarters#${day}`,
  /** And the parts of quarters that are too full to be added up anew for every change? */
  quarterParts: (account: AccountId, day: string) => `${account}#parts#${day}`,
  /** What do the quarters of this day of that time zone come to? */
  zonedDays: (account: AccountId, timeZone: string) => `${account}#rollup#${timeZone}`,
  /** And the days of this month (`YYYY-MM`)? */
  zonedMonths: (account: AccountId, timeZone: string) => `${account}#months#${timeZone}`,
}
