/**
 * The lake's one table: a row a fact, or a row each version of the two facts that move (a lease's end, the last sign of
 * life of a session). What Glue, the files on one machine and the mapper of facts know of it is made of this list alone.
 *
 * Personal data does not get here: no phone or e-mail of a person, no name, text, note or free word, and no keyed hash of
 * one either, since a hash in files that nobody rewrites would outlive an erasure. Visitors and sessions stand under the
 * random ids of their browser, which tie to nobody once the ledger's evidence is gone.
 */
export const lakeColumns = [
  { name: 'account', type: 'string', says: 'whose it is' },
  { name: 'fact', type: 'string', says: 'which kind of fact' },
  { name: 'fact_id', type: 'string', says: 'the same for all versions of one fact, however often they come' },
  { name: 'version', type: 'string', says: 'the later one holds' },
  { name: 'happened_at', type: 'string', says: 'RFC 3339, UTC' },
  { name: 'at_ms', type: 'bigint', says: 'the same in milliseconds since 1970' },
  { name: 'until_ms', type: 'bigint', says: 'the end of a lease' },
  { name: 'session', type: 'string', says: 'a visit' },
  { name: 'visitor', type: 'string', says: 'a browser' },
  { name: 'call_sid', type: 'string', says: 'a call, by its CallSid' },
  {
    name: 'contact',
    type: 'string',
    says: 'what an outcome or a mark is about; a CallSid where it is a call',
  },
  { name: 'number', type: 'string', says: 'a tracking number: one of the business, never of a caller' },
  { name: 'number_id', type: 'string', says: 'its id' },
  { name: 'pool_id', type: 'string', says: 'the pool that it is of' },
  { name: 'campaign_id', type: 'string', says: 'a campaign of codes' },
  { name: 'channel', type: 'string', says: 'of the arrival on a page, as everywhere' },
  { name: 'source', type: 'string', says: 'of the arrival on a page, or what a number stands for' },
  { name: 'medium', type: 'string', says: 'likewise' },
  { name: 'campaign', type: 'string', says: 'likewise' },
  { name: 'term', type: 'string', says: 'likewise' },
  { name: 'content', type: 'string', says: 'likewise' },
  { name: 'landing_page', type: 'string', says: 'origin and path of the page' },
  { name: 'referrer_host', type: 'string', says: 'where the visit came from' },
  { name: 'click_ids', type: 'string', says: 'names of the click ids that came along, never their values' },
  { name: 'event', type: 'string', says: 'the name of an event, if it is a plain word' },
  { name: 'status', type: 'string', says: 'of a call, a dial, a recording, a mail; a verdict' },
  { name: 'scope', type: 'string', says: 'of a dial: the whole, or one leg' },
  { name: 'kind', type: 'string', says: 'of a recording; the means by which a code was used' },
  { name: 'stage', type: 'string', says: 'of an outcome, or a step moved by hand, if it is a plain word' },
  { name: 'duration_seconds', type: 'bigint', says: 'of a call or recording' },
  { name: 'talk_seconds', type: 'bigint', says: 'that caller and business talked' },
  { name: 'quantity', type: 'bigint', says: 'of codes minted, of pictures sent' },
  {
    name: 'amount',
    type: 'bigint',
    says: 'minor units: what an order or an outcome is worth, what was spent',
  },
  { name: 'currency', type: 'string', says: 'of the amount, where the fact itself names it' },
  { name: 'shared', type: 'boolean', says: 'a lease of a pool that had run dry' },
  { name: 'single_use', type: 'boolean', says: 'of a code' },
  { name: 'spam', type: 'boolean', says: 'of a mark' },
  { name: 'handled', type: 'boolean', says: 'likewise' },
] as const satisfies readonly LakeColumn[]

export interface LakeColumn {
  readonly name: string
  /** The names that Glue and DuckDB have in common. */
  readonly type: 'string' | 'bigint' | 'boolean'
  readonly says: string
}

type Column = (typeof lakeColumns)[number]
type ValueOf<Type extends LakeColumn['type']> = Type extends 'string'
  ? string
  : Type extends 'bigint'
    ? number
    : boolean

/** What a column lacks is null there. */
export type LakeRow = {
  readonly [Name in Column['name']]?: ValueOf<Extract<Column, { name: Name }>['type']> | undefined
}

/**
 * The partition: the day (UTC) on which the row was written; on one machine the fact's own day. A fact is written no earlier
 * than it happened, but often later: who asks for facts since a day reads the partitions since that day, without an end.
 */
export const lakePartition = 'day'
/** Below which key the partitions are: `facts/day=YYYY-MM-DD/…`. */
export const lakeFolder = 'facts'
export const partitionFolderOf = (day: string): string => `${lakeFolder}/${lakePartition}=${day}`
