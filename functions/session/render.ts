import { displayCode, spokenCode } from '../../shared/domain/code-display.ts'
import type { Code } from '../../shared/domain/coupon.ts'
import type { SessionId, VisitorId } from '../../shared/domain/ids.ts'
import type { CollectReply } from './schema.ts'

const renderCode = ({ code, expiresAt }: Code): CollectReply['code'] => ({
  code,
  display: displayCode(code),
  spoken: spokenCode(code),
  expiresAt,
})

export const renderReply = (
  visitor: VisitorId,
  session: SessionId,
  swap: CollectReply['swap'],
  code: Code | undefined,
): CollectReply => ({ visitorId: visitor, sessionId: session, swap, code: code ? renderCode(code) : null })
