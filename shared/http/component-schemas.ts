import * as z from 'zod/mini'
import type { JsonSchema } from './openapi-document.ts'

const inSchema = '#/$defs/'
const inDocument = '#/components/schemas/'

function relocated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocated)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace(inSchema, inDocument) : relocated(inner),
    ]),
  )
}

/**
 * Turns schemas to JSON Schema, and gathers those that have an `id` (`z.meta`) as components that the others refer to.
 * Schemas are written as what is sent: answers may gain fields, so that only bodies are closed to unknown ones.
 */
export function createComponentSchemas() {
  const schemas: Record<string, JsonSchema> = {}
  return {
    schemas,
    /** @throws if two different schemas have one id */
    place(schema: z.ZodMiniType): JsonSchema {
      const {
        $schema: _dialect,
        $defs,
        ...root
      } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
      for (const [id, definition] of Object.entries($defs ?? {})) {
        const component = relocated(definition) as JsonSchema
        const known = schemas[id]
        if (known && JSON.stringify(known) !== JSON.stringify(component)) {
          throw new Error(`two different schemas have the id ${id}`)
        }
        schemas[id] = component
      }
      return relocated(root) as JsonSchema
    },
  }
}
