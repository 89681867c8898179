import { STATUS_CODES } from 'node:http'
import * as z from 'zod/mini'
import { createComponentSchemas } from './component-schemas.ts'
import type {
  JsonSchema,
  OpenApiDocument,
  OperationObject,
  ParameterObject,
  ResponseObject,
  WebhookObject,
} from './openapi-document.ts'
import type { Operation } from './operation.ts'
import { type ProblemCode, problems } from './problem.ts'
import { sessionCookie } from './signed-in.ts'

/** Carries zod's JSON Schema writer: for the build and the local bridge, not for a function's bundle. */

type Place = (schema: z.ZodMiniType) => JsonSchema

const problemSchema = z
  .object({
    type: z.string().check(z.meta({ format: 'uri' })),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string().check(z.meta({ description: 'What is wrong with this request and what to do.' })),
    errors: z.optional(
      z.array(
        z.object({
          path: z.string().check(z.meta({ description: 'Where, `flow.forwardTo.0`; empty for the whole.' })),
          message: z.string(),
        }),
      ),
    ),
    requestId: z.optional(
      z.string().check(z.meta({ description: 'Names the log line of a failure of ours.' })),
    ),
  })
  .check(z.meta({ id: 'Problem', description: 'RFC 9457. Programs read `code`.' }))

const security: Record<Operation['auth'], OperationObject['security']> = {
  secret: [{ secretKey: [] }, { signIn: [] }],
  operator: [{ operatorKey: [] }],
  twilio: [{ twilioSignature: [] }],
  // The publishable key stands in the body or the query, which OpenAPI's security schemes can't say.
  site: [],
  none: [],
}

const securitySchemes = {
  secretKey: { type: 'http', scheme: 'bearer', description: 'An account’s secret key, `sk_…`.' },
  signIn: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie,
    description:
      'Somebody signed in, by `/auth/sign-in`: what they may do follows from their role. Whatever is not a GET must come from a page of the bridge, with the header `x-tieline-console: 1`.',
  },
  operatorKey: { type: 'http', scheme: 'bearer', description: 'The operator’s key: creates accounts.' },
  twilioSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Twilio-Signature',
    description: 'Twilio signs the address and the form fields with the account’s token.',
  },
}

const takesIdempotencyKey = ({ method, auth }: Operation) =>
  method === 'post' && (auth === 'secret' || auth === 'operator' || auth === 'site')

/** The refusals that follow from what an operation has, beside those it names itself. */
const impliedProblems: readonly (readonly [(operation: Operation) => boolean, readonly ProblemCode[]])[] = [
  [({ auth }) => auth === 'secret' || auth === 'operator', ['unauthorized']],
  [({ auth }) => auth === 'secret', ['role_not_allowed']],
  [({ auth, method }) => auth === 'secret' && method !== 'get', ['cross_site_request']],
  [({ auth }) => auth === 'twilio', ['bad_signature']],
  [({ params }) => params !== undefined, ['invalid_path']],
  [({ query }) => query !== undefined, ['invalid_query']],
  // Twilio's webhooks answer TwiML whatever the body; what they refuse they name themselves.
  [
    ({ body, auth }) => body !== undefined && auth !== 'twilio',
    ['bad_request', 'payload_too_large', 'invalid_body'],
  ],
  [({ lines }) => lines !== undefined, ['payload_too_large']],
  [takesIdempotencyKey, ['bad_request', 'idempotency_in_progress', 'idempotency_key_reused']],
  [() => true, ['internal', 'unavailable']],
]

export function problemsOf(operation: Operation): ProblemCode[] {
  const implied = impliedProblems.flatMap(([applies, codes]) => (applies(operation) ? codes : []))
  return [...new Set([...implied, ...(operation.problems ?? [])])]
}

function problemResponses(operation: Operation): Record<string, ResponseObject> {
  const codesByStatus = new Map<number, ProblemCode[]>()
  for (const code of problemsOf(operation)) {
    const { status } = problems[code]
    codesByStatus.set(status, [...(codesByStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...codesByStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
        ...(status === 401 && {
          headers: { 'WWW-Authenticate': { description: 'RFC 6750.', schema: { type: 'string' } } },
        }),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Problem' },
                { type: 'object', properties: { status: { const: status }, code: { enum: codes } } },
              ],
            },
          },
        },
      },
    ]),
  )
}

function replyResponses({ replies }: Operation, place: Place): Record<string, ResponseObject> {
  const contentOf = (answer: z.ZodMiniType | string): NonNullable<ResponseObject['content']> =>
    typeof answer === 'string'
      ? { [answer]: { schema: answer.endsWith('json') ? { type: 'object' } : { type: 'string' } } }
      : { 'application/json': { schema: place(answer) } }
  return Object.fromEntries(
    Object.entries(replies).map(([status, answer]) => [
      status,
      {
        description: STATUS_CODES[status] ?? status,
        ...(answer !== null && { content: contentOf(answer) }),
      },
    ]),
  )
}

function parametersOf(operation: Operation, place: Place): ParameterObject[] {
  const from = (where: 'path' | 'query', schema: z.ZodMiniType | undefined): ParameterObject[] => {
    const { properties = {}, required = [] } = (schema ? place(schema) : {}) as {
      properties?: Record<string, JsonSchema>
      required?: string[]
    }
    return Object.entries(properties).map(([name, { description, ...rest }]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(typeof description === 'string' && { description }),
      schema: rest,
    }))
  }
  const idempotencyKey: ParameterObject = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key and body get the first answer again, for at least 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }
  return [
    ...from('path', operation.params),
    ...from('query', operation.query),
    ...(takesIdempotencyKey(operation) ? [idempotencyKey] : []),
  ]
}

function operationObject(operation: Operation, place: Place): OperationObject {
  const parameters = parametersOf(operation, place)
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description && { description: operation.description }),
    security: security[operation.auth],
    ...(parameters.length > 0 && { parameters }),
    ...(operation.body && {
      requestBody: {
        required: true,
        content: {
          [operation.bodyType ?? 'application/json']: { schema: place(operation.body) },
          ...(operation.csv && { 'text/csv': { schema: { type: 'string', description: operation.csv } } }),
        },
      },
    }),
    ...(operation.lines && {
      requestBody: {
        required: true,
        description: 'One JSON object a line, each of this schema; at most 5 MB a request.',
        content: { 'application/x-ndjson': { schema: place(operation.lines) } },
      },
    }),
    responses: { ...replyResponses(operation, place), ...problemResponses(operation) },
  }
}

const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const
function webhookOf({ id, tag, sends }: Operation, place: Place): WebhookObject | undefined {
  if (!sends) return undefined
  return {
    operationId: `${id}Message`,
    tags: [tag],
    summary: 'A message to a webhook',
    description: 'Signed as Standard Webhooks says; at least once, in any order, known by `webhook-id`.',
    parameters: signed.map((name) => ({ name, in: 'header', required: true, schema: { type: 'string' } })),
    requestBody: { required: true, content: { 'application/json': { schema: place(sends) } } },
    responses: { '2XX': { description: 'Taken; anything else is tried again.' } },
  }
}

/**
 * The OpenAPI 3.1 document of the operations.
 * @throws if two operations have one id, or one method and path, or if two different schemas have one id
 */
export function openApiDocument(
  operations: readonly Operation[],
  { serverUrl, version = '0.1.0' }: { readonly serverUrl: string; readonly version?: string },
): OpenApiDocument {
  const { schemas, place } = createComponentSchemas()
  place(problemSchema)
  const ids = new Set<string>()
  const paths: Record<string, Record<string, OperationObject>> = {}
  const webhooks: Record<string, Record<'post', WebhookObject>> = {}
  for (const operation of operations) {
    paths[operation.path] ??= {}
    const methods = paths[operation.path] as Record<string, OperationObject>
    if (ids.has(operation.id) || methods[operation.method]) {
      throw new Error(`${operation.id} (${operation.method} ${operation.path}) is described twice`)
    }
    ids.add(operation.id)
    methods[operation.method] = operationObject(operation, place)
    const webhook = webhookOf(operation, place)
    if (webhook) webhooks[webhook.operationId] = { post: webhook }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Tieline',
      version,
      description:
        'Joins web visits and phone calls. JSON; times are RFC 3339 in UTC, phones E.164, money in minor units. Every refusal is a `Problem`.',
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    ...(Object.keys(webhooks).length > 0 && { webhooks }),
    components: { schemas, securitySchemes },
  }
}
