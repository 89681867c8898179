import * as z from 'zod/mini'
import { consentBases } from '../../../shared/domain/consent.ts'
import { instant, name, text } from '../../../shared/http/field.ts'
import { operation } from '../../../shared/http/operation.ts'
import { mine } from './sequence-schema.ts'

const note = (description: string) => z.meta({ description })

const consent = z.strictObject({
  basis: z
    .enum(consentBases)
    .check(
      note('`consent`: they agreed; `soft-opt-in`: they asked for a price or bought, and could refuse then.'),
    ),
  note: name.check(note('How and to whom it was given, for whoever asks later.')),
})
const contactParam = z.object({ id: z.string() })
export const contactEmailAnswer = z
  .object({
    contact: z.string(),
    email: z.nullable(z.string()).check(note('Masked for whoever may not see phones.')),
    mayBeMailed: z.enum(['yes', 'no-consent', 'unsubscribed', 'no-address']),
    consent: z.nullable(
      z.object({
        basis: z.enum(consentBases),
        at: instant,
        by: z.enum(['form', 'person']),
        contact: z.string(),
        detail: z.string(),
      }),
    ),
    unsubscribedAt: z.nullable(instant),
    sequences: z.array(
      z.object({
        sequenceId: z.string(),
        state: z.string(),
        because: z.nullable(z.string()),
        nextAt: z.nullable(instant),
        startedAt: instant,
      }),
    ),
  })
  .check(z.meta({ id: 'ContactEmail' }))
export const getContactEmail = operation({
  ...mine,
  id: 'getContactEmail',
  summary: 'Whether, and why, whoever made the contact may be written to',
  method: 'get',
  path: '/v1/contacts/{id}/email',
  params: contactParam,
  replies: { 200: contactEmailAnswer },
  problems: ['not_found'],
})
export const noteContactEmail = operation({
  ...mine,
  id: 'noteContactEmail',
  summary: 'Note an address for whoever made the contact',
  description:
    'Of a caller who said it, say. Without `consent` they are written to in no sequence; a later one with it holds.',
  method: 'post',
  path: '/v1/contacts/{id}/email',
  params: contactParam,
  body: z.strictObject({
    email: text(254),
    name: z.optional(z.nullable(text(100))),
    consent: z.optional(z.nullable(consent)),
  }),
  replies: { 201: contactEmailAnswer },
  problems: ['not_found', 'invalid_body'],
})

export const replyAnswer = z
  .object({ stopped: z.array(z.string()).check(note('Ids of the sequences that it ended.')) })
  .check(z.meta({ id: 'ReplyNoted' }))
export const createReply = operation({
  ...mine,
  id: 'createReply',
  summary: 'Note that somebody answered a mail',
  description:
    'For whatever receives the answers: a rule of the mailbox, Amazon SES’s receipt rules, a help desk. It ends the sequences of that address that end on a reply. An address that nobody wrote to changes nothing.',
  method: 'post',
  path: '/v1/replies',
  body: z.strictObject({
    email: text(254).check(note('Whom the answer came from.')),
    at: z.optional(
      z.iso.datetime({ offset: true, error: 'Must be an RFC 3339 time, 2026-11-22T14:05:00Z.' }),
    ),
  }),
  replies: { 201: replyAnswer },
  problems: ['invalid_body'],
})

export const contactEmailOperations = [getContactEmail, noteContactEmail, createReply] as const
