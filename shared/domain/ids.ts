/** Ids are plain strings at run time; the brands keep one kind from being passed for another. */
declare const brand: unique symbol
type Brand<Name extends string> = string & { readonly [brand]?: Name }

export type AccountId = Brand<'AccountId'>
export type VisitorId = Brand<'VisitorId'>
export type SessionId = Brand<'SessionId'>
export type NumberId = Brand<'NumberId'>
export type PoolId = Brand<'PoolId'>
export type CampaignId = Brand<'CampaignId'>
export type EnquiryId = Brand<'EnquiryId'>
export type PersonId = Brand<'PersonId'>
export type JobId = Brand<'JobId'>
export type SavedViewId = Brand<'SavedViewId'>
export type MemberId = Brand<'MemberId'>
export type ApiKeyId = Brand<'ApiKeyId'>
export type WebhookId = Brand<'WebhookId'>
export type SequenceId = Brand<'SequenceId'>
export type TriggerId = Brand<'TriggerId'>
/** Twilio's id of a call leg: `CA` and 32 hexadecimal digits. */
export type CallSid = Brand<'CallSid'>
/** A phone number as `+` and up to 15 digits (ITU-T E.164). */
export type E164 = Brand<'E164'>
/** A keyed hash of a phone or e-mail (see `shared/store/vault.ts`): safe in keys and logs. */
export type PersonalHash = Brand<'PersonalHash'>

export const idPrefixes = {
  account: 'acc_',
  visitor: 'vis_',
  session: 'ses_',
  number: 'num_',
  pool: 'pol_',
  campaign: 'cmp_',
  enquiry: 'enq_',
  person: 'per_',
  job: 'job_',
  savedView: 'view_',
  member: 'mem_',
  erasure: 'era_',
  apiKey: 'key_',
  webhook: 'whk_',
  delivery: 'dlv_',
  sequence: 'seq_',
  trigger: 'trg_',
  inbound: 'inb_',
  destination: 'dst_',
  conversion: 'cnv_',
} as const

/** Crockford's base 32 in lower case, without the letters that are misread. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id: the prefix and 20 characters (100 bits) of `randomBytes`.
 * @param randomBytes gives that many cryptographically random bytes
 */
export function newId(kind: keyof typeof idPrefixes, randomBytes: (length: number) => Uint8Array): string {
  let text = ''
  for (const byte of randomBytes(20)) text += alphabet[byte & 31]
  return idPrefixes[kind] + text
}

/** Whether the text can be an id of the kind at all: what can't need not be looked up, and is not found. */
export const isIdOf = (kind: keyof typeof idPrefixes): ((text: string) => boolean) => {
  const pattern = new RegExp(`^${idPrefixes[kind]}[A-Za-z0-9_-]{1,60}$`)
  return (text) => pattern.test(text)
}
