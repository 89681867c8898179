import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * Values of the views as deflated JSON: a write unit is a kilobyte, and journeys repeat themselves.
 * Written from plain data whose key order is fixed by the code that makes it, so equal data give equal text.
 */
export const pack = (value: unknown): Uint8Array => deflateRawSync(JSON.stringify(value), { level: 6 })
export const unpackText = (bytes: unknown): string => inflateRawSync(bytes as Uint8Array).toString('utf8')
export const unpack = <T>(bytes: unknown): T => JSON.parse(unpackText(bytes)) as T
