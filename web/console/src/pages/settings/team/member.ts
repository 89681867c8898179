import type * as z from 'zod/mini'
import type { memberAnswer } from '../../../../../../functions/admin/members/member-schema.ts'
import type { Role } from '../../../api/me.ts'

export type Member = z.infer<typeof memberAnswer>
export const membersKey = ['members'] as const
export const roleNames = [
  { id: 'owner', name: 'Owner' },
  { id: 'marketer', name: 'Marketer' },
  { id: 'agent', name: 'Agent' },
  { id: 'viewer', name: 'Viewer' },
] as const satisfies readonly { id: Role; name: string }[]
