const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const keyCharacters = 32

/** An API key: the prefix and 160 random bits. */
export function newKey(prefix: 'sk_' | 'pk_', randomBytes: (length: number) => Uint8Array): string {
  let key: string = prefix
  for (const byte of randomBytes(keyCharacters)) key += alphabet[byte & 31]
  return key
}
