import * as z from 'zod/mini'
import { textBackOutcomes } from '../../../shared/domain/number.ts'
import { isTollRange } from '../../../shared/domain/toll-range.ts'
import { email, looseSettings, phone, text } from '../field.ts'
import { hours } from './hours-schema.ts'

/** A spoken or written text of its own, or `true` for the usual one. */
const sayOrSwitch = z.union([z.boolean(), text(1_000)])

const campaignId = text(64).check(z.minLength(1))
const codeQuestion = z.strictObject({
  prompt: z.optional(text(1_000)),
  campaignIds: z.optional(z.array(campaignId).check(z.minLength(1), z.maxLength(20))),
})

/** Calls to these pay whoever has them: no flow forwards to one, whoever asks. */
const forwardable = phone.check(
  z.refine((number) => !isTollRange(number), {
    error: 'Is a premium-rate or satellite number, which calls and texts are not forwarded to.',
  }),
)

/** Twilio rings at most ten phones at a time. */
const maxPhones = 10
const phones = z.array(forwardable).check(z.minLength(1), z.maxLength(maxPhones))

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

const textBack = z.union([
  z.boolean(),
  text(300),
  z.pipe(
    looseSettings,
    z.looseObject({
      message: z.optional(text(300)),
      when: z.optional(z.array(z.enum(textBackOutcomes)).check(z.minLength(1))),
      campaignId: z.optional(campaignId),
      everyHours: z.optional(z.int().check(z.gte(1), z.lte(720))),
    }),
  ),
])
const textForwardTo = z.union([z.literal(true), z.array(forwardable).check(z.maxLength(5))])

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
    textBack: z.optional(textBack),
    textForwardTo: z.optional(textForwardTo),
    textEmail: z.optional(email),
  })
  .check(
    z.meta({
      id: 'CallFlow',
      description:
        'What happens when the number rings. Every text may be the address of a recording (https://…), which is played instead. ' +
        '`whisper` tells whoever answers where the caller came from; `screen` has them press 1 to take the call; ' +
        '`stickyAgent` rings first who answered the caller last; `screenSpam` has suspicious callers press 1. ' +
        '`textBack` texts whoever calls in vain, once a call and once in `everyHours` (24): `true` for the usual words, a text for others, or ' +
        '`{message, when, campaignId, everyHours}`, where `when` lists `missed`, `abandoned` (these two unless given) and `voicemail`, and the code of ' +
        '`campaignId`, or else of `giveCode`, is in it. `textForwardTo` sends texts on to phones (`true`: to those of `forwardTo`) that the account has confirmed, ' +
        'see `POST /v1/account/confirmed-numbers`; `textEmail` to an address. Premium-rate and satellite numbers are refused throughout.',
    }),
  )
