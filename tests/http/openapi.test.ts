import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { adminOperations } from '../../functions/admin/operations.ts'
import { openApiDocument, problemsOf } from '../../shared/http/openapi.ts'
import { operation } from '../../shared/http/operation.ts'
import { problems } from '../../shared/http/problem.ts'

const document = openApiDocument(adminOperations, { serverUrl: 'http://localhost:8787' })
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method, described })),
)

function* objectsOf(
  value: unknown,
  pointer = '#',
): Generator<{ pointer: string; object: Record<string, unknown> }> {
  if (typeof value !== 'object' || value === null) return
  yield { pointer, object: value as Record<string, unknown> }
  for (const [key, inner] of Object.entries(value)) {
    yield* objectsOf(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
}

const sample = { tag: 'Sample', summary: 'Sample', auth: 'none', replies: { 204: null } } as const

test('what an operation has the bridge post elsewhere is described as a webhook of the document', () => {
  const message = z.object({ id: z.string() }).check(z.meta({ id: 'Message' }))
  const hook = operation({ ...sample, id: 'makeHook', method: 'post', path: '/hooks', sends: message })
  const { webhooks, components } = openApiDocument([hook], { serverUrl: 'http://localhost:8787' })
  const { parameters, requestBody } = webhooks?.makeHookMessage?.post ?? {}
  expect(parameters?.map(({ name }) => name)).toEqual([
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
  ])
  expect(requestBody?.content).toEqual({
    'application/json': { schema: { $ref: '#/components/schemas/Message' } },
  })
  expect(Object.keys(components.schemas)).toContain('Message')
})

describe('the document', () => {
  test('is OpenAPI 3.1 and survives JSON', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    expect(Object.keys(document)).toEqual(['openapi', 'info', 'servers', 'tags', 'paths', 'components'])
    expect(document.servers).toEqual([{ url: 'http://localhost:8787' }])
  })

  test('describes each operation under an id of its own, with a tag that is listed', () => {
    expect(operations.map(({ described }) => described.operationId).sort()).toEqual(
      adminOperations.map(({ id }) => id).sort(),
    )
    const tags = document.tags.map(({ name }) => name)
    for (const { described } of operations) expect(tags).toEqual(expect.arrayContaining([...described.tags]))
  })

  test('has no reference that leads nowhere, and none into a single schema', () => {
    const all = new Map([...objectsOf(document)].map(({ pointer, object }) => [pointer, object]))
    const references = [...all.values()].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []))
    expect(references.length).toBeGreaterThan(20)
    expect(references.filter((reference) => !all.has(reference))).toEqual([])
    expect([...all.values()].filter((object) => '$defs' in object || '$schema' in object)).toEqual([])
  })

  test('declares every parameter of a path, once, as required', () => {
    for (const { path, described } of operations) {
      const declared = (described.parameters ?? []).filter((each) => each.in === 'path')
      expect(declared.map(({ name }) => name)).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      )
      expect(declared.every(({ required }) => required)).toBe(true)
    }
  })

  test('names only security schemes that it defines', () => {
    const used = operations.flatMap(({ described }) =>
      described.security.flatMap((each) => Object.keys(each)),
    )
    expect(Object.keys(document.components.securitySchemes)).toEqual(
      expect.arrayContaining([...new Set(used)]),
    )
    for (const { auth, path, method } of adminOperations) {
      const ways = document.paths[path]?.[method]?.security.flatMap((each) => Object.keys(each))
      const expected = { secret: ['secretKey', 'signIn'], operator: ['operatorKey'] }[auth as string] ?? []
      expect(ways, path).toEqual(expected)
    }
  })

  test('lists every code there is, and with each operation those it can answer', () => {
    const problem = document.components.schemas.Problem as { properties: { code: { enum: string[] } } }
    expect(problem.properties.code.enum).toEqual(Object.keys(problems))
    for (const described of adminOperations) {
      const responses = document.paths[described.path]?.[described.method]?.responses ?? {}
      for (const code of problemsOf(described)) {
        expect(JSON.stringify(responses[problems[code].status]), `${described.id} ${code}`).toContain(
          `"${code}"`,
        )
      }
    }
    expect(problemsOf(adminOperations[3])).toEqual(
      expect.arrayContaining([
        'unauthorized',
        'number_taken',
        'pool_unknown',
        'invalid_body',
        'idempotency_key_reused',
      ]),
    )
  })

  test('offers the Idempotency-Key on every POST with a key', () => {
    for (const { method, path, described } of operations) {
      // Whoever signs out needs none.
      if (described.security.length === 0) continue
      const names = (described.parameters ?? []).map(({ name }) => name)
      expect(names.includes('Idempotency-Key'), `${method} ${path}`).toBe(method === 'post')
    }
  })

  test('closes bodies to unknown fields and leaves answers open', () => {
    const { NewNumber, Number: answered } = document.components.schemas
    expect(NewNumber?.additionalProperties).toBe(false)
    expect(answered).not.toHaveProperty('additionalProperties')
  })
})

describe('a mistake is found when the document is made', () => {
  const twoOf =
    (...parts: readonly [object, object]) =>
    () =>
      openApiDocument(
        parts.map((part) => operation({ ...sample, id: 'one', method: 'get', path: '/one', ...part })),
        { serverUrl: 'http://localhost' },
      )
  const named = (schema: z.ZodMiniType) => ({
    replies: { 200: z.object({ it: schema.check(z.meta({ id: 'Twin' })) }) },
  })

  test.each([
    ['one id twice', twoOf({}, { path: '/two' }), 'described twice'],
    ['one address twice', twoOf({}, { id: 'two' }), 'described twice'],
    [
      'two schemas of one id',
      twoOf(named(z.string()), { id: 'two', path: '/two', ...named(z.int()) }),
      'Twin',
    ],
  ])('%s', (_label, make, message) => {
    expect(make).toThrow(message)
  })
})
