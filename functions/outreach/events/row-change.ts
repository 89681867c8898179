import type { CodeRow } from '../../../shared/domain/code-row.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { ProgressRow } from '../../../shared/domain/progress.ts'
import type { CallRow, EnquiryRow } from '../../../shared/domain/view.ts'

/** What a change of the views has made of a row; `before` is absent of one that is new at its place. */
export type RowChange = { readonly account: AccountId } & (
  | { readonly row: 'enquiry'; readonly before?: EnquiryRow | undefined; readonly after: EnquiryRow }
  | { readonly row: 'call'; readonly before?: CallRow | undefined; readonly after: CallRow }
  | { readonly row: 'progress'; readonly before?: ProgressRow | undefined; readonly after: ProgressRow }
  | { readonly row: 'code'; readonly before?: CodeRow | undefined; readonly after: CodeRow }
)
