import { escapeHtml, prose } from './html.ts'
import type { JsonSchema } from './openapi-document.ts'

interface Row {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly note: string
}

type Schemas = Readonly<Record<string, JsonSchema>>

const list = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [])
const asSchema = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null ? (value as JsonSchema) : {}
export const componentName = (schema: JsonSchema): string | undefined =>
  typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined

/** A schema's kind in a few words: `string`, `CallFlow`, `list of string`, `"all" or "in-order"`. */
export function typeOf(schema: JsonSchema): string {
  const name = componentName(schema)
  if (name !== undefined) return name
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  const alternatives = list(schema.anyOf ?? schema.oneOf ?? schema.allOf)
  if (alternatives.length > 0) {
    return alternatives.map((each) => typeOf(asSchema(each))).join(schema.allOf ? ' and ' : ' or ')
  }
  if (schema.type === 'array') return `list of ${typeOf(asSchema(schema.items))}`
  return Array.isArray(schema.type) ? schema.type.join(' or ') : String(schema.type ?? 'any')
}

const limitWords: Readonly<Record<string, (value: unknown) => string>> = {
  default: (value) => `default ${JSON.stringify(value)}`,
  minimum: (value) => `at least ${value}`,
  maximum: (value) => `at most ${value}`,
  minItems: (value) => `at least ${value} entries`,
  maxItems: (value) => `at most ${value} entries`,
  maxLength: (value) => `at most ${value} characters`,
}
/** What zod writes for an integer without a limit. */
const isUnlimited = (value: unknown) => Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER

function noteOf(schema: JsonSchema): string {
  const limits = Object.entries(limitWords).flatMap(([keyword, words]) => {
    const value = schema[keyword]
    return value === undefined || isUnlimited(value) ? [] : [words(value)]
  })
  const limit = limits.join(', ')
  const sentence = limit && `${limit.charAt(0).toUpperCase()}${limit.slice(1)}.`
  return [schema.description ? String(schema.description) : '', sentence].filter(Boolean).join(' ')
}

/** The fields of an object, those of its nested objects beneath them with their path. */
function rowsOf(schema: JsonSchema, prefix = ''): Row[] {
  const required = list(schema.required)
  return Object.entries(asSchema(schema.properties)).flatMap(([name, value]) => {
    const field = asSchema(value)
    const isList = field.type === 'array'
    const path = `${prefix}${name}`
    const row = { name: path, type: typeOf(field), isRequired: required.includes(name), note: noteOf(field) }
    return [row, ...rowsOf(isList ? asSchema(field.items) : field, `${path}${isList ? '[]' : ''}.`)]
  })
}

export function fieldTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, type, isRequired, note }) => {
    const required = isRequired ? ' <span class="required">required</span>' : ''
    return `<tr><td><code>${escapeHtml(name)}</code>${required}</td><td>${escapeHtml(type)}</td><td>${prose(note)}</td></tr>`
  })
  const head = '<thead><tr><th>Field</th><th>Type</th><th>Meaning</th></tr></thead>'
  return `<div class="scroll"><table>${head}<tbody>${cells.join('')}</tbody></table></div>`
}

/** What tells one of several objects from the others, `type: "page"`; empty where they are no objects of a kind each. */
function kindsOf(schema: JsonSchema): { readonly name: string; readonly schema: JsonSchema }[] {
  const kinds = list(schema.oneOf ?? schema.anyOf).map(asSchema)
  const named = kinds.flatMap((kind) =>
    Object.entries(asSchema(kind.properties))
      .filter(([, value]) => asSchema(value).const !== undefined)
      .slice(0, 1)
      .map(([name, value]) => ({ name: `${name}: ${JSON.stringify(asSchema(value).const)}`, schema: kind })),
  )
  return named.length === kinds.length ? named : []
}

/** What all kinds share first, then what each has of its own. */
function kindsHtml(kinds: ReturnType<typeof kindsOf>): string {
  const rows = kinds.map((kind) => rowsOf(kind.schema))
  const isShared = (row: Row) =>
    rows.every((each) => each.some((other) => JSON.stringify(other) === JSON.stringify(row)))
  const shared = (rows[0] ?? []).filter(isShared)
  const own = kinds.map(({ name }, index) => {
    const fields = (rows[index] ?? []).filter((row) => !isShared(row) && !name.startsWith(`${row.name}:`))
    return `<h5><code>${escapeHtml(name)}</code></h5>${fields.length > 0 ? fieldTable(fields) : '<p class="quiet">Nothing further.</p>'}`
  })
  return fieldTable(shared) + own.join('')
}

/** A schema as a table of its fields, or as its kind where it has none. */
export function schemaHtml(schema: JsonSchema, schemas: Schemas): string {
  const name = componentName(schema)
  const target = name === undefined ? schema : (schemas[name] ?? {})
  const link =
    name === undefined ? '' : `<p><a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a></p>`
  const rows = rowsOf(target)
  const kinds = kindsOf(target)
  if (kinds.length > 0) return link + kindsHtml(kinds)
  return rows.length > 0 ? link + fieldTable(rows) : `${link}<p>${escapeHtml(typeOf(target))}</p>`
}
