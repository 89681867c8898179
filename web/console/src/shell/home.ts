import type { Role } from '../api/me.ts'

/** Where a member of a role begins. */
export const homeOf = (role: Role): string => (role === 'agent' ? '/desk' : '/')
