import type { AccountId } from '../domain/ids.ts'
import type { CallRow, EnquiryRow } from '../domain/view.ts'
import type { Change } from './change.ts'
import { unpack } from './packed.ts'

export type ChangedRow =
  | { readonly account: AccountId; readonly call: CallRow }
  | { readonly account: AccountId; readonly enquiry: EnquiryRow }

/** Lambda's events carry bytes as base64, the engine's streams as they are. */
const bytesOf = (body: unknown): Uint8Array =>
  typeof body === 'string' ? Buffer.from(body, 'base64') : (body as Uint8Array)

/** @returns the row of a call or an enquiry that the change of the views wrote, if it wrote one */
export function rowOf({ after }: Pick<Change, 'after'>): ChangedRow | undefined {
  if (!after || after.isGone === true || after.body === undefined) return undefined
  const account = after.account as AccountId
  if (!after.pk.startsWith(`${account}#day#`)) return undefined
  if (after.sk.startsWith('call#')) return { account, call: unpack(bytesOf(after.body)) }
  if (after.sk.startsWith('enquiry#')) return { account, enquiry: unpack(bytesOf(after.body)) }
  return undefined
}
