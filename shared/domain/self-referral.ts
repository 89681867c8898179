import type { Contact } from './enquiry.ts'
import { codeOfEvidence, type Evidence } from './evidence.ts'
import type { PersonalHash } from './ids.ts'
import type { Touch } from './journey.ts'
import { classifyVisit } from './source.ts'

/** By code: whoever recommends the business with it. */
export type Holders = ReadonlyMap<string, PersonalHash>

/** The phones and e-mails by which somebody is known, as keyed hashes; what a marketer took apart is still their own. */
export const hashesOf = (contacts: readonly Pick<Contact, 'identity'>[]): ReadonlySet<PersonalHash> =>
  new Set(
    contacts.flatMap(({ identity }) =>
      identity.flatMap((node) => /^(?:phone|email):([^@]+)/.exec(node)?.[1] ?? []),
    ),
  )

const isOwn = (code: string | undefined, holders: Holders, own: ReadonlySet<PersonalHash>): boolean => {
  const holder = code === undefined ? undefined : holders.get(code)
  return holder !== undefined && own.has(holder)
}

/** The code that a customer's link carries, however it is punctuated. */
export const codeOfLink = ({ source }: Pick<Touch, 'source'>): string | undefined =>
  source.clickIds.tl_ref?.replace(/\D/g, '')

/** It stays to be seen, and to be refused a reward, but leads nowhere. */
const asOwn = ({ source: _source, ...evidence }: Evidence): Evidence => ({
  ...evidence,
  strength: 0,
  detail: `Code ${codeOfEvidence(evidence.id)} is this person’s own: nobody recommends the business to themselves.`,
})

/**
 * Nobody recommends the business to themselves: a customer's own code, used by them, is no source.
 * @param own of the person who made the contact (`hashesOf`), by whatever contact they are known
 */
export function withoutOwnCodes<Of extends Pick<Contact, 'evidence'>>(
  contact: Of,
  holders: Holders,
  own: ReadonlySet<PersonalHash>,
): Of {
  const isMeant = ({ id, kind }: Evidence) => kind === 'referral' && isOwn(codeOfEvidence(id), holders, own)
  if (!contact.evidence.some(isMeant)) return contact
  return { ...contact, evidence: contact.evidence.map((each) => (isMeant(each) ? asOwn(each) : each)) }
}

/** Likewise their own link: what its tags say holds for friends, and they came by a link that they had from the business. */
export function withoutOwnLink(touch: Touch, holders: Holders, own: ReadonlySet<PersonalHash>): Touch {
  if (!isOwn(codeOfLink(touch), holders, own)) return touch
  const { landingPage, referrer, clickIds } = touch.source
  const source = classifyVisit({ url: landingPage ?? '', referrer: referrer ?? undefined })
  return { ...touch, source: { ...source, clickIds } }
}
