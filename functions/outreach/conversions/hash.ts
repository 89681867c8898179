import { createHash } from 'node:crypto'
import { emailForHash, type Identity, phoneForHash } from '../../../shared/domain/conversion/identity.ts'
import type { Platform } from '../../../shared/domain/conversion/platform.ts'

/** What may stand for a person at a platform: SHA-256 as hexadecimal digits, or in the log words for it. */
export interface HashedIdentity {
  readonly phone?: string | undefined
  readonly email?: string | undefined
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** Each platform hashes its own spelling: the same phone has several hashes. */
export function hashIdentity(platform: Platform, { phone, email }: Identity): HashedIdentity {
  const spelled = email === undefined ? undefined : emailForHash(platform, email)
  return {
    ...(phone !== undefined && { phone: sha256(phoneForHash(platform, phone)) }),
    ...(spelled !== undefined && { email: sha256(spelled) }),
  }
}

/** What the log shows instead: no log holds what could tell who somebody is. */
export const namedIdentity: HashedIdentity = {
  phone: '(SHA-256 of the phone)',
  email: '(SHA-256 of the e-mail)',
}
