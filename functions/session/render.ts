import { displayCode, spokenCode } from '../../shared/domain/code-display.ts'
import type { Code } from '../../shared/domain/coupon.ts'
import type { E164, SessionId, VisitorId } from '../../shared/domain/ids.ts'
import { displayPhone } from '../../shared/domain/phone.ts'
import type { SitePool } from './deps.ts'
import type { CollectReply } from './schema.ts'

/** What stands first in international notation: `+44` of `+44 20 7946 0000`. */
const callingCode = (number: E164) => displayPhone(number, 'international').split(' ', 1)[0]

/** As people write it where the page's own number is at home; a number of elsewhere with its calling code. */
export const displayBeside = (target: E164, number: E164): string =>
  displayPhone(number, callingCode(number) === callingCode(target) ? 'national' : 'international')

const renderCode = ({ code, expiresAt }: Code): CollectReply['code'] => ({
  code,
  display: displayCode(code),
  spoken: spokenCode(code),
  expiresAt,
})

export function renderReply(
  visitor: VisitorId,
  session: SessionId,
  shown: readonly { readonly pool: SitePool; readonly number: E164 | undefined }[],
  code: Code | undefined,
): CollectReply {
  const swap = shown.flatMap(({ pool: { swapTargets }, number }) =>
    number === undefined
      ? []
      : swapTargets.map((target) => ({ target, number, display: displayBeside(target, number) })),
  )
  return { visitorId: visitor, sessionId: session, swap, code: code ? renderCode(code) : null }
}
