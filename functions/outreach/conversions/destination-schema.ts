import * as z from 'zod/mini'
import { destinationModes } from '../../../shared/domain/conversion/destination.ts'
import { platforms } from '../../../shared/domain/conversion/platform.ts'
import { instant, name, text } from '../../../shared/http/field.ts'

const note = (description: string) => z.meta({ description })

const minorUnits = z.int().check(z.gte(0), z.lte(1e12), note('Minor units of the account’s currency'))

const value = z
  .discriminatedUnion('from', [
    z.strictObject({ from: z.literal('none') }),
    z.strictObject({ from: z.literal('fixed'), amount: minorUnits }),
    z.strictObject({ from: z.literal('stated'), otherwise: z.optional(minorUnits) }),
  ])
  .check(
    note(
      'What it is worth: nothing of its own (the platform’s usual value applies), always the same, or what was stated of the enquiry and `otherwise` where nothing was',
    ),
  )

const action = text(100).check(
  z.minLength(1),
  note(
    'What the platform calls it: GA4’s event (`purchase`, `generate_lead`, …), the number of Google’s conversion action, Meta’s event (`Lead`, `Purchase`, …), the name of Microsoft’s goal',
  ),
)
const label = z
  .optional(text(100))
  .check(note('The conversion action’s name at Google Ads, which files for it ask for'))
const rest = { action, label, value: z._default(value, { from: 'stated' }) }
const slug = text(60).check(z.regex(/^[^\s#]+$/, { error: 'Must not be empty, nor have spaces or #.' }))

const rule = z.discriminatedUnion(
  'on',
  [
    z.strictObject({ on: z.literal('enquiry'), ...rest }),
    z.strictObject({
      on: z.literal('call'),
      minimumTalkSeconds: z
        .optional(z.int().check(z.gte(1), z.lte(36_000)))
        .check(note('An answered call counts from so many seconds of talk on')),
      ...rest,
    }),
    z.strictObject({ on: z.literal('redemption'), ...rest }),
    z.strictObject({
      on: z.literal('outcome'),
      stage: slug.check(note('`won`, or any stage of the business’s own')),
      ...rest,
    }),
    z.strictObject({ on: z.literal('step'), step: slug.check(note('A step of the process')), ...rest }),
  ],
  { error: 'Must have `on`: "enquiry", "call", "redemption", "outcome" or "step".' },
)

const granted = z.optional(z.enum(['granted', 'denied']))
const consent = z
  .strictObject({ adUserData: granted, adPersonalization: granted })
  .check(note('What the people whose conversions these are agreed to, as the business declares'))

const texts = z.record(z.string().check(z.maxLength(40)), text(2000))
const settings = texts.check(
  note(
    'The platform’s own ids. ga4: `measurementId`, `region` (`eu`), `withoutClient` (`skip` or `stand-in`); google: `customerId`, `loginCustomerId`; meta: `datasetId`, `testEventCode`, `apiVersion` (of the Graph API); microsoft: `customerId`, `accountId`',
  ),
)
const credentials = texts.check(
  note(
    'Secrets, kept sealed and never answered again. ga4: `apiSecret`; google: `clientId`, `clientSecret`, `refreshToken` (scope datamanager); meta: `accessToken`; microsoft: `clientId`, `clientSecret`, `refreshToken`, `developerToken`',
  ),
)
const mode = z
  .enum(destinationModes)
  .check(note('`dry-run`: all is decided and noted, and nothing leaves; `live`: it is sent; `off`'))
const from = z.iso
  .datetime({ offset: true, error: 'Must be an RFC 3339 time, 2026-11-22T14:05:00Z.' })
  .check(note('Nothing that happened before it is sent; when it goes live unless given'))
const personalData = z
  .enum(['none', 'hashed'])
  .check(note('`hashed`: phone and e-mail go along as the platform hashes them; only with consent'))
const click = z
  .enum(['first', 'last'])
  .check(note('Of several clicks on the platform’s advertisements before the conversion'))
const holdMinutes = z
  .int()
  .check(
    z.gte(0),
    z.lte(4320),
    note('So long after it happened a conversion waits: what is corrected at once is never sent'),
  )
const takenBackBy = z
  .array(slug)
  .check(z.maxLength(20), note('Stages that take earlier outcomes back: what was sent of them is retracted'))
const rules = z.array(rule).check(z.maxLength(20))

const fields = { name, mode, personalData, consent, click, holdMinutes, takenBackBy, settings, rules }

export const destinationBody = z
  .strictObject({
    platform: z.enum(platforms),
    name,
    settings,
    rules,
    credentials: z.optional(credentials),
    mode: z._default(mode, 'dry-run'),
    from: z.optional(from),
    personalData: z._default(personalData, 'none'),
    consent: z._default(consent, {}),
    click: z._default(click, 'first'),
    holdMinutes: z._default(holdMinutes, 0),
    takenBackBy: z._default(takenBackBy, ['lost', 'refunded', 'cancelled']),
  })
  .check(z.meta({ id: 'NewDestination' }))
export type DestinationBody = z.infer<typeof destinationBody>

export const destinationChange = z
  .strictObject({
    name: z.optional(name),
    settings: z.optional(settings),
    rules: z.optional(rules),
    credentials: z.optional(credentials),
    mode: z.optional(mode),
    from: z.optional(from),
    personalData: z.optional(personalData),
    consent: z.optional(consent),
    click: z.optional(click),
    holdMinutes: z.optional(holdMinutes),
    takenBackBy: z.optional(takenBackBy),
  })
  .check(z.meta({ id: 'DestinationChange' }))
export type DestinationChangeBody = z.infer<typeof destinationChange>

export const destinationAnswer = z
  .object({
    id: z.string(),
    platform: z.enum(platforms),
    ...fields,
    from: z.nullable(instant),
    hasCredentials: z.boolean(),
    trouble: z
      .nullable(z.object({ because: z.string(), at: instant }))
      .check(note('What keeps everything from being sent, since when')),
    createdAt: instant,
  })
  .check(z.meta({ id: 'Destination' }))
export const destinationList = z.object({ data: z.array(destinationAnswer), nextCursor: z.null() })
export const idParams = z.object({ id: z.string() })
