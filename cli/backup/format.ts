import { createHash, createHmac } from 'node:crypto'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { type Item, itemOf } from '../../shared/store/item.ts'

/**
 * A backup is a folder: files of gzipped lines `{"Item":{…}}` in DynamoDB's own JSON, as its export to S3 writes them and
 * its import from S3 takes them, and a manifest, which is written last: a folder without one is no backup.
 */
export const manifestName = 'manifest.json'
export const fileNameOf = (index: number) => `ledger-${String(index).padStart(5, '0')}.json.gz`

export interface BackupFile {
  readonly name: string
  readonly items: number
  /** Of the file as it stands, in hexadecimal. */
  readonly sha256: string
}

export interface Manifest {
  readonly format: 'tieline-ledger-1'
  /** Made of when it began and what it holds: tells one backup from another. */
  readonly id: string
  readonly begunAt: string
  readonly items: number
  readonly files: readonly BackupFile[]
  /** See `keyCheckOf`. */
  readonly keyCheck: string
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Tells whether a key is the one that the backup's personal data is sealed and hashed with, and nothing of the key itself.
 * Under another key all of it would be lost, and nobody would be found again.
 */
export const keyCheckOf = (masterKey: string): string =>
  createHmac('sha256', Buffer.from(masterKey, 'base64')).update('tieline backup').digest('hex').slice(0, 32)

type Written = { readonly [type: string]: unknown }

/** Bytes are base64, everything else stands as it is. */
const written = (_name: string, value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value

// A Buffer would be asked for its own JSON before `written` sees it.
const plainBytes = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (Array.isArray(value)) return value.map(plainBytes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainBytes(each)]))
}

export const lineOf = (item: Item): string =>
  `${JSON.stringify({ Item: plainBytes(marshall(item, { removeUndefinedValues: true })) }, written)}\n`

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

function attributeOf(value: Written): AttributeValue {
  if (typeof value.B === 'string') return { B: bytesOf(value.B) }
  if (Array.isArray(value.BS)) return { BS: value.BS.map(bytesOf) }
  if (Array.isArray(value.L)) return { L: value.L.map(attributeOf) }
  if (value.M) return { M: attributesOf(value.M as Record<string, Written>) }
  return value as unknown as AttributeValue
}
const attributesOf = (item: Record<string, Written>): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeOf(value)]))

export const itemOfLine = (line: string): Item =>
  itemOf(attributesOf((JSON.parse(line) as { Item: Record<string, Written> }).Item))
