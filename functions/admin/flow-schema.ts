import * as z from 'zod/mini'
import { looseSettings, phone, text } from './field.ts'
import { hours } from './hours-schema.ts'

/** A spoken or written text of its own, or `true` for the usual one. */
const sayOrSwitch = z.union([z.boolean(), text(1_000)])
const switchOrSettings = z.union([z.boolean(), text(1_000), looseSettings])

const campaignId = text(64).check(z.minLength(1))
const codeQuestion = z.strictObject({
  prompt: z.optional(text(1_000)),
  campaignIds: z.optional(z.array(campaignId).check(z.minLength(1), z.maxLength(20))),
})

/** Twilio rings at most ten phones at a time. */
const maxPhones = 10

export const flow = z
  .strictObject({
    forwardTo: z.array(phone).check(z.minLength(1), z.maxLength(maxPhones)),
    ring: z._default(z.enum(['all', 'in-order']), 'all'),
    greeting: z.optional(text(1_000)),
    announceRecording: z.optional(sayOrSwitch),
    record: z.optional(z.boolean()),
    whisper: z.optional(sayOrSwitch),
    askForCode: z.optional(z.union([z.boolean(), text(1_000), codeQuestion])),
    giveCode: z.optional(
      z.strictObject({
        campaignId,
        when: z.enum(['missed', 'always', 'closed']),
      }),
    ),
    hours: z.optional(hours),
    voicemail: z.optional(switchOrSettings),
    textBack: z.optional(switchOrSettings),
  })
  .check(z.meta({ id: 'CallFlow', description: 'What happens when the number rings.' }))
