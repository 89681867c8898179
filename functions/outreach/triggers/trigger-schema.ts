import * as z from 'zod/mini'
import { businessEventTypes } from '../../../shared/domain/business-event.ts'
import { channels } from '../../../shared/domain/channel.ts'
import { roles } from '../../../shared/domain/role.ts'
import { mostActions, mostTriggers, newestDays } from '../../../shared/domain/trigger.ts'
import { instant, name, text } from '../../../shared/http/field.ts'
import { operation } from '../../../shared/http/operation.ts'
import { idParam, mine } from '../sequences/sequence-schema.ts'

const note = (description: string) => z.meta({ description })
const id = text(64)

const when = z
  .strictObject({
    event: z.enum(businessEventTypes),
    step: z.optional(
      id.check(note('Of `step.reached`: this step of the account (`GET /v1/process`) alone.')),
    ),
    band: z.optional(id.check(note('Of `score.crossed`: this band alone, `warm` or `ready`.'))),
    stage: z.optional(text(80).check(note('Of `outcome.reported`: this stage alone, such as `won`.'))),
    campaignId: z.optional(id.check(note('Of `code.redeemed`: codes of this campaign alone.'))),
    channels: z.optional(
      z.array(z.enum(channels)).check(z.maxLength(30), note('Enquiries of these channels alone.')),
    ),
    isFirst: z.optional(z.boolean().check(note('Only the first enquiries of people, or only later ones.'))),
  })
  .check(
    note(
      'All that is named must hold. What belongs to another event, or names what is not there, is refused.',
    ),
  )

const action = z.discriminatedUnion(
  'do',
  [
    z.strictObject({
      do: z.literal('notify'),
      members: z.optional(z.array(id).check(z.maxLength(50))),
      roles: z.optional(z.array(z.enum(roles))),
    }),
    z.strictObject({ do: z.literal('start-sequence'), sequenceId: id }),
    z.strictObject({
      do: z.literal('stop-sequence'),
      sequenceId: z.optional(id.check(note('Absent: whatever the person is in.'))),
    }),
    z.strictObject({ do: z.literal('issue-code'), campaignId: id }),
    z.strictObject({ do: z.literal('webhook') }),
    z.strictObject({
      do: z.literal('move-step'),
      step: id.check(note('Of the account’s process, `GET /v1/process`.')),
    }),
  ],
  {
    error:
      'Must be one of "notify", "start-sequence", "stop-sequence", "issue-code", "webhook", "move-step".',
  },
)
const actions = z
  .array(action)
  .check(
    z.minLength(1),
    z.maxLength(mostActions),
    note(
      'In their order: tell people by e-mail, take the person into a sequence or out, issue a code for them (`{{code}}` in later mails), send `trigger.fired` to the webhooks, move them to a step.',
    ),
  )

const newTrigger = z
  .strictObject({ name, active: z.optional(z.boolean()), when, actions })
  .check(z.meta({ id: 'NewTrigger' }))
const triggerChange = z
  .strictObject({
    name: z.optional(name),
    active: z.optional(z.boolean()),
    when: z.optional(when),
    actions: z.optional(actions),
  })
  .check(z.meta({ id: 'TriggerChange' }))
export const triggerAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    active: z.boolean(),
    when,
    actions,
    fired: z.int().check(note('How often it was set off.')),
    lastFiredAt: z.nullable(instant),
    createdAt: instant,
    changedAt: instant,
  })
  .check(z.meta({ id: 'Trigger' }))
export type TriggerAnswer = z.infer<typeof triggerAnswer>
export const triggerList = z.object({ data: z.array(triggerAnswer), nextCursor: z.null() })

export const listTriggers = operation({
  ...mine,
  id: 'listTriggers',
  summary: 'What is done by itself when something happens',
  method: 'get',
  path: '/v1/triggers',
  replies: { 200: triggerList },
})
export const createTrigger = operation({
  ...mine,
  id: 'createTrigger',
  summary: 'When something happens, do something',
  description: `At most ${mostTriggers}. Each event sets it off once. What happened before it was made or last changed does not, nor what is older than ${newestDays} days (an import), nor spam and tests.`,
  method: 'post',
  path: '/v1/triggers',
  body: newTrigger,
  replies: { 201: triggerAnswer },
  problems: ['too_many', 'invalid_body'],
})
export const getTrigger = operation({
  ...mine,
  id: 'getTrigger',
  summary: 'One trigger',
  method: 'get',
  path: '/v1/triggers/{id}',
  params: idParam,
  replies: { 200: triggerAnswer },
  problems: ['not_found'],
})
export const changeTrigger = operation({
  ...mine,
  id: 'changeTrigger',
  summary: 'Change a trigger',
  description: 'What is absent stays as it is.',
  method: 'patch',
  path: '/v1/triggers/{id}',
  params: idParam,
  body: triggerChange,
  replies: { 200: triggerAnswer },
  problems: ['not_found', 'invalid_body'],
})
export const deleteTrigger = operation({
  ...mine,
  id: 'deleteTrigger',
  summary: 'Delete a trigger',
  method: 'delete',
  path: '/v1/triggers/{id}',
  params: idParam,
  replies: { 204: null },
  problems: ['not_found'],
})
export const triggerOperations = [
  listTriggers,
  createTrigger,
  getTrigger,
  changeTrigger,
  deleteTrigger,
] as const
