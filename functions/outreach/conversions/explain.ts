import { ruleNameOf } from '../../../shared/domain/conversion/destination.ts'
import type { ConversionRecord } from '../../../shared/domain/conversion/record.ts'
import type { AccountId, EnquiryId } from '../../../shared/domain/ids.ts'
import type { ConversionAnswer } from './conversion-schema.ts'
import { decideConversions } from './decide.ts'
import { loadSubject } from './load.ts'
import type { ConversionDeps } from './ports.ts'
import { renderConversion, renderUnkept, renderUnreached } from './render-conversion.ts'

/**
 * Everything that every destination makes of an enquiry: what is kept as it stands, and of every rule that has come to
 * nothing why.
 * @returns undefined: there is no such enquiry
 */
export async function explainEnquiry(
  deps: ConversionDeps,
  account: AccountId,
  id: EnquiryId,
): Promise<ConversionAnswer[] | undefined> {
  const { destinations, conversions, sources, now } = deps
  const [row, settings, all] = await Promise.all([
    sources.enquiries.find(account, id),
    sources.account(account),
    destinations.list(account),
  ])
  if (!row || !settings) return undefined
  const { enquiry } = row
  const contacts = enquiry.contacts.map((contact) => contact.id)
  const [records, subject] = await Promise.all([
    conversions.of(account, contacts),
    loadSubject(deps, account, row, all),
  ])
  const others: ConversionAnswer[] = []
  for (const destination of all) {
    const decided = decideConversions(destination, records, subject, settings.currency, now())
    others.push(
      ...decided
        .filter(({ record }) => record === undefined)
        .map((each) => renderUnkept(destination, enquiry.id, each)),
    )
    const mode = destination.mode === 'dry-run' ? 'dry-run' : 'live'
    const told = new Set<string>([
      ...decided.map(({ key }) => key.rule),
      ...records.filter((each) => isOf(each, destination.id, mode)).map(({ rule }) => rule),
    ])
    others.push(
      ...destination.rules
        .filter(({ trigger }) => !told.has(ruleNameOf(trigger)))
        .map((rule) => renderUnreached(destination, rule, enquiry.id)),
    )
  }
  return [...records.map(renderConversion), ...others]
}

const isOf = (record: ConversionRecord, destination: string, mode: string): boolean =>
  record.destination === destination && record.mode === mode
