/**
 * Every refusal there is: the code that programs read, its HTTP status and its title (RFC 9457). The OpenAPI document,
 * the answers and the tests derive from this table; a code that is not here can't be sent.
 */
export const problems = {
  bad_request: { status: 400, title: 'The request can’t be read' },
  range_needed: { status: 400, title: 'Too long to be sent at once' },
  unauthorized: { status: 401, title: 'A key is missing or not known' },
  link_expired: { status: 403, title: 'The link has run out' },
  bad_signature: { status: 403, title: 'The signature does not match' },
  cross_site_request: { status: 403, title: 'Another site’s page can’t do this in somebody’s name' },
  role_not_allowed: { status: 403, title: 'The role does not allow it' },
  origin_not_allowed: { status: 403, title: 'Pages of this origin may not use the key' },
  not_found: { status: 404, title: 'No such thing' },
  code_unknown: { status: 404, title: 'No such code' },
  redemption_unknown: { status: 404, title: 'No such redemption of the code' },
  method_not_allowed: { status: 405, title: 'The address knows no such method' },
  number_taken: { status: 409, title: 'The number is registered already' },
  member_exists: { status: 409, title: 'The person is a member already' },
  last_key: { status: 409, title: 'An account keeps a secret key' },
  last_owner: { status: 409, title: 'An account keeps an owner' },
  code_used: { status: 409, title: 'The code was used already' },
  code_held: { status: 409, title: 'The code is reserved at the moment' },
  code_voided: { status: 409, title: 'The code was withdrawn' },
  code_not_started: { status: 409, title: 'The code is not valid yet' },
  campaign_inactive: { status: 409, title: 'The campaign is paused' },
  limit_reached: { status: 409, title: 'No uses are left' },
  order_too_small: { status: 409, title: 'The order is too small for the code' },
  changed_meanwhile: { status: 409, title: 'Somebody else has changed it' },
  too_many: { status: 409, title: 'No more of them are kept' },
  mint_refused: { status: 409, title: 'No code can be minted' },
  delivery_unsendable: { status: 409, title: 'It can’t be sent again' },
  text_refused: { status: 409, title: 'The text message can’t be sent' },
  idempotency_in_progress: { status: 409, title: 'The same request is being handled' },
  recording_gone: { status: 410, title: 'The recording was deleted' },
  code_expired: { status: 410, title: 'The code has expired' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is of a kind that is not read here' },
  invalid_body: { status: 422, title: 'The body does not fit' },
  invalid_query: { status: 422, title: 'The query does not fit' },
  invalid_path: { status: 422, title: 'The path does not fit' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used with another body' },
  pool_unknown: { status: 422, title: 'No such pool' },
  currency_mismatch: { status: 422, title: 'The account counts in another currency' },
  campaign_unknown: { status: 422, title: 'No such campaign' },
  code_malformed: { status: 422, title: 'This can’t be a code' },
  too_many_attempts: { status: 429, title: 'Too many failed attempts' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Not available at the moment' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

export interface FieldError {
  /** Where in the body or query, `source.medium` or `forwardTo.0`. */
  readonly path: string
  readonly message: string
}

/** A refusal as a value: what a handler returns instead of an answer. */
export interface Refusal {
  readonly refused: ProblemCode
  /** What is wrong and what to do, for the person who reads it. */
  readonly detail: string
  readonly errors?: readonly FieldError[]
  /** Names the log line of an `internal` problem. */
  readonly requestId?: string
  readonly headers?: Readonly<Record<string, string>>
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value

export const refuse = (refused: ProblemCode, detail: string, more: Partial<Refusal> = {}): Refusal => ({
  ...more,
  refused,
  detail,
})

/** The answer that carries a refusal: `application/problem+json`. */
export function problemResponse(refusal: Refusal): Response {
  const { status, title } = problems[refusal.refused]
  const body = {
    type: `https://tieline.dev/problems/${refusal.refused}`,
    title,
    status,
    code: refusal.refused,
    detail: refusal.detail,
    ...(refusal.errors && { errors: refusal.errors }),
    ...(refusal.requestId && { requestId: refusal.requestId }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...refusal.headers },
  })
}
