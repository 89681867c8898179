import { componentName } from './docs-schema.ts'
import type { JsonSchema, OpenApiDocument, OperationObject } from './openapi-document.ts'

const asSchema = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as JsonSchema) : {}

/** The smallest value that shows a schema: required fields only. */
function exampleOf(schema: JsonSchema, schemas: OpenApiDocument['components']['schemas']): unknown {
  const name = componentName(schema)
  if (name !== undefined) return exampleOf(schemas[name] ?? {}, schemas)
  if (Array.isArray(schema.examples)) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const [alternative] = [schema.anyOf, schema.oneOf].flatMap((each) => (Array.isArray(each) ? each : []))
  if (alternative) return exampleOf(asSchema(alternative), schemas)
  switch (schema.type) {
    case 'object': {
      const required = Array.isArray(schema.required) ? (schema.required as string[]) : []
      const properties = asSchema(schema.properties)
      return Object.fromEntries(
        required.map((field) => [field, exampleOf(asSchema(properties[field]), schemas)]),
      )
    }
    case 'array':
      return schema.minItems ? [exampleOf(asSchema(schema.items), schemas)] : []
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    default:
      return '…'
  }
}

const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const keyWords: Readonly<Record<string, string>> = {
  secretKey: '-H "Authorization: Bearer $TIELINE_SECRET_KEY"',
  operatorKey: '-H "Authorization: Bearer $TIELINE_OPERATOR_KEY"',
  twilioSignature: '-H "X-Twilio-Signature: $SIGNATURE"',
}

export function curlExample(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: OperationObject,
): string {
  const url = `${document.servers[0]?.url ?? ''}${path}`
  const keys = operation.security.flatMap((scheme) =>
    Object.keys(scheme).flatMap((name) => keyWords[name] ?? []),
  )
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const body = media && JSON.stringify(exampleOf(media.schema, document.components.schemas))
  const isJson = type === 'application/json'
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${shellQuoted(url)}`,
    ...keys,
    ...(body !== undefined && isJson
      ? ["-H 'Content-Type: application/json'", `-d ${shellQuoted(body)}`]
      : []),
  ].join(' \\\n  ')
}
