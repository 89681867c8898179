import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import { masterKeyName, readKeyRing } from './key-ring.ts'

/**
 * Personal data at rest: a phone or e-mail stands in keys only as a keyed hash, and once as an encrypted value.
 * Each account has a pepper and a data key of its own, derived from the master key (HKDF, RFC 5869), so that no look-up
 * is needed before a webhook can write and no account can compute another's hashes.
 */
export interface Vault {
  /** The same value always gives the same hash, within one account. 128 bits as base64url. */
  hash(
    account: AccountId,
    kind: 'phone' | 'email' | 'address' | 'import' | 'link' | 'text',
    value: string,
  ): PersonalHash
  /** AES-256-GCM, bound to the account; a fresh nonce each time. */
  seal(account: AccountId, value: string): string
  /** @throws if the text was not sealed for this account with a known key */
  open(account: AccountId, sealed: string): string
}

/** Stands for an account where there is none yet: before it is known which accounts somebody is a member of. */
export const beforeAccounts: AccountId = 'before-accounts'

const nonceBytes = 12
/** Random bytes are fetched for many nonces at once: a system call for each costs as much as the encryption. */
const noncesAtOnce = 256
const tagBytes = 16

/**
 * Each sealed value begins with the name of the key that sealed it: what an older one has sealed stays readable.
 * @param keys the master key, 32 bytes in base64, or a ring of keys (`key-ring.ts`)
 */
export function createVault(keys: string): Vault {
  let nonces = Buffer.alloc(0)
  function freshNonce(): Buffer {
    if (nonces.length === 0) nonces = randomBytes(nonceBytes * noncesAtOnce)
    const nonce = nonces.subarray(0, nonceBytes)
    nonces = nonces.subarray(nonceBytes)
    return nonce
  }
  const ring = readKeyRing(keys)
  const derived = new Map<string, Buffer>()
  const derive = (account: AccountId, purpose: 'pepper' | 'data', root: Buffer, rootName: string) => {
    const name = `${rootName}:${purpose}:${account}`
    const known = derived.get(name)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', root, account, `tieline ${purpose}`, 32))
    derived.set(name, key)
    return key
  }
  // Hashes stand in keys: they are made of the master key for good.
  const pepperOf = (account: AccountId) => derive(account, 'pepper', ring.master, masterKeyName)
  const dataKeyOf = (account: AccountId, name: string) => {
    const root = ring.dataKeys.get(name)
    if (!root) throw new Error(`sealed with an unknown key version: ${name}`)
    return derive(account, 'data', root, name)
  }

  return {
    hash: (account, kind, value) =>
      createHmac('sha256', pepperOf(account))
        .update(`${kind}:${value}`)
        .digest()
        .subarray(0, 16)
        .toString('base64url'),

    seal(account, value) {
      const nonce = freshNonce()
      const cipher = createCipheriv('aes-256-gcm', dataKeyOf(account, ring.newest), nonce).setAAD(
        Buffer.from(account),
      )
      const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
      return `${ring.newest}.${Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url')}`
    },

    open(account, sealed) {
      const [name = '', body] = sealed.split('.')
      const key = dataKeyOf(account, name)
      if (body === undefined) throw new Error('sealed with nothing in it')
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(account))
        .setAuthTag(bytes.subarray(-tagBytes))
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceBytes, -tagBytes)),
        decipher.final(),
      ]).toString('utf8')
    },
  }
}
