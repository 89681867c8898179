import type { AuditedCaller } from '../domain/audit.ts'
import type { E164, MemberId } from '../domain/ids.ts'
import { maskPhone, maskPhonesIn } from '../domain/mask.ts'
import { mayGetPhones, mayHearRecordings, type Role } from '../domain/role.ts'

/** Who asks: a program with the account's secret key, somebody signed in, or whoever an open operation answers. */
export type Caller =
  | { readonly kind: 'key' }
  | { readonly kind: 'member'; readonly id: MemberId; readonly role: Role }
  | { readonly kind: 'none' }

/** Whoever asks, as the audit log names them. */
export const auditedCaller = (caller: Caller): AuditedCaller =>
  caller.kind === 'member' ? { kind: 'member', id: caller.id } : { kind: caller.kind }

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

/** A caller's phone as whoever has these rights is told it. */
export const toldPhone = ({ phones }: Pick<Rights, 'phones'>, number: E164): string =>
  phones ? number : maskPhone(number)

/** What somebody wrote or said, in which phones may stand. */
export const toldText = ({ phones }: Pick<Rights, 'phones'>, text: string): string =>
  phones ? text : maskPhonesIn(text)
