import { foldContactFacts } from '../../../shared/domain/contact-story.ts'
import type { Enquiry } from '../../../shared/domain/enquiry.ts'
import type { SplitFact } from '../../../shared/domain/fact.ts'
import { idPrefixes } from '../../../shared/domain/ids.ts'
import { base, type FieldError, type Said } from './contact-decide.ts'

/** A contact that is named to be split off or rejoined. */
export interface NamedContact extends Said {
  /** The enquiry it belongs to by the views; none: they don't know it. */
  readonly enquiry?: Pick<Enquiry, 'person'> | undefined
}

export type SplitDecision =
  | { readonly facts: readonly SplitFact[] }
  | { readonly errors: readonly FieldError[] }

const errorsAt = (named: readonly NamedContact[], isBad: (each: NamedContact) => boolean, message: string) =>
  named.flatMap((each, index) => (isBad(each) ? [{ path: `contacts.${index}`, message }] : []))

const splitFacts = (named: readonly NamedContact[], apart: string | null): SplitFact[] =>
  named
    .filter(({ facts }) => foldContactFacts(facts).apart !== apart)
    .map((each) => ({ fact: 'split', ...base('split', each), apart }))

/**
 * Takes contacts of one person apart from the person's others, together. Somebody has to stay: another contact of the
 * enquiry, or the one that the person is named after.
 * @param label made of the contacts' ids, so that who has it was split off with just these
 */
export function decideSplit(
  { contacts, person }: Pick<Enquiry, 'contacts' | 'person'>,
  named: readonly NamedContact[],
  label: string,
): SplitDecision {
  const isDone = named.every(({ facts }) => foldContactFacts(facts).apart === label)
  if (isDone) return { facts: [] }
  const strangers = errorsAt(
    named,
    ({ enquiry }) => enquiry?.person !== person,
    'Must be a contact of this enquiry, or of another of the same person.',
  )
  if (strangers.length > 0) return { errors: strangers }
  const ids = new Set(named.map(({ contact }) => contact))
  const staying = contacts.some(({ id }) => !ids.has(id)) || !ids.has(person.slice(idPrefixes.person.length))
  if (staying) return { facts: splitFacts(named, label) }
  return {
    errors: [
      {
        path: 'contacts',
        message: 'Must leave a contact of the enquiry out: to split off the person’s later ones, name those.',
      },
    ],
  }
}

/** Takes the contacts again for whoever their facts say. */
export function decideRejoin(named: readonly NamedContact[]): SplitDecision {
  const unknown = errorsAt(
    named,
    ({ enquiry }) => enquiry === undefined,
    'Must be a contact that the account has.',
  )
  return unknown.length > 0 ? { errors: unknown } : { facts: splitFacts(named, null) }
}
