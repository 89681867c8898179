import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OperationObject, ParameterObject } from '../../shared/http/openapi-document.ts'
import { limitMilliseconds, runs } from '../support/runs.ts'
import { twilioSignature } from '../support/twilio-signing.ts'
import {
  type Answered,
  authToken,
  type Composed,
  document,
  openComposed,
  operatorKey,
  publicBaseUrl,
} from './composed.ts'
import { type Furnished, furnish, pathIn } from './furnished.ts'
import { brokenText, mutated, nastyTexts } from './mutate.ts'
import { createRandom, type Random, validValue } from './valid-value.ts'

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), described })),
)
type Described = (typeof operations)[number]

/** In `npm test`; `npm run test:deep` asks a multiple of it, far beyond ten thousand. */
const requestsInAll = 3000
/** So many accounts live side by side, each with one request at a time: what one writes is not refused to another. */
const atOnce = 8

let composed: Composed
let accounts: Furnished[]
beforeAll(async () => {
  composed = await openComposed()
  accounts = await Promise.all(
    Array.from({ length: atOnce }, (_, index) => furnish(composed, `acc_fuzz${index}`, index + 1)),
  )
  // From here on the views are read only: what is asked of them is there.
  await composed.rest()
}, 120_000)
afterAll(() => composed.close())

interface Made {
  readonly path: string
  readonly init: RequestInit & { headers: Record<string, string> }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

function queryOf(described: OperationObject, random: Random): string {
  const asked = (described.parameters ?? []).filter((each: ParameterObject) => each.in === 'query')
  const pairs = asked.flatMap(({ name, required, schema }) => {
    if (!required && random.chance(0.5)) return []
    return [[name, random.chance(0.4) ? random.one(nastyTexts) : textOf(validValue(schema, random, name))]]
  }) as [string, string][]
  if (random.chance(0.1))
    pairs.push([random.one(['limit', 'cursor', '__proto__', 'format', 'from']), random.one(nastyTexts)])
  const text = pairs
    .map((pair) =>
      pair.map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))).join('='),
    )
    .join('&')
  if (random.chance(0.03)) return `?${text}&%zz=%`
  return text === '' ? '' : `?${text}`
}

function authorizationOf(
  { described }: Described,
  { secretKey, siteKey }: Furnished,
  random: Random,
): string | undefined {
  if (random.chance(0.1))
    return random.one([undefined, '', 'Bearer', `Bearer ${siteKey}`, 'Basic x', `Bearer ${'k'.repeat(5000)}`])
  const needsOperator = described.security.some((each) =>
    Object.keys(each).some((name) => /operator/i.test(name)),
  )
  return `Bearer ${needsOperator ? operatorKey : secretKey}`
}

function bodyOf(
  described: OperationObject,
  random: Random,
  { siteKey, ids }: Furnished,
): { text: string; type: string } | undefined {
  const content = described.requestBody?.content
  if (!content) return random.chance(0.1) ? { text: '{"a":1}', type: 'application/json' } : undefined
  const [type, media] = Object.entries(content)[0] as [string, { schema: object }]
  let value = validValue(media.schema as never, random)
  if (typeof value === 'object' && value !== null) {
    const filled = value as Record<string, unknown>
    // The ids that a valid request names are of what there is.
    if ('key' in filled) filled.key = siteKey
    for (const [name, id] of [
      ['campaignId', ids.campaigns],
      ['sessionId', ids.sessions],
      ['callSid', ids.callSid],
      ['CallSid', ids.callSid],
      ['poolId', ids.pools],
      ['To', ids.number],
      ['code', ids.code],
    ] as const) {
      if (typeof filled[name] === 'string') filled[name] = id
    }
  }
  if (random.chance(0.8)) value = mutated(value, random)
  if (type.includes('form')) {
    const fields =
      typeof value === 'object' && value !== null ? Object.entries(value) : [['x', textOf(value)]]
    return {
      type,
      text: new URLSearchParams(
        fields.map(
          ([name, each]) => [name, textOf(each).replace(/\p{Surrogate}/gu, '\ufffd')] as [string, string],
        ),
      ).toString(),
    }
  }
  const text = JSON.stringify(value) ?? ''
  return { type, text: random.chance(0.12) ? brokenText(text, random) : text }
}

function requestOf(which: Described, furnished: Furnished, random: Random): Made {
  // Now and then what is another's is asked for.
  const named = random.chance(0.1) ? random.one(accounts) : furnished
  let path = pathIn(which.path, named)
  if (/\{/.test(which.path) && random.chance(0.25)) {
    const parts = path.split('/')
    const at = parts.findIndex((part, index) => which.path.split('/')[index] !== part)
    parts[at] = encodeURIComponent(
      random
        .one(nastyTexts)
        .slice(0, 3000)
        .replace(/\p{Surrogate}/gu, '\ufffd'),
    )
    path = parts.join('/')
  }
  path += queryOf(which.described, random)
  const headers: Record<string, string> = {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  }
  const authorization = authorizationOf(which, furnished, random)
  if (authorization !== undefined) headers.authorization = authorization
  const body = which.method === 'GET' ? undefined : bodyOf(which.described, random, furnished)
  if (body)
    headers['content-type'] = random.chance(0.1)
      ? random.one([
          'text/plain',
          'application/xml',
          'multipart/form-data',
          'application/json; charset=utf-16',
          '*',
        ])
      : body.type
  if (which.path.startsWith('/twilio/') && body && random.chance(0.8)) {
    const pairs = [...new URLSearchParams(body.text)] as [string, string][]
    headers['x-twilio-signature'] = twilioSignature(publicBaseUrl + path, pairs, authToken)
  }
  if (random.chance(0.1))
    headers[
      random.one([
        'idempotency-key',
        'range',
        'origin',
        'cookie',
        'x-forwarded-for',
        'accept',
        'if-none-match',
        'content-length',
      ])
    ] = random.one([
      'a'.repeat(300),
      'bytes=5-2',
      'null',
      'tieline_session=%00',
      '::ffff:1.2.3.4, x',
      '*/*',
      '\u00ff',
    ])
  return { path, init: { method: which.method, headers, ...(body && { body: body.text }) } }
}

/** What a refusal may leave behind: how often something was tried, that a request was made, and who wanted to hear. */
const mayCount = [/#attempts#/, /#idempotency#/, /#audit/]
/** Says that something of ours does not answer at the moment, which another try may. */
const isDeclared = ({ response }: Answered, { described }: Described) =>
  response.status === 503 && '503' in described.responses

function faultOf(which: Described, answered: Answered): string | undefined {
  const { response, text, written } = answered
  if (response.status >= 500 && !isDeclared(answered, which)) return `is answered with ${response.status}`
  if (
    which.path !== '/docs' &&
    which.path !== '/openapi.json' &&
    /\.(ts|js|mjs):\d+:\d+|node_modules|node:internal/.test(text)
  )
    return 'shows a stack trace'
  // What Twilio refuses was tried: the code is there, and may be given in another way.
  if (/"code":"text_refused"/.test(text)) return undefined
  const changed = written.filter((key) => !mayCount.some((pattern) => pattern.test(key)))
  if (response.status >= 400 && changed.length > 0)
    return `is refused (${response.status}) and writes ${changed.join(', ')}`
  return undefined
}

it(
  'mutated requests over every operation: no error of ours, no stack trace, and a refusal changes nothing',
  async () => {
    const asked = new Set<string>()
    const statuses = new Map<number, number>()
    const faults = new Map<string, string>()
    const seeds = fc.sample(fc.noBias(fc.nat(2 ** 31 - 1)), runs(requestsInAll))
    const ask = async (index: number, account: Furnished) => {
      const seed = seeds[index] as number
      const which = operations[index % operations.length] as Described
      const { operationId } = which.described
      const { path, init } = requestOf(which, account, createRandom(seed))
      asked.add(operationId)
      const answered = await composed.send(path, init)
      const { status } = answered.response
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      const fault = faultOf(which, answered)
      if (fault === undefined || faults.has(`${operationId} ${fault}`)) return
      const told = [path, JSON.stringify(init.headers), String(init.body ?? ''), answered.text]
      faults.set(`${operationId} ${fault}`, told.map((part) => part.slice(0, 600)).join('\n'))
    }
    const left = [...seeds.keys()]
    await Promise.all(
      accounts.map(async (account) => {
        for (let index = left.pop(); index !== undefined; index = left.pop()) await ask(index, account)
      }),
    )
    expect([...faults].map((fault) => fault.join('\n')).join('\n\n')).toBe('')
    expect(asked.size).toBe(operations.length)
    // Many get past the door: or nothing behind it would have been asked.
    const served = [200, 201, 204].reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0)
    expect(served).toBeGreaterThan(seeds.length / 6)
  },
  limitMilliseconds(240_000),
)
