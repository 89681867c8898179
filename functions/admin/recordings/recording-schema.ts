import * as z from 'zod/mini'
import { loneSurrogate } from '../../../shared/http/field.ts'
import { instant, text } from '../field.ts'

const note = (description: string) => z.meta({ description })

export const recordingParams = z.object({ callSid: z.string(), recordingId: z.string() })

const format = z._default(z.enum(['mp3', 'wav']), 'mp3')
export const soundQuery = z.object({ format })

/** What a link carries: `recording-link.ts` makes and judges it. */
export const linkQuery = z.object({
  account: z.string().check(z.maxLength(100)),
  expires: z.string().check(z.regex(/^\d{1,12}$/, { error: 'Must be seconds since 1970.' })),
  format,
  signature: z.string().check(z.maxLength(100)),
})
export type LinkQuery = z.infer<typeof linkQuery>

export const usualLinkMinutes = 15
export const linkBody = z.strictObject({
  minutes: z
    .optional(z.int().check(z.gte(1), z.lte(60)))
    .check(note(`How long the link holds; ${usualLinkMinutes} unless given.`)),
  format: z.optional(z.enum(['mp3', 'wav'])),
})
export const linkAnswer = z.object({
  url: z.string().check(note('For an <audio> element: whoever has it hears the recording.')),
  expiresAt: instant,
})

export const deletionQuery = z.object({
  reason: z.optional(text(200)).check(note('For whoever asks later why.')),
})

/** As much as fits one item of the ledger in any script. */
const longestTranscript = 50_000
export const transcriptBody = z.strictObject({
  text: z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(longestTranscript),
    z.refine((value) => !loneSurrogate.test(value), { error: 'Must be well-formed Unicode.', abort: true }),
  ),
})
export const transcriptAnswer = z.object({
  recordingId: z.string(),
  transcript: z.string().check(note('As it is kept: without card numbers and their security codes.')),
  at: instant,
})
