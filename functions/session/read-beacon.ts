import type { Context } from 'hono'
import { readText } from '../../shared/http/body.ts'
import { maySplitPairs, parseMended } from '../../shared/http/lone-surrogate.ts'
import { type Refusal, refuse } from '../../shared/http/problem.ts'

const maxBeaconBytes = 64 * 1024
const tooLarge = refuse('payload_too_large', 'A beacon may have 64 kB at most.')

/** The body as JSON, whatever its content type: `sendBeacon` and requests without preflight say text/plain. */
export async function readBeacon(
  context: Context,
): Promise<{ readonly text: string; readonly json: { readonly [field: string]: unknown } } | Refusal> {
  if (Number(context.req.header('content-length') ?? 0) > maxBeaconBytes) return tooLarge
  const text = await readText(context)
  if (typeof text !== 'string') return text
  if (Buffer.byteLength(text) > maxBeaconBytes) return tooLarge
  let json: unknown
  try {
    json = maySplitPairs.test(text) ? parseMended(text) : JSON.parse(text)
  } catch {
    return refuse('bad_request', 'The body is not JSON: send one JSON object, in UTF-8.')
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return refuse('invalid_body', 'The body does not fit: send one JSON object.', {
      errors: [{ path: '', message: 'Must be an object.' }],
    })
  }
  return { text, json: json as { readonly [field: string]: unknown } }
}
