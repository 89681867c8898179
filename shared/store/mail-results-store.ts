import type { AccountId, SequenceId } from '../domain/ids.ts'
import { type MailResults, noResults } from '../domain/sequence-mail-record.ts'
import { followUpKeys, followUpPartitions } from './follow-up-keys.ts'
import type { Table, Write } from './table.ts'

/** So many counters side by side: the first character of a mail's id, in base64url. */
const shardOf = (mailId: string) => mailId.slice(0, 1)

/** Adds one, within the transaction of what is counted. */
export const countResult = (
  account: AccountId,
  sequence: SequenceId,
  { id, mail }: { readonly id: string; readonly mail: string },
  what: keyof MailResults,
): Write => ({
  update: followUpKeys.results(account, sequence, mail, shardOf(id)),
  change: { add: { [what]: 1 }, set: { account } },
})

/** What became of each mail of a sequence, by the mail's name. */
export async function readResults(
  ledger: Table,
  account: AccountId,
  sequence: SequenceId,
): Promise<Map<string, MailResults>> {
  const results = new Map<string, MailResults>()
  for (const item of await ledger.query({ pk: followUpPartitions.results(account, sequence) })) {
    const mail = item.sk.slice(0, item.sk.lastIndexOf('#'))
    const known = results.get(mail) ?? noResults
    const sum = Object.fromEntries(
      (Object.keys(noResults) as (keyof MailResults)[]).map((name) => [
        name,
        known[name] + ((item[name] as number | undefined) ?? 0),
      ]),
    )
    results.set(mail, sum as unknown as MailResults)
  }
  return results
}
