import type { CodeRow } from '../domain/code-row.ts'
import type { AccountId } from '../domain/ids.ts'
import type { ProgressRow } from '../domain/progress.ts'
import type { CallRow, EnquiryRow } from '../domain/view.ts'
import type { Change } from './change.ts'
import type { Item } from './item.ts'
import { unpack } from './packed.ts'

export type ChangedRow =
  | { readonly account: AccountId; readonly call: CallRow }
  | { readonly account: AccountId; readonly enquiry: EnquiryRow }

/** Lambda's events carry bytes as base64, the engine's streams as they are. */
const bytesOf = (body: unknown): Uint8Array =>
  typeof body === 'string' ? Buffer.from(body, 'base64') : (body as Uint8Array)

/** @returns the row of a call or an enquiry that the change of the views wrote, if it wrote one */
export function rowOf({ after }: Pick<Change, 'after'>): ChangedRow | undefined {
  const change = rowChangeOf({ after })
  if (change?.row === 'call') return { account: change.account, call: change.after }
  if (change?.row === 'enquiry') return { account: change.account, enquiry: change.after }
  return undefined
}

/** What a change made of the row of an enquiry, a call or a code, and what stood at its place before. */
export type RowChange = { readonly account: AccountId } & (
  | { readonly row: 'enquiry'; readonly before?: EnquiryRow | undefined; readonly after: EnquiryRow }
  | { readonly row: 'call'; readonly before?: CallRow | undefined; readonly after: CallRow }
  | { readonly row: 'code'; readonly before?: CodeRow | undefined; readonly after: CodeRow }
)

const rowKinds = ['enquiry', 'call', 'code'] as const

/** To unpack a row costs more than all else that is done with it here: it is done once for all who ask. */
const unpacked = new WeakMap<Item, unknown>()

/** A row that stands, unpacked. */
function standing(item: Item | undefined): unknown {
  if (!item || item.isGone === true || item.body === undefined) return undefined
  if (!unpacked.has(item)) unpacked.set(item, unpack(bytesOf(item.body)))
  return unpacked.get(item)
}

export function rowChangeOf({ before, after }: Change): RowChange | undefined {
  if (!after) return undefined
  const account = after.account as AccountId
  const row = rowKinds.find((kind) => after.sk.startsWith(`${kind}#`))
  if (row === undefined || !after.pk.startsWith(`${account}#day#`)) return undefined
  const now = standing(after)
  // A batch of minted codes is no code's row.
  if (now === undefined || (row === 'code' && !('code' in (now as object)))) return undefined
  return { account, row, before: standing(before), after: now } as RowChange
}

export interface ProgressChange {
  readonly account: AccountId
  readonly before?: ProgressRow | undefined
  readonly after?: ProgressRow | undefined
}

/**
 * @returns what a change of the views makes of somebody's progress, if it is one: without `before` the row came, without
 * `after` it went (a visitor's whose contact was found, a person's who is one with another)
 */
export function progressChangeOf({ before, after }: Change): ProgressChange | undefined {
  const account = (after ?? before)?.account as AccountId
  const rowIn = (item: Item | undefined) => standing(item) as ProgressRow | undefined
  const { pk, sk } = after ?? before ?? { pk: '', sk: '' }
  if (!pk.startsWith(`${account}#day#`) || !sk.startsWith('person#')) return undefined
  const [was, is] = [rowIn(before), rowIn(after)]
  return was || is ? { account, before: was, after: is } : undefined
}
