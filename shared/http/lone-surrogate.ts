import { loneSurrogate } from './field.ts'

/** Bytes are decoded to whole characters: only an escape can bring half of a pair. */
export const maySplitPairs = /\\u[dD][89a-fA-F]/

/** Whether half of a surrogate pair stands anywhere in it, names included: no store keeps that as it is. */
export function hasLoneSurrogate(json: unknown): boolean {
  const left: unknown[] = [json]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value === 'string') {
      if (loneSurrogate.test(value)) return true
    } else if (typeof value === 'object' && value !== null) {
      left.push(...Object.keys(value), ...Object.values(value))
    }
  }
  return false
}

/** The JSON of a text, with what can't be kept replaced: for a browser's beacon, of which nothing else is to be lost. */
export const parseMended = (text: string): unknown =>
  JSON.parse(text, (_name, value) =>
    typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value,
  )
