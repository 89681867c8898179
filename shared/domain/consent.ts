import type { Instant } from './time.ts'

/**
 * Why somebody may be written to unasked. Regulation 22 of the UK's PECR and article 13 of directive 2002/58/EC know two
 * ways: consent, or (the "soft opt-in") an address that its owner gave while buying or asking for a price, with the choice
 * to refuse then and in every mail.
 */
export const consentBases = ['consent', 'soft-opt-in'] as const
export type ConsentBasis = (typeof consentBases)[number]

/** That somebody agreed, as it can be shown to whoever asks for it years later. */
export interface Consent {
  readonly basis: ConsentBasis
  readonly at: Instant
  /** How it was given: in a form's field, or to somebody who wrote it down. */
  readonly by: 'form' | 'person'
  /** The contact in which it was given. */
  readonly contact: string
  /** The form's field, or what was written down. */
  readonly detail: string
}

/** What is known of an address, as far as it decides whether it may be written to. */
export interface MailingConsent {
  readonly consent?: Consent | undefined
  /** Since when its owner wants no more. */
  readonly unsubscribedAt?: Instant | undefined
}

/** The newer consent holds; one that was given before is no news. */
export const withConsent = <Known extends MailingConsent>(known: Known, consent: Consent): Known =>
  known.consent && known.consent.at >= consent.at ? known : { ...known, consent }

/**
 * Its owner wants no more. What was agreed to is known already, and so came before, whatever the clock of whoever wrote it
 * down: an unsubscription is never dated before it.
 */
export function withoutConsent<Known extends MailingConsent>(known: Known, at: Instant): Known {
  const agreedAt = known.consent?.at ?? ''
  if (known.unsubscribedAt !== undefined && agreedAt <= known.unsubscribedAt) return known
  return { ...known, unsubscribedAt: agreedAt > at ? agreedAt : at }
}

export type NotAllowed = 'no-consent' | 'unsubscribed'

/** Whoever has unsubscribed may agree again, later and in so many words: the soft opt-in does not take that back. */
export function mayBeMailed({ consent, unsubscribedAt }: MailingConsent): 'yes' | NotAllowed {
  if (!consent) return 'no-consent'
  if (unsubscribedAt === undefined) return 'yes'
  return consent.basis === 'consent' && consent.at > unsubscribedAt ? 'yes' : 'unsubscribed'
}

/** Fields of forms by which people agree to mails, unless the account names its own. */
const usualField = /consent|opt[-_ ]?in|newsletter|marketing|subscribe|keep[-_ ]?me[-_ ]?(posted|informed)/i
/** What says no where a field is there all the same. */
const refusals: ReadonlySet<string> = new Set(['', 'no', 'false', 'off', '0', 'none', 'never', 'n'])
const opposite = /un[-_ ]?subscribe|opt[-_ ]?out|no[-_ ]?(marketing|newsletter|consent)/i

/**
 * The field of a form in which its sender agreed to mails. A box that is not ticked is not sent at all.
 * @param names the account's own fields, in any case; none: by what such fields are usually called
 */
export function consentField(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[] = [],
): string | undefined {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const isConsent = (name: string) =>
    wanted.size > 0 ? wanted.has(name.toLowerCase()) : usualField.test(name) && !opposite.test(name)
  return Object.entries(fields).find(
    ([name, value]) =>
      isConsent(name) &&
      (value === true || (typeof value === 'string' && !refusals.has(value.trim().toLowerCase()))),
  )?.[0]
}
