import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createVault } from '../../shared/store/vault.ts'

const masterKey = Buffer.alloc(32, 7).toString('base64')
const vault = createVault(masterKey)
const phone = '+442079460000'
/** Computed apart from this code: HKDF-SHA256 and HMAC-SHA256 by their definitions, cut to 16 bytes. */
const goldenHash = 'FWDna2RPJtWNyLjwEpUoBA'

describe('hashes', () => {
  test('stay what they are: keys in the ledger are made of them', () => {
    expect(vault.hash('acc_one', 'phone', phone)).toBe(createVault(masterKey).hash('acc_one', 'phone', phone))
    expect(vault.hash('acc_one', 'phone', phone)).toBe(goldenHash)
  })

  test.each([
    ['another account', vault.hash('acc_two', 'phone', phone)],
    ['another kind', vault.hash('acc_one', 'email', phone)],
    ['another value', vault.hash('acc_one', 'phone', '+442079460001')],
    ['another master key', createVault(randomBytes(32).toString('base64')).hash('acc_one', 'phone', phone)],
  ])('differ for %s', (_, other) => {
    expect(other).not.toBe(vault.hash('acc_one', 'phone', phone))
  })

  test('fit into keys: 22 characters of base64url', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(vault.hash('acc_one', 'email', value)).toMatch(/^[\w-]{22}$/)
      }),
    )
  })
})

describe('sealed values', () => {
  test('open to what was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(vault.open('acc_one', vault.seal('acc_one', value))).toBe(value)
      }),
    )
  })

  test('differ each time and hold nothing readable', () => {
    const sealed = vault.seal('acc_one', phone)
    expect(vault.seal('acc_one', phone)).not.toBe(sealed)
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain(phone.slice(1))
  })

  test('open for no other account and with no other master key', () => {
    const sealed = vault.seal('acc_one', phone)
    expect(() => vault.open('acc_two', sealed)).toThrow()
    expect(() => createVault(randomBytes(32).toString('base64')).open('acc_one', sealed)).toThrow()
  })

  test('can’t be altered: any flipped bit is refused', () => {
    const sealed = vault.seal('acc_one', phone)
    const bytes = Buffer.from(sealed.slice(3), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const altered = Buffer.from(bytes)
      altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(() => vault.open('acc_one', `v1.${altered.toString('base64url')}`)).toThrow()
    }
  })

  test.each(['', 'v1', 'v2.AAAA', 'v1.', 'v1.AAAA'])('refuse what was never sealed: %j', (text) => {
    expect(() => vault.open('acc_one', text)).toThrow()
  })
})

test.each(['', 'short', randomBytes(31).toString('base64'), randomBytes(33).toString('base64')])(
  'a master key is 32 bytes, not %j',
  (key) => {
    expect(() => createVault(key)).toThrow('32 bytes')
  },
)
