import * as z from 'zod/mini'
import { loneSurrogate } from '../../../shared/http/field.ts'
import { instant, text } from '../field.ts'

/** What people say of contacts: bodies and answers. */

const note = (description: string) => z.meta({ description })

/** A text of a person's own, without the spaces around it. */
const line = (maxLength: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(maxLength),
    z.refine((value) => !loneSurrogate.test(value), { error: 'Must be well-formed Unicode.', abort: true }),
  )

/** Ids are kept as they were given; Tieline's own are shorter. */
const givenId = text(200).check(z.minLength(1))
const contacts = z
  .array(givenId)
  .check(
    z.minLength(1),
    z.maxLength(100),
    note('Ids of contacts: CallSids, form ids, redemption ids, as `contacts` of an enquiry names them.'),
  )
const reason = z.optional(text(500)).check(note('For whoever asks later why.'))

export const evidenceParams = z.object({ id: z.string(), evidenceId: z.string() })
export const verdictBody = z
  .strictObject({ reason })
  .check(z.meta({ id: 'EvidenceVerdict', description: 'May be left out.' }))
export const verdictAnswer = z
  .object({
    enquiryId: z.string(),
    evidenceId: z.string(),
    contact: z.string().check(note('The contact that the evidence ties.')),
    state: z.enum(['standing', 'revoked']),
    at: z.string().check(z.meta({ format: 'date-time', description: 'Since when it stands or is revoked.' })),
    reason: z.optional(z.string()),
  })
  .check(z.meta({ id: 'EvidenceState' }))

export const splitBody = z.strictObject({ contacts }).check(z.meta({ id: 'ContactSplit' }))
export const splitAnswer = z
  .object({
    enquiryId: z.string().check(note('The enquiry that was asked for.')),
    apart: z
      .nullable(z.string())
      .check(note('What the contacts now have in common; null: they are taken for whoever their facts say.')),
    contacts: z.array(z.string()),
  })
  .check(z.meta({ id: 'ContactsApart' }))

export const selfReportBody = z
  .strictObject({ heard: line(200).check(note('What the person answered.')) })
  .check(z.meta({ id: 'NewSelfReport' }))
export const selfReportAnswer = z
  .object({ id: z.string(), enquiryId: z.string(), contact: z.string(), heard: z.string(), at: instant })
  .check(z.meta({ id: 'SelfReport' }))

export const callParams = z.object({ callSid: z.string() })
export const callChangeBody = z
  .strictObject({
    tags: z.optional(
      z.pipe(
        z.array(line(50)).check(z.maxLength(20)),
        z.transform((tags) => [...new Set(tags)]),
      ),
    ),
    note: z.optional(z.nullable(text(4_000))).check(note('Kept encrypted. Null or empty takes it away.')),
    spam: z
      .optional(z.boolean())
      .check(note('Spam stays visible, and out of every count; false brings it back.')),
    handled: z
      .optional(z.boolean())
      .check(note('Nothing is left to be done: called back, say. It leaves the list of `handled=false`.')),
    wrongNumber: z
      .optional(z.boolean())
      .check(
        note(
          'The caller wanted somebody else: spam with the tag `wrong-number`. Three such calls of two weeks set a pool number aside for two weeks: nobody new is given it.',
        ),
      ),
    heardFrom: z
      .optional(line(200))
      .check(note('What the caller answered when asked how they had heard of the business.')),
  })
  .check(
    z.meta({ id: 'CallChange', description: 'The fields to change; the others stay. `tags` are replaced.' }),
  )
export type CallChange = z.infer<typeof callChangeBody>
