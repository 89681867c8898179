import * as z from 'zod/mini'
import { channels } from '../../../shared/domain/source.ts'
import { instant, note, text } from '../field.ts'

const source = z.object({ channel: z.enum(channels), source: text, medium: text, campaign: text })

const candidate = z.object({
  sessionId: z.string(),
  visitorId: text,
  share: z.number().check(note('How likely it is this visit, from 0 to 1: those of a call sum to 1')),
  page: z
    .nullable(z.object({ url: z.string(), title: text, at: instant }))
    .check(note('Where the visitor is, or was when the call ended')),
  landingPage: text,
  source,
  at: instant.check(note('When the visitor came')),
})

const codeBase = {
  code: z.string(),
  display: z.string(),
  campaignId: z.string(),
  campaign: text.check(note('The campaign’s name')),
  benefit: text.check(note('In words, such as “10% off”; null where there is none')),
}

export const deskCallSchema = z
  .object({
    callSid: z.string(),
    number: z.string().check(note('The tracking number that was dialled')),
    numberId: text,
    label: text,
    from: text.check(note('Null where the caller withheld it; masked for marketers')),
    state: z.enum(['ringing', 'connected', 'ended']),
    outcome: z.enum(['answered', 'missed', 'abandoned', 'voicemail', 'in-progress']),
    startedAt: instant,
    answeredAt: z.nullable(instant),
    endedAt: z.nullable(instant),
    firstTime: z.nullable(z.boolean()).check(note('Null where the caller withheld the number')),
    earlierContacts: z.int().check(note('Of the same phone: calls, texts and forms; 30 stands for more')),
    knownAs: z
      .nullable(z.object({ name: text, email: text }))
      .check(note('As the caller wrote in the latest form with this phone')),
    source: z.nullable(source).check(note('What the number dialled, or a printed code, stands for')),
    candidates: z
      .array(candidate)
      .check(note('The visits that it may come from, likeliest first; three at most')),
    code: z.nullable(z.object(codeBase)).check(note('The code that the caller quoted')),
    givenCode: z
      .nullable(
        z.object({
          ...codeBase,
          spoken: z.string().check(note('To be read out')),
          expiresAt: instant,
        }),
      )
      .check(note('The code that the caller was given last')),
    note: text,
    tags: z.array(z.string()),
    spam: z.boolean(),
    handledAt: z.nullable(instant),
    selfReported: text.check(note('How the caller had heard of the business')),
    stage: text,
    value: z.nullable(z.object({ amount: z.int(), currency: z.string() })),
    enquiryId: z.string().check(note('Answers at `/v1/enquiries/{id}` as soon as the views show the call')),
  })
  .check(z.meta({ id: 'DeskCall' }))
export type DeskCall = z.infer<typeof deskCallSchema>

export const deskSchema = z
  .object({
    version: z.string().check(note('Changes with what the desk shows; also the `ETag`')),
    at: instant,
    calls: z.array(deskCallSchema).check(note('Newest first')),
  })
  .check(z.meta({ id: 'Desk' }))
