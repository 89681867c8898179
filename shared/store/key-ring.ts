/**
 * The keys of the vault as one text, so that programs hand it on as they do the master key: the master key, then data keys
 * by their names, and at last the name of the one that seals what is new: `BASE64;k20261126=BASE64;k20261126`.
 */
export interface KeyRing {
  /** 32 bytes: all keyed hashes are made of it, so that it never changes. */
  readonly master: Buffer
  /** By the name that stands before each sealed value; the master key's own is `v1`. */
  readonly dataKeys: ReadonlyMap<string, Buffer>
  /** Seals what is new. */
  readonly newest: string
}

export const masterKeyName = 'v1'
const keyBytes = 32
const keyName = /^[a-z][a-z0-9]{0,31}$/

function keyOf(text: string, what: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length !== keyBytes) throw new RangeError(`${what} must be ${keyBytes} bytes in base64`)
  return key
}

/** @throws RangeError if it is none */
export function readKeyRing(text: string): KeyRing {
  const [first = '', ...others] = text.split(';')
  const master = keyOf(first, 'the master key')
  const dataKeys = new Map([[masterKeyName, master]])
  let newest = masterKeyName
  for (const other of others) {
    const at = other.indexOf('=')
    const name = at < 0 ? other : other.slice(0, at)
    if (at < 0 ? !dataKeys.has(name) : !keyName.test(name) || dataKeys.has(name)) {
      throw new RangeError(
        'each data key of a ring has a name of its own, and the one that seals is among them',
      )
    }
    if (at < 0) newest = name
    else dataKeys.set(name, keyOf(other.slice(at + 1), `the data key ${name}`))
  }
  return { master, dataKeys, newest }
}

/** @param newest the name of the one that seals; the master key unless given */
export const writeKeyRing = (
  masterKey: string,
  dataKeys: readonly { readonly name: string; readonly key: Uint8Array }[],
  newest: string = masterKeyName,
): string =>
  [
    masterKey,
    ...dataKeys.map(({ name, key }) => `${name}=${Buffer.from(key).toString('base64')}`),
    newest,
  ].join(';')
