import { createHmac, timingSafeEqual } from 'node:crypto'
import type { InboundAuth } from '../../../shared/domain/inbound.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'

const isSame = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Whether the message is from whoever may send. */
export function isSender(
  auth: InboundAuth,
  message: {
    readonly secret: string | undefined
    readonly header: (name: string) => string | undefined
    readonly bytes: Uint8Array
  },
  open: (sealed: string) => string,
): boolean {
  if (auth.kind === 'address') {
    return message.secret !== undefined && isSame(sha256Hex(message.secret), auth.digest)
  }
  const { header, encoding, prefix, sealedSecret } = auth
  const given = message.header(header)?.trim() ?? ''
  if (!given.startsWith(prefix)) return false
  const expected = createHmac('sha256', open(sealedSecret)).update(message.bytes).digest(encoding)
  const signature = given.slice(prefix.length)
  return isSame(encoding === 'hex' ? signature.toLowerCase() : signature, expected)
}
