import type { AuditEntry, AuditedAction } from '../domain/audit.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Clock } from '../domain/time.ts'
import { auditedCaller, type Caller } from './caller.ts'

interface NoteDeps {
  readonly audit: { note(account: AccountId, entry: AuditEntry): Promise<void> }
  readonly now: Clock
}

/** Notes what is about to be answered: it fails with the note. */
export const createNote =
  ({ audit, now }: NoteDeps) =>
  (
    { account, caller }: { readonly account: AccountId; readonly caller: Caller | { readonly kind: 'link' } },
    action: AuditedAction,
    subject: string,
    detail?: string,
  ): Promise<void> =>
    audit.note(account, {
      at: now(),
      action,
      by: caller.kind === 'link' ? { kind: 'link' } : auditedCaller(caller),
      subject,
      ...(detail !== undefined && { detail }),
    })
