import type { VoiceFact } from '../domain/fact.ts'
import type { AccountId, CallSid } from '../domain/ids.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import { ledgerKeys } from './keys.ts'
import type { Item } from './table.ts'

/** Long after every call of it has ended. */
const deskDays = 2

/** What leads from the account's desk to a call that has just begun. */
export const deskItem = ({ account, at, callSid }: VoiceFact): Item => ({
  ...ledgerKeys.deskCall(account, at, callSid),
  callSid,
  at,
  expiresAtEpochSeconds: expiryOf(at, deskDays),
})

/** What leads from a call to a code that plays a part in it; what became of the code stands at the code. */
export const codeInCallItem = (
  account: AccountId,
  callSid: CallSid,
  role: 'quoted' | 'issued',
  code: string,
  at: Instant,
): Item => ({ ...ledgerKeys.codeInCall(account, callSid, role, code), event: `code-${role}-here`, code, at })
