import { normalEmail } from '../../../shared/domain/email.ts'
import type { Membership } from '../../../shared/domain/member.ts'

/** What the issuer says of whoever signed in. */
export interface Identity {
  readonly email?: string | undefined
  readonly isEmailVerified: boolean
  readonly name?: string | undefined
}

/** Why nobody was signed in: each has words of its own (`page.ts`). */
export type SignInRefusal = 'run-out' | 'denied' | 'invalid' | 'unreachable' | 'unverified' | 'stranger'

/**
 * The e-mail by which the person is known. One that the issuer has not verified proves nothing: whoever writes it into a
 * profile of theirs would be let in as somebody else.
 */
export function provenEmail({ email, isEmailVerified }: Identity): string | undefined {
  return isEmailVerified ? normalEmail(email) : undefined
}

/** Of several accounts, the one that the person used last. */
export function accountToEnter(memberships: readonly Membership[]): Membership | undefined {
  const usedAt = ({ member }: Membership) => member.lastSeenAt ?? ''
  return memberships.reduce<Membership | undefined>(
    (best, each) => (best === undefined || usedAt(each) > usedAt(best) ? each : best),
    undefined,
  )
}
