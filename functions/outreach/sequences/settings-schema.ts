import * as z from 'zod/mini'
import { weekdays } from '../../../shared/domain/business-hours.ts'
import { mostCapDays } from '../../../shared/domain/mail-frequency.ts'
import { text } from '../../../shared/http/field.ts'
import { operation } from '../../../shared/http/operation.ts'
import { mine } from './sequence-schema.ts'

const note = (description: string) => z.meta({ description })
const clock = (pattern: RegExp, error: string) => z.string().check(z.regex(pattern, { error }))
const from = clock(/^([01]\d|2[0-3]):[0-5]\d$/, 'Must be a time from 00:00 to 23:59, such as 09:00.')
const until = clock(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Must be a time from 00:00 to 24:00, such as 17:30.')
const spans = z.array(z.strictObject({ from, until })).check(z.maxLength(10))
const week = Object.fromEntries(weekdays.map((day) => [day, z.optional(spans)])) as Record<
  (typeof weekdays)[number],
  z.ZodMiniOptional<typeof spans>
>
const hours = z
  .strictObject({
    ...week,
    holidays: z.optional(
      z.array(z.iso.date({ error: 'Must be a day, such as 2026-12-25.' })).check(z.maxLength(400)),
    ),
  })
  .check(
    z.refine((given) => weekdays.some((day) => (given[day]?.length ?? 0) > 0), {
      error: 'Must be open at some time.',
    }),
    note('In which the delays of mails are counted, by the clock of the account’s zone.'),
  )
const quiet = z
  .strictObject({
    from,
    until: from,
    days: z
      .array(z.enum(weekdays))
      .check(z.maxLength(6, { error: 'One day of the week must be left to write on.' })),
  })
  .check(
    note(
      'Hours and days in which no mail goes out, and none on `hours.holidays`; what is due then waits, and goes out spread over two hours.',
    ),
  )
const cap = z
  .strictObject({
    mails: z.int().check(z.gte(1), z.lte(50)),
    days: z.int().check(z.gte(1), z.lte(mostCapDays)),
  })
  .check(note('So many mails of all sequences together in so many days, to one person.'))

const openTracking = z
  .boolean()
  .check(
    note('Whether a picture in each mail tells that it was opened. Off unless the business has a reason to.'),
  )
const consentFields = z
  .array(text(100))
  .check(
    z.maxLength(20),
    note(
      'Fields of forms that say yes to mails. Empty: by what they are usually called (newsletter, marketing, consent, opt-in…).',
    ),
  )
const replyTo = z
  .email({ error: 'Must be an e-mail address.' })
  .check(z.maxLength(254), note('Whither readers answer.'))
const postalAddress = text(500).check(note('At the foot of every mail; most countries’ law wants it.'))

export const followUpAnswer = z
  .object({
    hours,
    quiet,
    cap,
    openTracking,
    consentFields,
    replyTo: z.nullable(replyTo),
    postalAddress: z.nullable(postalAddress),
  })
  .check(z.meta({ id: 'FollowUpSettings' }))
export type FollowUpAnswer = z.infer<typeof followUpAnswer>

export const getFollowUp = operation({
  ...mine,
  id: 'getFollowUp',
  summary: 'What holds for all sequences',
  method: 'get',
  path: '/v1/follow-up',
  replies: { 200: followUpAnswer },
})
export const changeFollowUp = operation({
  ...mine,
  id: 'changeFollowUp',
  summary: 'Change what holds for all sequences',
  description: 'What is absent stays as it is; null brings back what is usual.',
  method: 'patch',
  path: '/v1/follow-up',
  body: z.strictObject({
    hours: z.optional(z.nullable(hours)),
    quiet: z.optional(z.nullable(quiet)),
    cap: z.optional(z.nullable(cap)),
    openTracking: z.optional(z.nullable(openTracking)),
    consentFields: z.optional(z.nullable(consentFields)),
    replyTo: z.optional(z.nullable(replyTo)),
    postalAddress: z.optional(z.nullable(postalAddress)),
  }),
  replies: { 200: followUpAnswer },
})
export const followUpOperations = [getFollowUp, changeFollowUp] as const
