import type { Account } from '../../../shared/domain/account.ts'
import type { DealFact } from '../../../shared/domain/fact.ts'
import { countryOf } from '../../../shared/domain/phone-country.ts'
import { type OutcomeTerms, readOutcome, type ToldOutcome } from '../../../shared/domain/told-outcome.ts'
import type { AdminDeps } from '../deps.ts'
import { dealOf, withStandingTime } from './deal-of.ts'
import type { CsvRow } from './outcome-csv.ts'
import type { RejectedRow } from './outcome-schema.ts'

export type TakeDeps = Pick<AdminDeps, 'deals' | 'enquiries' | 'numbers' | 'vault' | 'now'>

export type Taken =
  | { readonly kind: 'taken'; readonly fact: DealFact; readonly isNew: boolean }
  | { readonly kind: 'no-enquiry' }

/** Writes down what another system told. @param by who told it: `api`, `file`, an inbound webhook */
export async function takeOutcome(
  { deals, enquiries, vault, now }: TakeDeps,
  account: Account['id'],
  told: ToldOutcome,
  by: string,
): Promise<Taken> {
  const enquiry = told.enquiryId === undefined ? undefined : await enquiries.find(account, told.enquiryId)
  if (told.enquiryId !== undefined && !enquiry) return { kind: 'no-enquiry' }
  const contact = enquiry?.enquiry.contacts[0]?.id ?? told.callSid ?? told.contact
  const given = dealOf(vault, account, told, { contact, by, now: now() })
  const fact =
    told.at === undefined ? withStandingTime(given, await deals.factsOf(account, given.deal)) : given
  return { kind: 'taken', fact, isNew: (await deals.record(fact)) === 'recorded' }
}

/** What the account's rows mean, unless they say so themselves. */
export async function termsOf(
  { numbers, now }: TakeDeps,
  { id, currency, timeZone }: Account,
  given: Pick<OutcomeTerms, 'unit' | 'needsName'> & { readonly country?: string | undefined },
): Promise<OutcomeTerms> {
  const [first] = given.country === undefined ? await numbers.list(id, 1) : []
  const country = given.country ?? (first && countryOf(first.number))
  return { currency, timeZone, country, unit: given.unit, needsName: given.needsName, now: now() }
}

/** Rows wait for the engine most of the time; those of one deal come in their order. */
const rowsAtOnce = 8

/** Takes the rows of a file: what is wrong with one stops no other. */
export async function takeRows(
  deps: TakeDeps,
  account: Account,
  rows: readonly CsvRow[],
  terms: OutcomeTerms,
): Promise<{ accepted: number; duplicates: number; rejected: RejectedRow[] }> {
  const rejected: RejectedRow[] = []
  let accepted = 0
  let duplicates = 0
  const reject = (line: number, detail: string) => void rejected.push({ line, code: 'invalid_row', detail })

  async function take({ line, raw }: CsvRow): Promise<void> {
    const read = readOutcome(raw, terms)
    if ('errors' in read) {
      return reject(line, read.errors.map(({ field, message }) => `\`${field}\`: ${message}`).join(' '))
    }
    const taken = await takeOutcome(deps, account.id, read.told, 'file')
    if (taken.kind === 'no-enquiry')
      return reject(line, '`enquiryId`: The account has no enquiry of this id.')
    if (taken.isNew) accepted += 1
    else duplicates += 1
  }

  const lanes = new Map<string, CsvRow[]>()
  for (const row of rows) {
    const lane = String(row.raw.id ?? row.line)
    lanes.set(lane, [...(lanes.get(lane) ?? []), row])
  }
  const waiting = [...lanes.values()]
  await Promise.all(
    Array.from({ length: rowsAtOnce }, async () => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) for (const row of lane) await take(row)
    }),
  )
  return { accepted, duplicates, rejected: rejected.sort((a, b) => a.line - b.line) }
}
