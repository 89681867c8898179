import type { ContactRef } from '../domain/link.ts'
import { epochMillisecondsOf } from '../domain/time.ts'
import type { ViewChange } from '../domain/view.ts'
import type { Observer } from './observer.ts'

/** What came in later than this is history: imported, derived anew, or long in the spool, which has an alarm of its own. */
const newestMilliseconds = 24 * 3600 * 1000

interface Join {
  readonly contact: string
  readonly kind: ContactRef['kind']
  readonly lagMilliseconds: number
}

/** The contacts that these changes show for the first time. */
function joinsOf(changes: readonly ViewChange[], now: number): Join[] {
  const contacts = new Map(
    changes.flatMap((change) =>
      'enquiry' in change ? change.enquiry.enquiry.contacts.map(({ id, at }) => [id, at] as const) : [],
    ),
  )
  return changes.flatMap((change) => {
    if (!('head' in change) || change.before !== undefined) return []
    const { contact, kind } = change.head
    const at = contacts.get(contact)
    return at === undefined
      ? []
      : [{ contact, kind, lagMilliseconds: Math.max(0, now - epochMillisecondsOf(at)) }]
  })
}

/** Tells of contacts that are joined to their enquiry, and counts the enquiries that open without a source. */
export function countJoins<
  Enquiries extends { apply(account: string, changes: readonly ViewChange[]): Promise<boolean> },
>(enquiries: Enquiries, observer: Observer, now: () => number): Enquiries {
  return {
    ...enquiries,
    async apply(account: string, changes: readonly ViewChange[]) {
      const isWritten = await enquiries.apply(account, changes)
      if (!isWritten) return isWritten
      for (const { contact, kind, lagMilliseconds } of joinsOf(changes, now())) {
        if (lagMilliseconds > newestMilliseconds) continue
        observer.measure('JoinLag', lagMilliseconds)
        const id = kind === 'call' ? { callSid: contact } : { contact }
        observer.tell({ level: 'info', event: 'joined', account, ...id, kind, lagMilliseconds })
      }
      for (const change of changes) {
        if (!('enquiry' in change) || change.before !== undefined || change.enquiry.revision !== 1) continue
        const { openedAt, source } = change.enquiry.enquiry
        if (now() - epochMillisecondsOf(openedAt) > newestMilliseconds) continue
        observer.count('EnquiriesOpened')
        if (source === null) observer.count('EnquiriesUnattributed')
      }
      return isWritten
    },
  }
}
