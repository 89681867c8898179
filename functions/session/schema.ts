import * as z from 'zod/mini'
import { browserIdPatterns } from '../../shared/domain/conversion/browser-ids.ts'
import { parsePhone } from '../../shared/domain/phone.ts'

const webAddress = z.url({ protocol: /^https?$/, error: 'Must be an http or https address.' })
const phone = z.string().check(
  z.refine((text) => parsePhone(text) !== undefined, {
    error: 'Must be a phone number in international notation, +44….',
  }),
)
const shortText = z.string().check(z.maxLength(200))
/** A browser that has no id yet may leave it out or say so. */
const rememberedId = z.optional(z.nullable(z.string()))

const cookie = (pattern: RegExp) =>
  z.optional(z.nullable(z.string().check(z.maxLength(300), z.regex(pattern))))
/** What the page knows of the ad platforms' own cookies, where its visitor let it: see docs/conversions.md. */
const ids = z
  .object({
    gaClientId: cookie(browserIdPatterns.gaClientId),
    gaSessionId: cookie(browserIdPatterns.gaSessionId),
    fbp: cookie(browserIdPatterns.fbp),
    fbc: cookie(browserIdPatterns.fbc),
    msclkid: cookie(browserIdPatterns.msclkid),
  })
  .check(
    z.meta({
      description: 'Of GA4, Meta and Microsoft: conversions sent back are tied to the browser by them',
    }),
  )

const common = {
  key: z.string(),
  url: webAddress.check(z.maxLength(8192)),
  /** May be empty; an app's is no web address. */
  referrer: z.optional(z.nullable(z.string().check(z.maxLength(8192)))),
  title: z.optional(z.nullable(z.string())),
  visitorId: rememberedId,
  sessionId: rememberedId,
  /** The browser's clock: tells a beacon that was delivered twice from two beacons. */
  sentAt: z.optional(
    z.iso.datetime({ offset: true, error: 'Must be an RFC 3339 time, 2026-11-22T14:05:00Z.' }),
  ),
  /** `false` where the page has no place for a code: none is issued then. */
  wantsCode: z.optional(z.nullable(z.boolean())),
  ids: z.optional(z.nullable(ids)),
}

/** As much as a form may weigh, sealed in one item with its hashes. */
export const maxFormCharacters = 16 * 1024
const form = z
  .object({
    name: z.optional(z.nullable(z.string())),
    email: z.optional(z.nullable(z.string())),
    phone: z.optional(z.nullable(z.string())),
    fields: z.optional(z.record(z.string(), z.unknown())),
  })
  .check(
    z.refine((value) => JSON.stringify(value).length <= maxFormCharacters, {
      error: 'Must have at most 16 kB in all.',
    }),
  )

export const beaconSchema = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('page'), ...common }),
    z.object({ type: z.literal('heartbeat'), ...common }),
    z.object({ type: z.literal('phone-click'), ...common, number: phone }),
    z.object({ type: z.literal('form'), ...common, form }),
    z.object({ type: z.literal('event'), ...common, name: shortText.check(z.minLength(1)) }),
  ],
  { error: 'Must be one of "page", "heartbeat", "phone-click", "form", "event".' },
)
export type Beacon = z.infer<typeof beaconSchema>
export type FormBeacon = Extract<Beacon, { type: 'form' }>

export const collectReplySchema = z.object({
  visitorId: z.string(),
  sessionId: z.string(),
  /** What to show on the page instead of each target. */
  swap: z.array(z.object({ target: z.string(), number: z.string(), display: z.string() })),
  /** The visitor’s code to quote by phone, the same until it is used or over; null if no campaign shows any. */
  code: z.nullable(
    z.object({ code: z.string(), display: z.string(), spoken: z.string(), expiresAt: z.string() }),
  ),
})
export type CollectReply = z.infer<typeof collectReplySchema>
