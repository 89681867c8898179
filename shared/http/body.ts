import type { Context } from 'hono'
import { isRefusal, type Refusal, refuse } from './problem.ts'

export const maxBodyBytes = 5 * 1024 * 1024

const tooLarge = refuse('payload_too_large', 'A body may have 5 MB at most.')

/** The body as it came, for who has to tell bad bytes from good ones. */
export async function readBytes(context: Context): Promise<Uint8Array | Refusal> {
  const declaredBytes = context.req.header('content-length')
  if (declaredBytes !== undefined && Number(declaredBytes) > maxBodyBytes) return tooLarge
  const stream = context.req.raw.body
  if (!stream) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > maxBodyBytes) return tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * The body as text. A body that tells its length is held to it by the server, so that only one that does not (sent in
 * chunks) is counted while it comes.
 */
export async function readText(context: Context): Promise<string | Refusal> {
  const declaredBytes = context.req.header('content-length')
  if (declaredBytes !== undefined) {
    return Number(declaredBytes) > maxBodyBytes ? tooLarge : context.req.text()
  }
  const bytes = await readBytes(context)
  return isRefusal(bytes) ? bytes : new TextDecoder().decode(bytes)
}
