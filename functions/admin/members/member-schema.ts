import * as z from 'zod/mini'
import { normalEmail } from '../../../shared/domain/email.ts'
import { roles } from '../../../shared/domain/role.ts'
import { listOf } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'
import { instant, text, email as written } from '../field.ts'

const role = z.enum(roles).check(
  z.meta({
    description:
      '`owner` may do everything; `marketer` all but the account’s settings, its team and its keys; `agent` serves callers and sees no reports; `viewer` reads. Marketers and viewers see callers’ phones masked, viewers hear no recordings.',
  }),
)
/** As it is compared: whoever signs in with it is this member. */
export const memberEmail = z.pipe(
  written,
  z.transform((address) => normalEmail(address) ?? address),
)
const name = z.nullable(text(200)).check(z.meta({ description: 'Null until the person first signs in.' }))

export const memberAnswer = z
  .object({
    id: z.string(),
    email: z.string(),
    name,
    role,
    createdAt: instant,
    lastSeenAt: z
      .nullable(instant)
      .check(z.meta({ description: 'To some minutes; null before the first sign-in.' })),
  })
  .check(z.meta({ id: 'Member' }))

export const meAnswer = z
  .object({
    member: z.nullable(memberAnswer).check(z.meta({ description: 'Null for a secret key.' })),
    account: z.object({ id: z.string(), name: z.string(), timeZone: z.string(), currency: z.string() }),
    accounts: z
      .array(z.object({ id: z.string(), name: z.string(), role }))
      .check(z.meta({ description: 'All accounts that the person is a member of; none for a secret key.' })),
    rights: z.object({
      operations: z
        .array(z.string())
        .check(z.meta({ description: 'Ids of the operations that are allowed.' })),
      phones: z.boolean().check(z.meta({ description: 'Whether callers’ phones are shown whole.' })),
      recordings: z.boolean(),
    }),
  })
  .check(z.meta({ id: 'Me' }))

const memberParams = z.object({ id: z.string() })

export const getMe = operation({
  id: 'getMe',
  tag: 'Team',
  summary: 'Who asks, in which account, and what they may do',
  description:
    'Asking prolongs a sign-in, which else ends after 12 hours without use and after 7 days in any case.',
  method: 'get',
  path: '/v1/me',
  auth: 'secret',
  replies: { 200: meAnswer },
})

export const listMembers = operation({
  id: 'listMembers',
  tag: 'Team',
  summary: 'Who may sign in to the account',
  method: 'get',
  path: '/v1/members',
  auth: 'secret',
  replies: { 200: listOf(memberAnswer) },
})

export const addMember = operation({
  id: 'addMember',
  tag: 'Team',
  summary: 'Let somebody sign in to the account',
  description:
    'Whoever proves to the issuer of the sign-in that this e-mail is theirs is this member. The same person may be a member of several accounts.',
  method: 'post',
  path: '/v1/members',
  auth: 'secret',
  body: z
    .strictObject({ email: memberEmail, role, name: z.optional(name) })
    .check(z.meta({ id: 'NewMember' })),
  replies: { 201: memberAnswer },
  problems: ['member_exists'],
})

export const changeMember = operation({
  id: 'changeMember',
  tag: 'Team',
  summary: 'Change a member’s role or name',
  description: 'A role holds from the next request on. The last owner stays one.',
  method: 'patch',
  path: '/v1/members/{id}',
  auth: 'secret',
  params: memberParams,
  body: z
    .strictObject({ role: z.optional(role), name: z.optional(name) })
    .check(z.meta({ id: 'MemberChange' })),
  replies: { 200: memberAnswer },
  problems: ['not_found', 'last_owner'],
})

export const removeMember = operation({
  id: 'removeMember',
  tag: 'Team',
  summary: 'Take somebody’s access away',
  description: 'Their sign-ins serve no more. The last owner stays.',
  method: 'delete',
  path: '/v1/members/{id}',
  auth: 'secret',
  params: memberParams,
  replies: { 204: null },
  problems: ['not_found', 'last_owner'],
})

export const memberOperations = [getMe, listMembers, addMember, changeMember, removeMember]
