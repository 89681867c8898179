import * as z from 'zod/mini'
import { instant, text } from '../../../shared/http/field.ts'
import { listOf, listQuery } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'
import { idParam, mine } from './sequence-schema.ts'

const note = (description: string) => z.meta({ description })

const enrolmentAnswer = z
  .object({
    contact: z.string(),
    email: z.nullable(z.string()).check(note('Masked.')),
    state: z.enum(['waiting', 'sending', 'finished', 'stopped']),
    because: z
      .nullable(z.string())
      .check(note('Why it ended: what they did, or that they may not be written to.')),
    startedAt: instant,
    endedAt: z.nullable(instant),
    nextAt: z.nullable(instant),
    sent: z.array(z.string()).check(note('Ids of the mails that are done with.')),
  })
  .check(z.meta({ id: 'Enrolment' }))
export const enrolmentList = listOf(enrolmentAnswer)
export const listEnrolments = operation({
  ...mine,
  id: 'listEnrolments',
  summary: 'Who is in the sequence, newest first',
  method: 'get',
  path: '/v1/sequences/{id}/enrolments',
  params: idParam,
  query: listQuery,
  replies: { 200: enrolmentList },
  problems: ['not_found'],
})

const contact = text(200).check(
  note('A form’s id, a CallSid, a text’s id: whoever made it is meant, by the address that is known of it.'),
)
export const enrolledAnswer = z
  .object({ contact: z.string(), outcome: z.string() })
  .check(z.meta({ id: 'Enrolled' }))
export const startSequence = operation({
  ...mine,
  id: 'startSequence',
  summary: 'Take somebody into the sequence by hand',
  description:
    '`outcome` is `enrolled`, or why not: `no-address`, `no-consent`, `unsubscribed`, `suppressed`, `under-way`, `too-soon` (they went through it less than 30 days ago), `paused`, `no-mails`.',
  method: 'post',
  path: '/v1/sequences/{id}/enrolments',
  params: idParam,
  body: z.strictObject({ contact }),
  replies: { 201: enrolledAnswer },
  problems: ['not_found'],
})
export const stopSequence = operation({
  ...mine,
  id: 'stopSequence',
  summary: 'Take somebody out of the sequence by hand',
  method: 'post',
  path: '/v1/sequences/{id}/stop',
  params: idParam,
  body: z.strictObject({ contact }),
  replies: { 200: enrolledAnswer },
  problems: ['not_found'],
})

export const enrolmentOperations = [listEnrolments, startSequence, stopSequence] as const
