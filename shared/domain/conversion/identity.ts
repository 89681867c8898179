import { normalEmail } from '../email.ts'
import type { E164 } from '../ids.ts'
import type { Platform } from './platform.ts'

/** Who somebody is, as far as the business was told. Never stored like this. */
export interface Identity {
  readonly phone?: E164 | undefined
  readonly email?: string | undefined
}

const localAndDomain = (email: string): [string, string] => {
  const at = email.lastIndexOf('@')
  return [email.slice(0, at), email.slice(at + 1)]
}

/**
 * A phone as the platform hashes it: Meta wants digits alone (country code first, no `+`), the others E.164 whole.
 * help.salesforce.com 000391108; google-ads/api UploadClickConversionsRequest; Microsoft's enhanced conversions (`+14250000000`).
 */
export const phoneForHash = (platform: Platform, phone: E164): string =>
  platform === 'meta' ? phone.replace(/\D/g, '') : phone

/**
 * An e-mail as the platform hashes it. All: no space around it, lower case. Google: no periods before `@gmail.com` and
 * `@googlemail.com` (protocol/ga4/user-data, Data Manager the same). Microsoft: no accents, nothing from `+` on, no period
 * before the `@` whatever the domain, none at the end (its help page on enhanced conversions).
 * @returns undefined for what is no address
 */
export function emailForHash(platform: Platform, text: string): string | undefined {
  const email = normalEmail(text)
  if (email === undefined) return undefined
  const [local, domain] = localAndDomain(email)
  switch (platform) {
    case 'meta':
      return email
    case 'ga4':
    case 'google':
      return domain === 'gmail.com' || domain === 'googlemail.com'
        ? `${local.replaceAll('.', '')}@${domain}`
        : email
    case 'microsoft': {
      const plain = (part: string) => part.normalize('NFD').replace(/\p{M}/gu, '')
      const bare = plain(local).replace(/\+.*$/, '').replaceAll('.', '')
      return bare === '' ? undefined : `${bare}@${plain(domain).replace(/\.+$/, '')}`
    }
  }
}
