import type { JsonSchema } from '../../shared/http/openapi-document.ts'
import { document } from './composed.ts'

/** Random numbers from 0 to 1; from the same seed the same. (mulberry32) */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    below: (limit: number) => Math.floor(next() * limit),
    one: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
    chance: (probability: number) => next() < probability,
  }
}
export type Random = ReturnType<typeof createRandom>

const deepest = 6
const resolve = (schema: JsonSchema): JsonSchema => {
  const reference = schema.$ref as string | undefined
  if (reference === undefined) return schema
  const name = reference.slice(reference.lastIndexOf('/') + 1)
  return document.components.schemas[name] as JsonSchema
}

/** What texts of these names have to look like, where the schema says no more than that they are texts. */
const byName: Readonly<Record<string, (random: Random) => unknown>> = {
  url: () => 'https://shop.example/?utm_source=bing&utm_medium=cpc',
  at: () => '2026-11-20T10:00:00.000Z',
  day: () => '2026-11-20',
  from: () => '2026-11-01',
  to: () => '2026-11-30',
  email: (random) => `somebody${random.below(1000)}@example.org`,
  ownerEmail: () => 'owner@example.org',
  timeZone: () => 'Europe/London',
  currency: () => 'GBP',
  validFor: () => 'P30D',
  origins: () => ['*'],
  fact: (random) => random.one(['session', 'call', 'form', 'outcome', 'spend', 'lease']),
}
const isPhoneName = (name: string) => /number|phone|forwardTo|swapTargets|callers/i.test(name)

/** A value that the schema allows, or nearly: what it says beside its shape is guessed by the field's name. */
export function validValue(given: JsonSchema, random: Random, name = '', depth = 0): unknown {
  const schema = resolve(given)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return random.one(schema.enum)
  const options = (schema.oneOf ?? schema.anyOf) as readonly JsonSchema[] | undefined
  if (options) return validValue(random.one(options), random, name, depth)
  const all = schema.allOf as readonly JsonSchema[] | undefined
  if (all?.[0]) return validValue({ ...schema, ...resolve(all[0]), allOf: undefined }, random, name, depth)
  const examples = schema.examples as readonly unknown[] | undefined
  if (examples && examples.length > 0 && random.chance(0.8)) return random.one(examples)
  const type = Array.isArray(schema.type) ? random.one(schema.type as string[]) : schema.type
  const guess = byName[name]
  if (guess && (type === 'string' || type === 'array')) return guess(random)
  switch (type) {
    case 'string':
      if (isPhoneName(name)) return `+4420794607${String(random.below(90) + 10)}`
      if (schema.format === 'date-time') return '2026-11-20T10:00:00.000Z'
      if (schema.format === 'date') return '2026-11-20'
      return 'text'.slice(0, (schema.maxLength as number | undefined) ?? 4)
    case 'integer':
    case 'number': {
      const low = (schema.minimum as number | undefined) ?? 0
      const high = Math.min((schema.maximum as number | undefined) ?? low + 100, low + 1000)
      return low + random.below(Math.max(1, high - low))
    }
    case 'boolean':
      return random.chance(0.5)
    case 'null':
      return null
    case 'array':
      return Array.from({ length: 1 + random.below(2) }, () =>
        validValue((schema.items as JsonSchema | undefined) ?? {}, random, name, depth + 1),
      )
    case 'object': {
      const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>
      const required = (schema.required ?? []) as readonly string[]
      return Object.fromEntries(
        Object.entries(properties).flatMap(([each, inner]) =>
          required.includes(each) || (depth < deepest && random.chance(0.4))
            ? [[each, validValue(inner, random, each, depth + 1)]]
            : [],
        ),
      )
    }
    default:
      return random.one(['text', 1, true, null])
  }
}
