import * as z from 'zod/mini'
import { weekdays } from '../../../shared/domain/business-hours.ts'
import { text, timeZone } from '../field.ts'

const clock = (pattern: RegExp, error: string) =>
  z.string().check(z.regex(pattern, { error }), z.meta({ examples: ['09:00'] }))
const from = clock(/^([01]\d|2[0-3]):[0-5]\d$/, 'Must be a time from 00:00 to 23:59, such as 09:00.')
const until = clock(
  /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
  'Must be a time from 00:00 to 24:00, such as 17:30; one before `from` is on the next day.',
)
const spans = z.array(z.strictObject({ from, until })).check(z.maxLength(10))

const holiday = z.iso.date({ error: 'Must be a day, such as 2026-12-25.' })

/** Every day of the week by its name. */
const week = Object.fromEntries(weekdays.map((day) => [day, z.optional(spans)])) as Record<
  (typeof weekdays)[number],
  z.ZodMiniOptional<typeof spans>
>

export const hours = z
  .strictObject({
    ...week,
    holidays: z.optional(z.array(holiday).check(z.maxLength(400))),
    timeZone: z.optional(timeZone),
    closedMessage: z.optional(text(1_000)),
  })
  .check(
    z.refine((given) => weekdays.some((day) => (given[day]?.length ?? 0) > 0), {
      error:
        'Must be open at some time: give a day its hours, such as "monday": [{"from": "09:00", "until": "17:30"}].',
    }),
    z.meta({
      id: 'BusinessHours',
      description:
        'When the phones ring, by the clock of `timeZone` or, without one, of the account’s zone. A day that is absent is closed; `until` before `from` is on the next day; on `holidays` nothing opens.',
    }),
  )
