import type { AuditedAction } from '../../../shared/domain/audit.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { auditedCaller, type Caller } from '../../../shared/http/caller.ts'
import type { AdminDeps } from '../deps.ts'

export { auditedCaller }

/** Notes what is about to be answered: it fails with the note. */
export const createNote =
  ({ audit, now }: Pick<AdminDeps, 'audit' | 'now'>) =>
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
