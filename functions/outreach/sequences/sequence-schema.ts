import * as z from 'zod/mini'
import { placeholders, unknownPlaceholders } from '../../../shared/domain/mail-wording.ts'
import { mostMails, mostSequences, stopReasons } from '../../../shared/domain/sequence.ts'
import { instant, name, text } from '../../../shared/http/field.ts'
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

export const sequenceOperations = [
  listSequences,
  createSequence,
  previewMail,
  getSequence,
  changeSequence,
  deleteSequence,
] as const
