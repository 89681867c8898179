import type { AmountUnit } from './amount-text.ts'
import type { AccountId } from './ids.ts'
import type { Instant } from './time.ts'
import { type OutcomeField, outcomeFields, type RawOutcome } from './told-outcome.ts'

/** How another system's messages become outcomes: data, so that nobody has to write code for it. */
export interface InboundMap {
  /** Where in a message the list of outcomes stands; absent: the message is one, or a list itself. */
  readonly items?: string | undefined
  /** Where each field stands, by paths such as `properties.amount` or `contacts[0].phone`: the first that says something. */
  readonly fields: { readonly [Field in OutcomeField]?: readonly string[] | undefined }
  /** What a field always is, where no path says otherwise. */
  readonly fixed?: { readonly [Field in OutcomeField]?: string | undefined } | undefined
  /** What the other system's stages are called here; matched in any case. */
  readonly stages?: readonly { readonly from: string; readonly to: string }[] | undefined
  /** Stages that are not in the list: kept as they are called there, or not taken at all. */
  readonly otherStages: 'keep' | 'ignore'
  readonly unit: AmountUnit
  /** ISO 3166, of phones without a country. */
  readonly country?: string | undefined
}

/** Who may send: whoever knows the address, or whoever signs the body with a secret that both know. */
export type InboundAuth =
  | { readonly kind: 'address'; readonly digest: string }
  | {
      readonly kind: 'signature'
      readonly header: string
      readonly encoding: 'hex' | 'base64'
      /** What stands before the signature, such as `sha256=`. */
      readonly prefix: string
      readonly sealedSecret: string
    }

/** An address at which another system tells outcomes. */
export interface Inbound {
  readonly id: string
  readonly account: AccountId
  readonly name: string
  readonly map: InboundMap
  readonly auth: InboundAuth
  readonly isActive: boolean
  readonly createdAt: Instant
  /** What came of the last message. */
  readonly last?: InboundResult | undefined
}
export interface InboundResult {
  readonly at: Instant
  readonly accepted: number
  readonly duplicates: number
  readonly ignored: number
  readonly rejected: number
  /** What was wrong first, without anything of the message. */
  readonly problem?: string | undefined
}

export const mostPathParts = 12
const part = /(?:^|\.)([^.[\]"]+)|\[(\d+)\]|\["([^"]+)"\]/y

/** The steps of a path; undefined if it is none. */
export function partsOf(path: string): readonly (string | number)[] | undefined {
  const parts: (string | number)[] = []
  part.lastIndex = 0
  for (let at = 0; at < path.length; at = part.lastIndex) {
    part.lastIndex = at
    const found = part.exec(path)
    if (!found) return undefined
    parts.push(found[1] ?? found[3] ?? Number(found[2]))
  }
  return parts.length > 0 && parts.length <= mostPathParts ? parts : undefined
}

function valueAt(body: unknown, path: string): unknown {
  let value = body
  for (const step of partsOf(path) ?? []) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

const textOf = (value: unknown): string | number | undefined => {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** More outcomes than these in one message are a mistake of the map. */
export const mostItems = 1000

export interface MappedItem {
  /** Its place in the message, from 0. */
  readonly item: number
  /** Undefined: its stage is none that is taken. */
  readonly raw: RawOutcome | undefined
}

/** What a message says by the map; nothing of it is understood yet. @returns undefined where the list is missing */
export function readMessage(map: InboundMap, body: unknown): readonly MappedItem[] | undefined {
  const found = map.items === undefined ? body : valueAt(body, map.items)
  if (found === undefined || found === null) return undefined
  const items: readonly unknown[] = Array.isArray(found) ? found : [found]
  return items.slice(0, mostItems).map((item, index) => ({ item: index, raw: readItem(map, item) }))
}

function readItem(
  { fields, fixed, stages = [], otherStages }: InboundMap,
  item: unknown,
): RawOutcome | undefined {
  const raw: { [Field in OutcomeField]?: string | number } = {}
  for (const field of outcomeFields) {
    const values = (fields[field] ?? []).map((path) => textOf(valueAt(item, path)))
    const value = values.find((each) => each !== undefined) ?? fixed?.[field]
    if (value !== undefined) raw[field] = value
  }
  const written = String(raw.stage ?? '').trim()
  const known = stages.find(({ from }) => from.trim().toLowerCase() === written.toLowerCase())
  if (!known && otherStages === 'ignore') return undefined
  return known ? { ...raw, stage: known.to } : raw
}
