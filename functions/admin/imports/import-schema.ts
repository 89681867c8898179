import * as z from 'zod/mini'
import { isWithheld } from '../../../shared/domain/caller.ts'
import { normalEmail } from '../../../shared/domain/email.ts'
import { callStatuses } from '../../../shared/domain/fact.ts'
import { leaseReachBackDays } from '../../../shared/domain/lease.ts'
import { parsePhone } from '../../../shared/domain/phone.ts'
import { retainReferrer, retainUrl } from '../../../shared/domain/source-url.ts'
import { instantOf, secondsBetween } from '../../../shared/domain/time.ts'
import { currency } from '../../../shared/http/field.ts'
import { phone, text } from '../field.ts'

/** Null says the same as nothing: exports write both. */
const maybe = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema))

/** Ids, codes and names are kept as they are given. */
const given = text(200).check(z.minLength(1))

/** What `read` makes of a text; where it makes nothing of it, the advice is the error. */
const readAs = <Value>(read: (written: string) => Value | undefined, advice: string, maxLength = 300) =>
  z.pipe(
    text(maxLength),
    z.transform((written, context) => {
      const value = read(written)
      if (value !== undefined) return value
      context.issues.push({ code: 'custom', message: advice, input: written })
      return z.NEVER
    }),
  )

const rfc3339 = z.iso.datetime({ offset: true })
/** Years that no clock means, and that dates computed from them would leave, are mistakes of a conversion. */
const firstYear = 1970
const lastYear = 2199

function readInstant(written: string): string | undefined {
  if (!rfc3339.safeParse(written).success) return undefined
  const instant = instantOf(Date.parse(written))
  const year = Number(instant.slice(0, 4))
  return year >= firstYear && year <= lastYear ? instant : undefined
}
const instant = readAs(
  readInstant,
  `Must be an RFC 3339 instant with its offset, such as 2026-11-22T14:05:00Z, from ${firstYear} to ${lastYear}.`,
)

const day = z.iso.date({ error: 'Must be a day, YYYY-MM-DD.' })
const minorUnits = z
  .int({ error: 'Must be a whole number of minor units (pence, cents).' })
  .check(z.gte(0), z.lte(1e15))

/** Null: the number was withheld, or the caller has none (SIP, a browser). */
const caller = z.pipe(
  z.optional(z.nullable(text(200))),
  z.transform((written, context) => {
    const from = written?.trim() ?? ''
    if (isWithheld(from) || /^(sip|sips|client):/i.test(from)) return null
    const number = parsePhone(from)
    if (number !== undefined) return number
    context.issues.push({
      code: 'custom',
      message:
        'Must be a possible phone number in international form, with + or 00 and its country code, or "anonymous" where it was withheld.',
      input: written,
    })
    return z.NEVER
  }),
)

const email = maybe(
  z.union([z.literal(''), readAs(normalEmail, 'Must be an e-mail address.', 320)], {
    error: 'Must be an e-mail address.',
  }),
)

/** Only what is kept of an address is its content: see `retainUrl`. What is no address is no referrer. */
const url = readAs((written) => retainUrl(written) ?? undefined, 'Must be an http or https address.', 8192)
const referrer = maybe(
  z.pipe(
    text(8192),
    z.transform((written) => retainReferrer(written)),
  ),
)

const money = z.strictObject({ amount: minorUnits, currency })

const session = z.strictObject({
  fact: z.literal('session'),
  id: given,
  visitor: given,
  at: instant,
  url,
  referrer,
})

const lease = z
  .strictObject({ fact: z.literal('lease'), number: phone, session: given, from: instant, until: instant })
  .check(
    z.refine(({ from, until }) => from < until, { path: ['until'], error: 'Must be later than `from`.' }),
    z.refine(({ from, until }) => secondsBetween(from, until) <= leaseReachBackDays * 86_400, {
      path: ['until'],
      error: `Must be within ${leaseReachBackDays} days of \`from\`: a number that stood for one source longer is a source number.`,
    }),
  )

/** What has ended has a duration; of what goes on none is known yet. */
const unfinished: ReadonlySet<string> = new Set(['queued', 'initiated', 'ringing', 'in-progress'])

const call = z
  .strictObject({
    fact: z.literal('call'),
    callSid: given,
    from: caller,
    to: phone,
    at: instant,
    status: z.enum(callStatuses),
    durationSeconds: maybe(z.int().check(z.gte(0), z.lte(7 * 86_400))),
  })
  .check(
    z.refine(({ status, durationSeconds }) => unfinished.has(status) || typeof durationSeconds === 'number', {
      path: ['durationSeconds'],
      error: 'Required: an integer, 0 where nobody answered.',
    }),
  )

const notBoth = { path: ['session'], error: 'Name a session or a call, not both.' }

const codeIssued = z
  .strictObject({
    fact: z.literal('code-issued'),
    code: given,
    campaign: given,
    session: maybe(given),
    callSid: maybe(given),
    at: instant,
  })
  .check(z.refine(({ session, callSid }) => !session || !callSid, notBoth))

const codeUsed = z
  .strictObject({
    fact: z.literal('code-used'),
    code: given,
    at: instant,
    callSid: maybe(given),
    session: maybe(given),
  })
  .check(z.refine(({ session, callSid }) => !session || !callSid, notBoth))

const form = z.strictObject({
  fact: z.literal('form'),
  id: given,
  session: given,
  at: instant,
  email,
  phone: maybe(z.union([z.literal(''), phone])),
})

const outcome = z
  .strictObject({
    fact: z.literal('outcome'),
    callSid: maybe(given),
    contact: maybe(given),
    stage: given,
    value: maybe(z.union([minorUnits, money])),
    at: instant,
  })
  .check(
    z.refine(({ callSid, contact }) => !callSid !== !contact, {
      path: ['callSid'],
      error: 'Name either the call, by `callSid`, or another contact, by `contact`.',
    }),
  )

const spend = z.strictObject({
  fact: z.literal('spend'),
  day,
  source: maybe(text(300)),
  medium: maybe(text(300)),
  campaign: maybe(text(300)),
  amount: minorUnits,
  currency,
  at: instant,
})

export const importSchemas = {
  session,
  lease,
  call,
  'code-issued': codeIssued,
  'code-used': codeUsed,
  form,
  outcome,
  spend,
} as const
export type ImportKind = keyof typeof importSchemas
export type ImportLine = { [Kind in ImportKind]: z.infer<(typeof importSchemas)[Kind]> }[ImportKind]

export const importLine = z.union([session, lease, call, codeIssued, codeUsed, form, outcome, spend]).check(
  z.meta({
    id: 'ImportedFact',
    description: 'One fact of history; the order of the lines does not matter.',
  }),
)

/** Why a line was rejected: what programs read. */
export const rejectionCodes = [
  'invalid_json',
  'unknown_fact',
  'invalid_fact',
  'currency_mismatch',
  'conflicting_fact',
] as const
export type RejectionCode = (typeof rejectionCodes)[number]

export const importAnswer = z
  .object({
    accepted: z.int().check(z.meta({ description: 'Facts that are new.' })),
    duplicates: z
      .int()
      .check(z.meta({ description: 'Facts that stood there already, or twice in the request.' })),
    rejected: z.array(
      z.object({
        line: z.int().check(z.meta({ description: 'From 1.' })),
        code: z.enum(rejectionCodes),
        detail: z.string().check(z.meta({ description: 'What is wrong with the line and what to do.' })),
      }),
    ),
  })
  .check(z.meta({ id: 'ImportAnswer' }))
export type Rejected = z.infer<typeof importAnswer>['rejected'][number]
