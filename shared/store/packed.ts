import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * Values of the views as deflated JSON: a write unit is a kilobyte, and journeys repeat themselves.
 * Written from plain data whose key order is fixed by the code that makes it, so equal data give equal text.
 */
export const pack = (value: unknown): Uint8Array => deflateRawSync(JSON.stringify(value), { level: 6 })
export const unpackText = (bytes: unknown): string => inflateRawSync(bytes as Uint8Array).toString('utf8')
export const unpack = <T>(bytes: unknown): T => JSON.parse(unpackText(bytes)) as T

/**
 * The same of a record whose parts are read apart from each other: each stands in a line of its own, so that a reader of few
 * parses few. It is the same JSON, which `unpack` reads as well.
 */
export const packParts = (record: Readonly<Record<string, unknown>>): Uint8Array => {
  const lines = Object.entries(record).map(
    ([name, part]) => `${JSON.stringify(name)}:${JSON.stringify(part)}`,
  )
  return deflateRawSync(lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n}`, { level: 6 })
}

/**
 * Some parts of what `packParts` wrote, or `pack`.
 * @param names all parts unless given; those that are not there are left out
 */
export function unpackParts<T>(bytes: unknown, names?: readonly string[]): Record<string, T> {
  const text = unpackText(bytes)
  if (names === undefined) return JSON.parse(text) as Record<string, T>
  if (text[1] !== '\n') {
    const record = JSON.parse(text) as Record<string, T>
    return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)))
  }
  const record: Record<string, T> = {}
  for (const name of names) {
    // A line break can't stand inside of a value: JSON writes it as two characters.
    const line = `\n${JSON.stringify(name)}:`
    const start = text.indexOf(line)
    if (start < 0) continue
    const end = text.indexOf('\n', start + 1)
    const isLast = text[end - 1] !== ','
    record[name] = JSON.parse(text.slice(start + line.length, isLast ? end : end - 1)) as T
  }
  return record
}
