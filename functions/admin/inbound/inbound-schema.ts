import * as z from 'zod/mini'
import { mostPathParts, partsOf } from '../../../shared/domain/inbound.ts'
import { outcomeFields } from '../../../shared/domain/told-outcome.ts'
import { instant } from '../../../shared/http/field.ts'
import { name, text } from '../field.ts'

const note = (description: string) => z.meta({ description })

const path = text(200).check(
  z.refine((value) => partsOf(value) !== undefined, {
    error: `Must be a path such as \`properties.amount\`, \`contacts[0].phone\` or \`["odd name"]\`, of ${mostPathParts} steps at most.`,
  }),
)
const paths = z.array(path).check(z.minLength(1), z.maxLength(5))
const fieldsOf = <Value extends z.ZodMiniType>(value: Value) =>
  z.strictObject(
    Object.fromEntries(outcomeFields.map((field) => [field, z.optional(value)])) as {
      readonly [Field in (typeof outcomeFields)[number]]: z.ZodMiniOptional<Value>
    },
  )

export const inboundMap = z
  .strictObject({
    items: z
      .optional(path)
      .check(note('Where a message’s list of outcomes stands; a message that is a list needs none.')),
    fields: fieldsOf(paths).check(
      note('Where each field stands in an outcome: of several paths the first that says something holds.'),
    ),
    fixed: z
      .optional(fieldsOf(text(200)))
      .check(
        note('What a field is where no path says otherwise: `stage: won` of a shop that tells sales alone.'),
      ),
    stages: z
      .optional(
        z
          .array(
            z.strictObject({ from: text(100).check(z.minLength(1)), to: text(64).check(z.minLength(1)) }),
          )
          .check(z.maxLength(100)),
      )
      .check(note('What the other system’s stages are called here; matched in any case.')),
    otherStages: z
      ._default(z.enum(['keep', 'ignore']), 'keep')
      .check(note('Stages that are not listed: kept as they are, or not taken.')),
    unit: z._default(z.enum(['major', 'minor']), 'major').check(note('`major`: 1,234.50; `minor`: 123450.')),
    country: z
      .optional(z.string().check(z.regex(/^[A-Z]{2}$/, 'Must be an ISO 3166 code, such as GB.')))
      .check(note('Of phones without a country; that of the account’s first number unless given.')),
  })
  .check(
    z.refine(({ fields, fixed }) => fields.stage !== undefined || fixed?.stage !== undefined, {
      path: ['fields'],
      error: 'Say where the stage stands, or what it always is (`fixed.stage`).',
    }),
    z.meta({ id: 'InboundMap' }),
  )

const header = text(100).check(z.regex(/^[A-Za-z0-9-]+$/, 'Must be the name of a header.'))
const newAuth = z._default(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('address') }),
    z.strictObject({
      kind: z.literal('signature'),
      header,
      encoding: z._default(z.enum(['hex', 'base64']), 'hex'),
      prefix: z._default(text(40), ''),
      secret: text(200).check(z.minLength(16)),
    }),
  ]),
  { kind: 'address' },
)

export const inboundBody = z
  .strictObject({ name: name.check(z.meta({ examples: ['HubSpot deals'] })), map: inboundMap, auth: newAuth })
  .check(z.meta({ id: 'NewInbound' }))
export const inboundChange = z
  .strictObject({ name: z.optional(name), map: z.optional(inboundMap), active: z.optional(z.boolean()) })
  .check(z.meta({ id: 'InboundChange' }))

const listed = {
  id: z.string(),
  name: z.string(),
  map: inboundMap,
  auth: z.object({
    kind: z.enum(['address', 'signature']),
    header: z.optional(z.string()),
    encoding: z.optional(z.enum(['hex', 'base64'])),
    prefix: z.optional(z.string()),
  }),
  active: z.boolean(),
  createdAt: instant,
  last: z.nullable(
    z.object({
      at: instant,
      accepted: z.int(),
      duplicates: z.int(),
      ignored: z.int(),
      rejected: z.int(),
      problem: z.optional(z.string()),
    }),
  ),
}
export const inboundAnswer = z.object(listed).check(z.meta({ id: 'Inbound' }))
export const newInboundAnswer = z
  .object({
    ...listed,
    url: z
      .string()
      .check(
        note(
          'Where to send to. Whoever has it may tell outcomes, unless they are signed: it is shown only now.',
        ),
      ),
  })
  .check(z.meta({ id: 'InboundOnce' }))
export const inboundList = z.object({ data: z.array(inboundAnswer), nextCursor: z.null() })

export const trialBody = z
  .strictObject({
    map: inboundMap,
    message: z.unknown().check(note('A message as the other system sends it: any JSON.')),
  })
  .check(z.meta({ id: 'InboundTrial' }))

const error = z.object({ field: z.string(), message: z.string() })
export const trialAnswer = z
  .object({
    outcomes: z.array(
      z.object({
        item: z.int().check(note('Its place in the message, from 0.')),
        ignored: z.boolean().check(note('Its stage is none that is taken.')),
        errors: z.array(error),
        outcome: z.nullable(
          z.object({
            id: z.nullable(z.string()),
            knownBy: z.array(z.string()),
            phone: z.nullable(z.string()),
            email: z.nullable(z.string()),
            stage: z.string(),
            value: z.nullable(z.object({ amount: z.int(), currency: z.string() })),
            at: z.nullable(instant).check(note('Null: when it comes.')),
          }),
        ),
      }),
    ),
    problem: z.nullable(z.string()).check(note('Why nothing was found at all.')),
  })
  .check(z.meta({ id: 'InboundTrialResult' }))

export const receivedAnswer = z
  .object({
    accepted: z.int(),
    duplicates: z.int(),
    ignored: z.int(),
    rejected: z.array(z.object({ item: z.int(), errors: z.array(error) })),
  })
  .check(z.meta({ id: 'InboundReceived' }))
