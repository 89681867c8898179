import * as z from 'zod/mini'
import { codeUseMeans } from '../../shared/domain/fact.ts'
import { parsePhone } from '../../shared/domain/phone.ts'
import { instant, text } from '../../shared/http/field.ts'
import { listOf, listQuery } from '../../shared/http/list.ts'
import { benefit, money } from './campaign-schema.ts'

/** Sessions, calls and visitors that Tieline never saw are kept as they are given, and tie to nothing. */
const givenId = text(128).check(z.minLength(1))
const optionalId = z.optional(givenId)

export const order = z
  .strictObject({ reference: z.optional(text(200).check(z.minLength(1))), value: money })
  .check(z.meta({ id: 'Order' }))

/** Who recommends the business with a code of a referral campaign: known again by it, never told. */
export const holder = z.pipe(
  z.strictObject({ phone: z.optional(z.string().check(z.maxLength(60))), email: z.optional(text(320)) }),
  z.transform(({ phone, email }, context) => {
    const number = phone === undefined ? undefined : parsePhone(phone)
    if (number !== undefined) return { kind: 'phone' as const, value: number }
    const address = email?.normalize('NFKC').trim().toLowerCase()
    if (address && /^[^\s@]+@[^\s@]+$/.test(address)) return { kind: 'email' as const, value: address }
    context.issues.push({
      code: 'custom',
      message: 'Must have a phone in international form (`+44…`) or an e-mail address.',
      input: { phone, email },
    })
    return z.NEVER
  }),
)

export const newCodeBody = z
  .strictObject({
    campaignId: text(64),
    sessionId: optionalId,
    visitorId: optionalId,
    callSid: optionalId,
    holder: z.optional(holder),
  })
  .check(
    z.refine(({ sessionId, callSid }) => sessionId === undefined || callSid === undefined, {
      error: 'Must not stand beside `sessionId`: a code is given to a session or in a call.',
      path: ['callSid'],
    }),
    z.meta({ id: 'NewCode' }),
  )

/** Who uses a code: what is given decides whether a second request is a new use or the first one again. */
const user = { sessionId: optionalId, visitorId: optionalId, callSid: optionalId, holder: optionalId }

export const useBody = z.strictObject({ ...user, order: z.optional(order) }).check(
  z.meta({
    id: 'CodeUse',
    description:
      'The same session, else the same call, else the same order uses a code once: asking again answers with the first use.',
  }),
)
export type UseBody = z.infer<typeof useBody>

export const holdBody = z
  .strictObject({
    holder: optionalId,
    sessionId: optionalId,
    callSid: optionalId,
    minutes: z._default(z.int().check(z.gte(1), z.lte(1_440)), 15),
  })
  .check(z.meta({ id: 'CodeHold', description: 'Without a holder one is made up and told.' }))
export const releaseBody = z
  .strictObject({ holder: optionalId, sessionId: optionalId, callSid: optionalId })
  .check(z.meta({ id: 'CodeRelease', description: 'Without a holder every hold ends.' }))

export const voidBody = z
  .strictObject({
    redemptionId: optionalId,
    by: z.optional(text(200).check(z.minLength(1))),
    reason: z.optional(text(500)),
  })
  .check(
    z.meta({
      id: 'CodeVoid',
      description: 'Withdraws the code, or with `redemptionId` takes that use of it back.',
    }),
  )

export const codeFields = {
  code: z
    .string()
    .check(z.meta({ description: 'Digits, the last one the check digit.', examples: ['4820913'] })),
  display: z.string().check(z.meta({ description: 'In groups, as one writes it.', examples: ['482-0913'] })),
  spoken: z.string().check(z.meta({ description: 'In words with pauses, to be read out.' })),
  direction: z.enum(['web-to-phone', 'phone-to-web', 'both']),
  status: z.enum(['live', 'not-started', 'held', 'used', 'expired', 'voided']),
  campaignId: z.string(),
  maxUses: z.int(),
  used: z.int(),
  issuedAt: instant,
  startsAt: z.optional(instant),
  expiresAt: instant,
  heldUntil: z.optional(instant),
  sessionId: z.optional(z.string()),
  visitorId: z.optional(z.string()),
  callSid: z.optional(z.string()),
}
export const codeAnswer = z.object(codeFields).check(z.meta({ id: 'Code' }))
export type CodeAnswer = z.infer<typeof codeAnswer>

const event = z
  .object({
    event: z.enum(['issued', 'used', 'use-voided', 'held', 'released', 'voided']),
    at: instant,
    by: z.optional(z.string()),
    reason: z.optional(z.string()),
    until: z.optional(instant),
    redemptionId: z.optional(z.string()),
    how: z.optional(z.enum(codeUseMeans)),
    sessionId: z.optional(z.string()),
    visitorId: z.optional(z.string()),
    callSid: z.optional(z.string()),
    orderReference: z.optional(z.string()),
  })
  .check(z.meta({ id: 'CodeEvent' }))
export type EventAnswer = z.infer<typeof event>
export const codeWithHistory = z
  .object({ ...codeFields, history: z.array(event) })
  .check(z.meta({ id: 'CodeWithHistory' }))

export const checkAnswer = z
  .object({ ...codeFields, redeemable: z.literal(true), benefit })
  .check(z.meta({ id: 'CheckedCode' }))
export const heldAnswer = z
  .object({ ...codeFields, holder: z.string() })
  .check(z.meta({ id: 'HeldCode', description: 'Name the holder at the redemption.' }))
export const voidedAnswer = z
  .object({
    ...codeFields,
    useReturned: z.optional(
      z
        .boolean()
        .check(z.meta({ description: 'Whether the use may be made again, by the campaign’s policy.' })),
    ),
  })
  .check(z.meta({ id: 'VoidedCode' }))

export const codesQuery = z.extend(listQuery, {
  format: z._default(z.enum(['json', 'csv']), 'json'),
  status: z.optional(codeFields.status),
})
export const codeList = listOf(codeAnswer)

export const quoteBody = z.strictObject({ code: text(200) }).check(z.meta({ id: 'QuotedCode' }))
export const giveBody = z
  .strictObject({
    campaignId: text(64),
    by: z._default(z.enum(['agent', 'sms']), 'agent'),
    code: z.optional(
      text(200).check(
        z.meta({
          description: 'One that was given in this call already, to be texted as well: none is issued.',
        }),
      ),
    ),
  })
  .check(
    z.meta({
      id: 'GivenCode',
      description: '`agent`: the agent reads it out; `sms`: the caller gets a text.',
    }),
  )

/** As a page sends it: what it has not got it may leave out or say so. */
const nullableId = z.optional(z.nullable(z.string().check(z.maxLength(128))))
export const redemptionBody = z
  .object({
    key: z.optional(
      z.nullable(
        z.string().check(z.meta({ description: 'The publishable key, where no secret key is shown.' })),
      ),
    ),
    code: text(200).check(
      z.meta({ description: 'As it was typed: spaces, dashes, case and “o” for 0 do not matter.' }),
    ),
    sessionId: nullableId,
    visitorId: nullableId,
    order: z.optional(z.nullable(order)),
  })
  .check(z.meta({ id: 'NewRedemption' }))
export type RedemptionBody = z.infer<typeof redemptionBody>

export const redemptionAnswer = z
  .object({
    redemptionId: z.string(),
    code: z.string(),
    campaignId: z.string(),
    benefit,
    redeemedAt: instant,
  })
  .check(z.meta({ id: 'Redemption' }))
