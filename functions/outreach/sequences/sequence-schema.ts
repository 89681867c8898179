import * as z from 'zod/mini'
import { consentBases } from '../../../shared/domain/consent.ts'
import { placeholders, unknownPlaceholders } from '../../../shared/domain/mail-wording.ts'
import { mostMails, mostSequences, stopReasons } from '../../../shared/domain/sequence.ts'
import { instant, name, text } from '../../../shared/http/field.ts'
import { listOf, listQuery } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'

const note = (description: string) => z.meta({ description })
export const mine = { tag: 'Follow-up', auth: 'secret' } as const
export const idParam = z.object({ id: z.string() })

/** Text of a mail, in which what is filled in is known. */
const wording = (maxLength: number) =>
  text(maxLength).check(
    z.refine((value) => value.trim() !== '', { error: 'Must not be empty.', abort: true }),
    z.refine((value) => unknownPlaceholders(value).length === 0, {
      error: `What stands in double braces must be one of {{${placeholders.join('}}, {{')}}}, with other words behind a bar: {{name|there}}.`,
    }),
  )
const webAddress = z
  .url({ protocol: /^https?$/, error: 'Must be an http or https address.' })
  .check(z.maxLength(1000))
const button = z.strictObject({ label: wording(80), url: webAddress })

/** Half a working year. */
const mostDelayHours = 1000
const mailFields = {
  delayWorkingHours: z
    .number()
    .check(
      z.gte(0),
      z.lte(mostDelayHours),
      note(
        'After the mail before it, or after the start; counted while the business is open (`GET /v1/follow-up`).',
      ),
    ),
  subject: wording(200),
  text: wording(10_000).check(note('An empty line begins a paragraph; addresses in it become links.')),
  button: z.optional(z.nullable(button)),
  value: name.check(note('What its reader has of it, in a sentence: for the business alone.')),
}
const mailId = z
  .string()
  .check(
    z.regex(/^[a-z0-9_-]{1,24}$/, { error: 'Must be up to 24 of a–z, 0–9, - and _.' }),
    note('Its name for good: results go by it. Made where it is absent.'),
  )
const newMail = z.strictObject({ id: z.optional(mailId), ...mailFields })
const mails = z.array(newMail).check(
  z.maxLength(mostMails),
  z.refine(
    (all) => {
      const ids = all.flatMap(({ id }) => id ?? [])
      return new Set(ids).size === ids.length
    },
    { error: 'Two mails have the same id.' },
  ),
)
const kind = z
  .enum(['follow-up', 'nurture'])
  .check(
    note(
      '`nurture`: for those who are not ready; somebody is in one of those at most, and leaves it for any other.',
    ),
  )
const stopOn = z
  .array(z.enum(stopReasons))
  .check(note('What ends it for a person, beside unsubscribing, a bounce and an erasure.'))
const goesOnTo = z
  .nullable(z.string())
  .check(note('The sequence in which those go on who got every mail and did not move.'))

const fields = { name, kind, active: z.boolean(), mails, stopOn, goesOnTo }
export const newSequence = z
  .strictObject({
    name,
    kind: z.optional(kind),
    active: z.optional(z.boolean()),
    mails: z.optional(mails),
    stopOn: z.optional(stopOn),
    goesOnTo: z.optional(goesOnTo),
  })
  .check(z.meta({ id: 'NewSequence' }))
export type NewSequence = z.infer<typeof newSequence>
const sequenceChange = z.partial(z.strictObject(fields)).check(z.meta({ id: 'SequenceChange' }))

const count = z.int()
const results = z
  .object({
    sent: count,
    opened: z.nullable(count).check(note('Null where opening is not tracked.')),
    clicked: count,
    unsubscribed: count,
    failed: count,
    replied: count,
    called: count,
    redeemed: count,
    won: count.check(
      note('Sales after it, as the last mail that its reader got; calls and the like likewise.'),
    ),
  })
  .check(z.meta({ id: 'MailResults' }))
const mailAnswer = z
  .object({ id: z.string(), ...mailFields, button: z.nullable(button), results })
  .check(z.meta({ id: 'SequenceMail' }))
export const sequenceAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    kind,
    active: z.boolean(),
    mails: z.array(mailAnswer),
    stopOn,
    goesOnTo,
    createdAt: instant,
    changedAt: instant,
  })
  .check(z.meta({ id: 'Sequence' }))
export type SequenceAnswer = z.infer<typeof sequenceAnswer>
export const sequenceList = z.object({ data: z.array(sequenceAnswer), nextCursor: z.null() })

export const listSequences = operation({
  ...mine,
  id: 'listSequences',
  summary: 'Sequences of mails that follow people up',
  description: 'Each with what became of its mails.',
  method: 'get',
  path: '/v1/sequences',
  replies: { 200: sequenceList },
})
export const createSequence = operation({
  ...mine,
  id: 'createSequence',
  summary: 'Write a sequence',
  description: `At most ${mostSequences}. It takes nobody in before a trigger or somebody starts it, nor while it is not active. Whoever is in it gets each mail at most once, and none after they replied, called, redeemed a code, bought or unsubscribed.`,
  method: 'post',
  path: '/v1/sequences',
  body: newSequence,
  replies: { 201: sequenceAnswer },
  problems: ['too_many', 'invalid_body'],
})
export const getSequence = operation({
  ...mine,
  id: 'getSequence',
  summary: 'One sequence',
  method: 'get',
  path: '/v1/sequences/{id}',
  params: idParam,
  replies: { 200: sequenceAnswer },
  problems: ['not_found'],
})
export const changeSequence = operation({
  ...mine,
  id: 'changeSequence',
  summary: 'Change a sequence',
  description:
    'What is absent stays; `mails` are replaced together, each keeping its results by its id. Those who are in it go on with the mail after the last one they got.',
  method: 'patch',
  path: '/v1/sequences/{id}',
  params: idParam,
  body: sequenceChange,
  replies: { 200: sequenceAnswer },
  problems: ['not_found', 'invalid_body'],
})
export const deleteSequence = operation({
  ...mine,
  id: 'deleteSequence',
  summary: 'Delete a sequence',
  description: 'Nobody in it gets another mail of it.',
  method: 'delete',
  path: '/v1/sequences/{id}',
  params: idParam,
  replies: { 204: null },
  problems: ['not_found'],
})

export const mailPreview = z
  .object({ subject: z.string(), html: z.string(), text: z.string(), missing: z.array(z.string()) })
  .check(z.meta({ id: 'MailPreview' }))
export const previewMail = operation({
  ...mine,
  id: 'previewMail',
  summary: 'A mail of a sequence as its reader would get it',
  description:
    'Nothing is sent or stored. `missing`: what it names without other words for those of whom it is not known.',
  method: 'post',
  path: '/v1/sequences/preview',
  body: z.strictObject({
    subject: wording(200),
    text: wording(10_000),
    button: z.optional(z.nullable(button)),
    name: z.optional(z.nullable(text(100))).check(note('Of the reader.')),
  }),
  replies: { 200: mailPreview },
})

const ends = z.nullable(z.string())
const enrolmentAnswer = z
  .object({
    contact: z.string(),
    email: z.nullable(z.string()).check(note('Masked.')),
    state: z.enum(['waiting', 'sending', 'finished', 'stopped']),
    because: ends.check(note('Why it ended: what they did, or that they may not be written to.')),
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
        because: ends,
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

export const sequenceOperations = [
  listSequences,
  createSequence,
  previewMail,
  getSequence,
  changeSequence,
  deleteSequence,
  listEnrolments,
  startSequence,
  stopSequence,
  getContactEmail,
  noteContactEmail,
  createReply,
] as const
