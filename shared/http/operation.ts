import type { Context, Env, Hono } from 'hono'
import type * as z from 'zod/mini'
import type { AccountId } from '../domain/ids.ts'
import { readBytes, readText } from './body.ts'
import type { Caller } from './caller.ts'
import { sha256Hex } from './digest.ts'
import { fieldErrors } from './field-error.ts'
import { hasLoneSurrogate, maySplitPairs } from './lone-surrogate.ts'
import { isRefusal, type ProblemCode, problemResponse, type Refusal, refuse } from './problem.ts'
import { tellAbout } from './seen.ts'

export { fieldErrors } from './field-error.ts'

type Schema = z.ZodMiniType
type Parsed<S> = S extends Schema ? z.infer<S> : undefined

/**
 * One operation of the API as data: the route and the OpenAPI document are both made from it. (A library that reads
 * validators at run time costs every bundle 380 kB; this costs the functions nothing.)
 */
export interface Operation<
  Params extends Schema | undefined = Schema | undefined,
  Query extends Schema | undefined = Schema | undefined,
  Body extends Schema | undefined = Schema | undefined,
> {
  readonly id: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As OpenAPI writes it: `/v1/numbers/{id}`. */
  readonly path: string
  /** Who may call it. `site`: a publishable key in the body or query, checked by the handler. */
  readonly auth: 'secret' | 'operator' | 'site' | 'twilio' | 'none'
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** The body is lines of JSON (NDJSON), each of this schema: the handler gets its `bytes` and reads them itself. */
  readonly lines?: Schema
  /** The body may also be CSV: the handler gets its `bytes` as `csv` and no `body`. Says which columns there are. */
  readonly csv?: string
  /** JSON unless said. */
  readonly bodyType?: 'application/x-www-form-urlencoded'
  /** By status: the schema of the JSON answer, or the media type of another. */
  readonly replies: Readonly<Record<number, Schema | string | null>>
  /** What it has the bridge post elsewhere, later: the JSON body of each message. */
  readonly sends?: Schema
  /** Its own refusals, beside those any operation may have. */
  readonly problems?: readonly ProblemCode[]
}

export const operation = <
  Params extends Schema | undefined = undefined,
  Query extends Schema | undefined = undefined,
  Body extends Schema | undefined = undefined,
>(
  definition: Operation<Params, Query, Body>,
): Operation<Params, Query, Body> => definition

export interface Reply {
  readonly status: number
  /** Sent as JSON; a `Response` is sent as it is; `undefined` is an empty body. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}
export const reply = (status: number, body?: unknown, headers?: Record<string, string>): Reply => ({
  status,
  body,
  ...(headers && { headers }),
})

export interface Request<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  /** Of an operation that takes `lines`, else none. */
  readonly bytes: Uint8Array
  /** Of an operation that takes `csv`, where that is what was sent; then `body` is not what its type says. */
  readonly csv?: Uint8Array | undefined
  /** The account of the key that was shown or of whoever is signed in; for operator, site and open operations the empty text. */
  readonly account: AccountId
  readonly caller: Caller
  readonly context: Context
}

/** Whoever was let in; the account is the empty text where an operation belongs to none. */
export type Authenticated = Pick<Request<unknown, unknown, unknown>, 'account' | 'caller'>

/** Finds out who calls, or refuses. */
export type Authenticate = (operation: Operation, context: Context) => Promise<Authenticated | Refusal>

/** Answers a repeated POST with its first answer (`Idempotency-Key`), or lets it through to `work`. */
export type Once = (
  request: {
    /** Within which an idempotency key is one key: the account, its member, the operator, or one publishable key's callers. */
    readonly scope: string
    readonly context: Context
    readonly body: string
  },
  work: () => Promise<Response>,
) => Promise<Response>

export interface Guards {
  readonly authenticate: Authenticate
  readonly once?: Once
}

/** Lets the messages tell what is missing from what is wrong. */
const parseOptions = { reportInput: true }

const toHonoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

const notUnicode = refuse('invalid_body', 'The body does not fit; see `errors`.', {
  errors: [{ path: '', message: 'Must be well-formed Unicode: half of a surrogate pair stands in it.' }],
})

async function readJson(context: Context): Promise<{ text: string; json: unknown } | Refusal> {
  const text = await readText(context)
  if (isRefusal(text)) return text
  try {
    return { text, json: text === '' ? {} : JSON.parse(text) }
  } catch {
    // The parser's own message quotes the body, which may hold personal data.
    return refuse('bad_request', 'The body is not JSON: send one JSON object, in UTF-8.')
  }
}

/** A key in the body keeps the idempotency keys of different accounts' pages apart; where nobody is known, there are none. */
function idempotencyScope(
  definition: Operation,
  { account, caller }: Authenticated,
  body: unknown,
): string | undefined {
  // What one member was answered is not told to another, who may be told less.
  if (account !== '') return caller.kind === 'member' ? `${account}#${caller.id}` : account
  if (definition.auth === 'operator') return 'operator'
  const key = definition.auth === 'site' && (body as { key?: unknown } | undefined)?.key
  return typeof key === 'string' ? `site_${sha256Hex(key).slice(0, 32)}` : undefined
}

/**
 * Mounts an operation: authenticate, parse, handle, answer. Refusals, whether of the guards, the schemas or the
 * handler, are answered as problem+json.
 */
export function handle<
  E extends Env,
  Params extends Schema | undefined,
  Query extends Schema | undefined,
  Body extends Schema | undefined,
>(
  app: Hono<E>,
  guards: Guards,
  definition: Operation<Params, Query, Body>,
  handler: (request: Request<Parsed<Params>, Parsed<Query>, Parsed<Body>>) => Promise<Reply | Refusal>,
): void {
  app.on(definition.method.toUpperCase(), toHonoPath(definition.path), async (context) => {
    const admitted = await guards.authenticate(definition as Operation, context)
    if (isRefusal(admitted)) return problemResponse(admitted)
    const { callSid } = context.req.param() as { callSid?: string }
    tellAbout(context, { account: admitted.account || undefined, callSid })

    const params = definition.params?.safeParse(context.req.param(), parseOptions)
    if (params && !params.success) {
      return problemResponse(
        refuse('invalid_path', 'The address does not fit.', { errors: fieldErrors(params.error) }),
      )
    }
    const query = definition.query?.safeParse(context.req.query(), parseOptions)
    if (query && !query.success) {
      return problemResponse(
        refuse('invalid_query', 'A query parameter does not fit; see `errors`.', {
          errors: fieldErrors(query.error),
        }),
      )
    }
    let text = ''
    let body: unknown
    let bytes: Uint8Array = new Uint8Array()
    const isCsv =
      definition.csv !== undefined && /^text\/csv\b/i.test(context.req.header('content-type') ?? '')
    if (definition.lines || isCsv) {
      const read = await readBytes(context)
      if (isRefusal(read)) {
        return problemResponse({ ...read, detail: `${read.detail} Send the lines in several requests.` })
      }
      bytes = read
      text = sha256Hex(read)
    }
    if (definition.body && !isCsv) {
      const read = await readJson(context)
      if (isRefusal(read)) return problemResponse(read)
      const parsed = definition.body.safeParse(read.json, parseOptions)
      if (!parsed.success) {
        return problemResponse(
          refuse('invalid_body', 'The body does not fit; see `errors`.', {
            errors: fieldErrors(parsed.error),
          }),
        )
      }
      // Where a schema says nothing of it: no store keeps half a character.
      if (maySplitPairs.test(read.text) && hasLoneSurrogate(read.json)) return problemResponse(notUnicode)
      text = read.text
      body = parsed.data
    }

    const work = async (): Promise<Response> => {
      const answer = await handler({
        params: params?.data as Parsed<Params>,
        query: query?.data as Parsed<Query>,
        body: body as Parsed<Body>,
        bytes,
        ...(isCsv && { csv: bytes }),
        ...admitted,
        context,
      })
      if (isRefusal(answer)) return problemResponse(answer)
      if (answer.body instanceof Response) return answer.body
      if (answer.body === undefined) {
        return new Response(null, {
          status: answer.status,
          ...(answer.headers && { headers: answer.headers }),
        })
      }
      return new Response(JSON.stringify(answer.body), {
        status: answer.status,
        headers: { 'content-type': 'application/json', ...answer.headers },
      })
    }
    const scope = definition.method === 'post' && idempotencyScope(definition as Operation, admitted, body)
    return guards.once && scope ? guards.once({ scope, context, body: text }, work) : work()
  })
}
