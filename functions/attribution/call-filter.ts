import type { AccountId } from '../../shared/domain/ids.ts'
import type { CallRow } from '../../shared/domain/view.ts'
import type { CallsQuery } from './call-schema.ts'

type Filter = Pick<CallsQuery, 'number' | 'outcome' | 'spam' | 'handled' | 'tag' | 'q'>

/** Whether the list shows the call. @param open decrypts the caller's number, which is looked at last */
export const isWantedCall =
  (
    { number, outcome, spam, handled, tag, q }: Filter,
    account: AccountId,
    open: (account: AccountId, sealed: string) => string,
  ) =>
  ({ call, isSpam, tags, handledAt }: CallRow): boolean =>
    (number === undefined || call.number === number) &&
    (outcome === undefined || outcome.includes(call.outcome)) &&
    (spam === undefined || isSpam === spam) &&
    (handled === undefined || (handledAt !== undefined) === handled) &&
    (tag === undefined || tags.includes(tag)) &&
    (q === undefined || (call.sealedCaller !== undefined && open(account, call.sealedCaller).endsWith(q)))
