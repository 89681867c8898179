import type { CodeRow } from '../domain/code-row.ts'
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

/** What a change made of the row of an enquiry, a call or a code, and what stood at its place before. */
export type RowChange = { readonly account: AccountId } & (
  | { readonly row: 'enquiry'; readonly before?: EnquiryRow | undefined; readonly after: EnquiryRow }
  | { readonly row: 'call'; readonly before?: CallRow | undefined; readonly after: CallRow }
  | { readonly row: 'code'; readonly before?: CodeRow | undefined; readonly after: CodeRow }
)

const rowKinds = ['enquiry', 'call', 'code'] as const

/** A row that stands, unpacked; a batch of minted codes is none. */
function standing(item: Change['after']): unknown {
  if (!item || item.isGone === true || item.body === undefined) return undefined
  return unpack(bytesOf(item.body))
}

export function rowChangeOf({ before, after }: Change): RowChange | undefined {
  if (!after) return undefined
  const account = after.account as AccountId
  const row = rowKinds.find((kind) => after.sk.startsWith(`${kind}#`))
  if (row === undefined || !after.pk.startsWith(`${account}#day#`)) return undefined
  const now = standing(after)
  if (now === undefined || (row === 'code' && !('code' in (now as object)))) return undefined
  return { account, row, before: standing(before), after: now } as RowChange
}
