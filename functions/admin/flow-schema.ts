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
const phones = z.array(phone).check(z.minLength(1), z.maxLength(maxPhones))

/** Twilio's own bounds of a `<Dial>`'s timeout. */
const ringTime = z.int().check(z.gte(5), z.lte(600))
const ring = z.enum(['all', 'in-order'])
const ringSeconds = z
  .union([ringTime, z.array(ringTime).check(z.minLength(1), z.maxLength(maxPhones))])
  .check(
    z.meta({
      description:
        'How long phones ring: all of them, or each in the order of `forwardTo`; 30 s together and 20 s in order unless given.',
    }),
  )

const voicemail = z.union([
  z.boolean(),
  text(1_000),
  z.pipe(
    looseSettings,
    z.looseObject({
      greeting: z.optional(text(1_000)),
      maxLengthSeconds: z.optional(z.int().check(z.gte(5), z.lte(3_600))),
      transcribe: z.optional(z.boolean()),
    }),
  ),
])

const record = z.union([
  z.boolean(),
  z.strictObject({
    announce: z.optional(sayOrSwitch),
    consent: z.optional(z.enum(['announce', 'press'])),
  }),
])

const menuOption = z
  .strictObject({
    label: z.optional(text(100)),
    forwardTo: z.optional(phones),
    ring: z.optional(ring),
    ringSeconds: z.optional(ringSeconds),
    voicemail: z.optional(voicemail),
    say: z.optional(text(1_000)),
  })
  .check(
    z.refine((option) => !!(option.forwardTo || option.voicemail || option.say), {
      error: 'Must lead somewhere: give `forwardTo`, `voicemail` or `say`.',
    }),
  )

const menu = z
  .strictObject({
    prompt: text(1_000).check(z.minLength(1)),
    options: z.record(
      z.string().check(z.regex(/^[0-9*#]$/, { error: 'Must be a key: 0 to 9, * or #.' })),
      menuOption,
    ),
    timeoutSeconds: z.optional(z.int().check(z.gte(1), z.lte(60))),
  })
  .check(
    z.refine(({ options }) => Object.keys(options).length > 0, { error: 'Must have an option at least.' }),
    z.meta({ id: 'CallMenu', description: 'One level; silence goes on to the flow’s own phones.' }),
  )

export const language = text(20).check(
  z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'Must be a language such as de-DE.' }),
)
export const voice = text(64).check(
  z.regex(/^[A-Za-z0-9._-]+$/, { error: 'Must be one of Twilio’s voices, such as Polly.Vicki.' }),
)

export const flow = z
  .strictObject({
    forwardTo: phones,
    ring: z._default(ring, 'all'),
    ringSeconds: z.optional(ringSeconds),
    greeting: z.optional(text(1_000)),
    announceRecording: z.optional(sayOrSwitch),
    record: z.optional(record),
    whisper: z.optional(sayOrSwitch),
    screen: z.optional(sayOrSwitch),
    menu: z.optional(menu),
    askForCode: z.optional(z.union([z.boolean(), text(1_000), codeQuestion])),
    giveCode: z.optional(
      z.strictObject({
        campaignId,
        when: z.enum(['missed', 'always', 'closed']),
      }),
    ),
    hours: z.optional(hours),
    closed: z.optional(
      z.strictObject({
        forwardTo: phones,
        ring: z.optional(ring),
        ringSeconds: z.optional(ringSeconds),
        greeting: z.optional(text(1_000)),
      }),
    ),
    missed: z.optional(z.strictObject({ forwardTo: z.optional(phones), message: z.optional(text(1_000)) })),
    stickyAgent: z.optional(z.boolean()),
    screenSpam: z.optional(z.boolean()),
    language: z.optional(language),
    voice: z.optional(voice),
    voicemail: z.optional(voicemail),
    textBack: z.optional(switchOrSettings),
  })
  .check(
    z.meta({
      id: 'CallFlow',
      description:
        'What happens when the number rings. Every text may be the address of a recording (https://…), which is played instead. ' +
        '`whisper` tells whoever answers where the caller came from; `screen` has them press 1 to take the call; ' +
        '`stickyAgent` rings first who answered the caller last; `screenSpam` has suspicious callers press 1.',
    }),
  )
