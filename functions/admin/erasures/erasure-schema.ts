import * as z from 'zod/mini'
import { listOf, listQuery } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'
import { email, instant, phone, text } from '../field.ts'

const note = (description: string) => z.meta({ description })
const count = z.int().check(z.gte(0))

const subjects = ['phone', 'email', 'visitorId', 'contact', 'enquiryId'] as const

/** Whom a request is about: named in one way. */
export const personBody = z
  .strictObject({
    phone: z.optional(phone),
    email: z.optional(email),
    visitorId: z.optional(text(64)),
    contact: z.optional(text(200).check(note('A CallSid, conversation, form id or redemption id'))),
    enquiryId: z.optional(text(300)),
  })
  .check(
    z.refine((body) => subjects.filter((name) => body[name] !== undefined).length === 1, {
      error: 'Name the person in one way: phone, email, visitorId, contact or enquiryId.',
    }),
    z.meta({ examples: [{ phone: '+447700900123' }] }),
  )
export type PersonBody = z.infer<typeof personBody>

export const erasureAnswer = z
  .object({
    id: z.string(),
    state: z
      .enum(['erasing', 'erased'])
      .check(note('`erasing`: it is done, and looked at once more for what was under way meanwhile')),
    by: z.enum(['phone', 'email', 'visitor', 'contact', 'enquiry']),
    requestedAt: instant,
    erasedAt: z.nullable(instant),
    found: z
      .object({
        contacts: count,
        calls: count,
        texts: count,
        forms: count,
        redemptions: count,
        visitors: count,
        recordings: count,
      })
      .check(note('How many of each were the person’s')),
  })
  .check(z.meta({ id: 'Erasure' }))

const mine = { tag: 'People', auth: 'secret' } as const

export const createErasure = operation({
  ...mine,
  id: 'createErasure',
  summary: 'Erase a person',
  description:
    'Everything that names the person goes: phones, e-mails, names, forms, texts, notes, transcripts and recordings (at Twilio, too), with the keyed hashes that they were known by. What is counted stays: reports, credits and enquiries come to the same as before. What comes late of an erased contact is kept without what names anybody; a later call from the same phone is somebody new. That a phone wants no texts (STOP) is kept. Nothing found is an answer, too. Asking again changes nothing.',
  method: 'post',
  path: '/v1/erasures',
  body: personBody,
  replies: { 201: erasureAnswer },
})

export const listErasures = operation({
  ...mine,
  id: 'listErasures',
  summary: 'The erasures, the latest first',
  method: 'get',
  path: '/v1/erasures',
  query: listQuery,
  replies: { 200: listOf(erasureAnswer) },
})

export const getErasure = operation({
  ...mine,
  id: 'getErasure',
  summary: 'One erasure',
  method: 'get',
  path: '/v1/erasures/{id}',
  params: z.object({ id: z.string() }),
  replies: { 200: erasureAnswer },
  problems: ['not_found'],
})

export const erasureOperations = [createErasure, listErasures, getErasure] as const
