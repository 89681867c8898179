import type { MemberId } from '../domain/ids.ts'
import { mayGetPhones, mayHearRecordings, type Role } from '../domain/role.ts'

/** Who asks: a program with the account's secret key, somebody signed in, or whoever an open operation answers. */
export type Caller =
  | { readonly kind: 'key' }
  | { readonly kind: 'member'; readonly id: MemberId; readonly role: Role }
  | { readonly kind: 'none' }

/** What is told to a caller of what is personal. */
export interface Rights {
  /** Phones of callers, whole; else masked. */
  readonly phones: boolean
  /** Recordings and what was written down of them. */
  readonly recordings: boolean
}

export function rightsOf(caller: Caller): Rights {
  if (caller.kind !== 'member') return { phones: caller.kind === 'key', recordings: caller.kind === 'key' }
  return { phones: mayGetPhones(caller.role), recordings: mayHearRecordings(caller.role) }
}
