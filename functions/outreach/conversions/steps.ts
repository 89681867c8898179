import type { ConversionSubject } from '../../../shared/domain/conversion/wanted.ts'
import { firstContactOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { ProgressRow } from '../../../shared/domain/progress.ts'
import type { EnquiryRow } from '../../../shared/domain/view.ts'
import type { ConversionSources } from './ports.ts'

/** A step is of the contact on which it rests; else of the last one before it, or of the first where it came before all. */
function contactOf(
  { contacts }: ProgressRow,
  { at, contact }: { readonly at: string; readonly contact?: string | undefined },
): string | undefined {
  if (contact !== undefined && contacts.some(({ id }) => id === contact)) return contact
  return (contacts.findLast((each) => each.at <= at) ?? contacts[0])?.id
}

/** The steps of the process that the enquiry's person reached, as far as they are of this enquiry and not of another one. */
export async function loadSteps(
  { enquiries }: Pick<ConversionSources, 'enquiries'>,
  account: AccountId,
  { enquiry }: EnquiryRow,
): Promise<ConversionSubject['steps']> {
  const { progress } = await enquiries.read(account, [firstContactOf(enquiry.person)])
  const row = progress.get(enquiry.person)
  if (!row) return []
  const own = new Set(enquiry.contacts.map(({ id }) => id))
  return row.steps.flatMap(({ step, at, contact }) => {
    const of = contactOf(row, { at, contact })
    return of !== undefined && own.has(of) ? [{ step, at, contact: of }] : []
  })
}
