import { type Fields, signatureOf } from '../phone/sign.ts'

/** The bridge itself, asked without leaving the process. */
export interface ExampleClientOptions {
  readonly app: { fetch(request: Request): Response | Promise<Response> }
  readonly publicBaseUrl: string
  readonly secretKey: string
  /** What Twilio's webhooks are signed with. */
  readonly authToken: string
}

export interface ExampleClient {
  /**
   * A request with the account's secret key.
   * @param besides statuses that are fine, too
   * @throws unless it succeeds
   */
  call<Answer>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: unknown,
    besides?: readonly number[],
  ): Promise<Answer>
  /** Lines of JSON, to the import. */
  importFacts(
    facts: readonly unknown[],
  ): Promise<{ accepted: number; duplicates: number; rejected: unknown[] }>
  /** A webhook, signed as Twilio signs it. */
  twilio(path: string, fields: Fields): Promise<void>
}

export function createExampleClient(options: ExampleClientOptions): ExampleClient {
  const { app, publicBaseUrl, secretKey, authToken } = options
  const authorization = `Bearer ${secretKey}`

  async function send<Answer>(
    path: string,
    init: RequestInit,
    besides: readonly number[] = [],
  ): Promise<Answer> {
    const response = await app.fetch(new Request(`${publicBaseUrl}${path}`, init))
    const text = await response.text()
    if (!response.ok && !besides.includes(response.status)) {
      throw new Error(`${init.method} ${path}: ${response.status} ${text}`)
    }
    return (text === '' ? undefined : JSON.parse(text)) as Answer
  }

  return {
    call: (method, path, body, besides) =>
      send(
        path,
        {
          method,
          headers: { authorization, 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        },
        besides,
      ),
    importFacts: (facts) =>
      send('/v1/imports', {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/x-ndjson' },
        body: facts.map((fact) => JSON.stringify(fact)).join('\n'),
      }),
    twilio: (path, fields) =>
      send(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signatureOf(authToken, `${publicBaseUrl}${path}`, fields),
        },
        body: new URLSearchParams(fields).toString(),
      }),
  }
}
