import type { Role } from '../../api/me.ts'

/** Parts of the settings, in the order of their menu; the server decides by itself who may read and change what. */
export const sections = [
  { id: 'numbers', name: 'Numbers and flows', roles: ['owner', 'marketer', 'viewer'] },
  { id: 'pools', name: 'Pools', roles: ['owner', 'marketer', 'viewer'] },
  { id: 'campaigns', name: 'Campaigns', roles: ['owner', 'marketer', 'viewer'] },
  { id: 'incoming', name: 'Outcomes coming in', roles: ['owner', 'marketer'] },
  { id: 'platforms', name: 'Ad platforms', roles: ['owner', 'marketer'] },
  { id: 'install', name: 'Snippet and keys', roles: ['owner', 'marketer'] },
  { id: 'team', name: 'Team and roles', roles: ['owner'] },
  { id: 'business', name: 'Business', roles: ['owner'] },
  { id: 'privacy', name: 'Privacy and audit', roles: ['owner'] },
  { id: 'notifications', name: 'Notifications', roles: ['owner', 'marketer', 'agent', 'viewer'] },
] as const satisfies readonly { id: string; name: string; roles: readonly Role[] }[]
export type SectionId = (typeof sections)[number]['id']

export const sectionsOf = (role: Role) =>
  sections.filter(({ roles }) => (roles as readonly Role[]).includes(role))
