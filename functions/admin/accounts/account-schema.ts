import * as z from 'zod/mini'
import { mostRepliesPerDay, privacySignals, usualTexts } from '../../../shared/domain/account.ts'
import { parseNetwork, widestPrefixBits } from '../../../shared/domain/network.ts'
import { mostRetentionDays, usualRetentionDays } from '../../../shared/domain/recording-retention.ts'
import { mostShards } from '../../../shared/domain/shard.ts'
import { isCountry } from '../../../shared/domain/text-country.ts'
import { readUrl } from '../../../shared/domain/url.ts'
import { currency } from '../../../shared/http/field.ts'
import { e164, email, instant, name, phone, text, timeZone as zone } from '../field.ts'
import { memberEmail } from '../members/member-schema.ts'
import { language, voice } from '../numbers/flow-schema.ts'

const timeZone = zone.check(
  z.meta({ description: 'IANA zone whose days the reports count.', examples: ['Europe/London'] }),
)
/** What a browser sends as `Origin`, or `*`. */
const origin = z.pipe(
  text(300),
  z.transform((written, context) => {
    if (written === '*') return written
    const url = readUrl(written)
    if (url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin
    context.issues.push({
      code: 'custom',
      message: 'Must be * or an origin without a path, such as https://www.example.com.',
      input: written,
    })
    return z.NEVER
  }),
)
const origins = z.array(origin).check(z.maxLength(100))

function isNarrowNetwork(text: string): boolean {
  const network = parseNetwork(text)
  return network !== undefined && network.prefixBits >= widestPrefixBits[network.family]
}
const excludedNetworks = z
  .array(
    text(64).check(
      z.refine(isNarrowNetwork, {
        error: `Must be an IP address or a network such as 203.0.113.0/24 or 2001:db8::/32, no wider than /${widestPrefixBits[4]} (IPv6: /${widestPrefixBits[6]}).`,
      }),
    ),
  )
  .check(
    z.maxLength(100),
    z.meta({
      description:
        'Networks whose visitors are not counted and see the pages’ own numbers: the office. On other networks staff open a page with `?tieline=off` once in each browser; `?tieline=on` takes it back.',
    }),
  )

const branding = z
  .strictObject({
    name: z.optional(name),
    colour: z.optional(
      z
        .string()
        .check(
          z.regex(/^#[0-9a-fA-F]{6}$/, { error: 'Must be a colour as #rrggbb.' }),
          z.meta({ examples: ['#b3391f'] }),
        ),
    ),
    logoUrl: z.optional(
      z.url({ protocol: /^https?$/, error: 'Must be an http or https address.' }).check(z.maxLength(2_000)),
    ),
    text: z.optional(text(500)),
  })
  .check(z.meta({ id: 'Branding', description: 'How the hosted page to redeem a code looks.' }))

const country = z.string().check(
  z.refine(isCountry, {
    error: 'Must be an ISO 3166 country code in upper case, such as GB.',
    abort: true,
  }),
  z.meta({ examples: ['GB'] }),
)
const texts = z
  .strictObject({
    perNumberPerDay: z.optional(z.int().check(z.gte(0), z.lte(50))).check(
      z.meta({
        description: `Most texts to one phone on one day (UTC); ${usualTexts.perNumberPerDay} unless given. Answers to its own texts are counted apart: ${mostRepliesPerDay} a day.`,
      }),
    ),
    perDay: z.optional(z.int().check(z.gte(0), z.lte(100_000))).check(
      z.meta({
        description: `Most texts of the account on one day (UTC); ${usualTexts.perDay} unless given, 0 for none at all.`,
      }),
    ),
    countries: z.optional(z.array(country).check(z.maxLength(250))).check(
      z.meta({
        description:
          'Countries that may be texted; unless given, those that the business’s own phones are in. Countries that share a calling code (GB, GG, IM and JE; US and CA) count as one.',
      }),
    ),
    email: z.optional(email).check(
      z.meta({
        description:
          'Whither texts to the account’s numbers are sent on, where the number’s flow names no `textEmail`.',
      }),
    ),
  })
  .check(
    z.meta({
      id: 'TextSettings',
      description:
        'What may be texted in the account’s name: replaced as a whole, what it leaves out is as usual.',
    }),
  )
const calls = z
  .strictObject({
    language: z.optional(language),
    voice: z.optional(voice),
    blockedCallers: z.optional(z.array(phone).check(z.maxLength(1_000))).check(
      z.meta({
        description: 'Phones that are turned away; their calls are kept, marked as spam. Stored encrypted.',
      }),
    ),
  })
  .check(
    z.meta({
      id: 'CallSettings',
      description:
        'What holds for all calls: replaced as a whole; holds for every call some 15 seconds later. Where a flow names a language or a voice, that one speaks. The sentences that come with the bridge, spoken and texted, are there in English, German, French, Spanish, Italian and Dutch; in any other language they are English.',
    }),
  )
export type ShownCallSettings = z.infer<typeof calls>
const writeShards = z.int().check(
  z.gte(1),
  z.lte(mostShards),
  z.meta({
    description:
      'Partitions over which a day’s rows are spread: one bears some 150 calls a second. Rows that stand stay where they are.',
  }),
)
const days = z.int().check(z.gte(1), z.lte(730))
const recordingRetentionDays = z.int().check(
  z.gte(0),
  z.lte(mostRetentionDays),
  z.meta({
    description: `Recordings of calls and messages are deleted after so many days, here and at Twilio, and what was written down of them; ${usualRetentionDays} unless set. It holds for those that stand, too.`,
  }),
)

const personalDataDays = z.nullable(z.int().check(z.gte(1), z.lte(mostRetentionDays))).check(
  z.meta({
    description:
      'After so many days a contact loses what names its person: phone, e-mail, name, form, texts, notes, recordings. What is counted stays as it was. Kept for good unless set; null: again. It holds for those that stand, too.',
  }),
)

const respectedSignals = z.array(z.enum(privacySignals)).check(
  z.maxLength(2),
  z.meta({
    description:
      'Browsers’ wishes that are heeded: `gpc` (Global Privacy Control), `dnt` (Do Not Track). A visitor who has one is not counted, gets no id, and sees the page’s own numbers. None unless set.',
  }),
)

export const newAccountBody = z
  .strictObject({
    name,
    timeZone: z.optional(timeZone),
    currency: z.optional(currency),
    origins: z.optional(origins),
    ownerEmail: z.optional(memberEmail).check(z.meta({ description: 'The first member of its team.' })),
  })
  .check(z.meta({ id: 'NewAccount' }))

export const accountChangeBody = z
  .strictObject({
    name: z.optional(name),
    timeZone: z.optional(timeZone),
    currency: z.optional(currency),
    lookbackDays: z.optional(days),
    enquiryGapDays: z.optional(days),
    origins: z.optional(origins),
    excludedVisitors: z.optional(z.array(text(64)).check(z.maxLength(1_000))),
    excludedNetworks: z.optional(excludedNetworks),
    writeShards: z.optional(writeShards),
    testCallers: z.optional(z.array(phone).check(z.maxLength(100))),
    branding: z.optional(branding),
    texts: z.optional(texts),
    calls: z.optional(calls),
    recordingRetentionDays: z.optional(recordingRetentionDays),
    personalDataDays: z.optional(personalDataDays),
    respectedSignals: z.optional(respectedSignals),
  })
  .check(z.meta({ id: 'AccountChange', description: 'The fields to change; the others stay.' }))

const accountFields = {
  id: z.string(),
  name: z.string(),
  timeZone: z.string().check(z.meta({ description: 'IANA zone whose days the reports count.' })),
  currency: z.string().check(z.meta({ description: 'ISO 4217.' })),
  lookbackDays: z.int().check(z.meta({ description: 'How far back a journey reaches.' })),
  enquiryGapDays: z.int().check(z.meta({ description: 'A contact within so many days joins the enquiry.' })),
  origins: z
    .array(z.string())
    .check(z.meta({ description: 'Page origins that may use the publishable key.' })),
  excludedVisitors: z.array(z.string()).check(z.meta({ description: 'Visitors who are not counted.' })),
  excludedNetworks: z.optional(excludedNetworks),
  writeShards: z.optional(writeShards),
  testCallers: z.array(e164).check(
    z.meta({
      description: 'Phones whose calls are tests: visible, but out of every count. Kept encrypted.',
    }),
  ),
  branding: z.optional(branding),
  texts: z.optional(texts),
  calls: z.optional(calls),
  recordingRetentionDays,
  personalDataDays,
  respectedSignals,
  siteKey: z.optional(z.string()).check(
    z.meta({
      description: 'Publishable: stands in the pages’ script tag and in links to the redeem page.',
    }),
  ),
  createdAt: instant,
}
export const accountAnswer = z.object(accountFields).check(z.meta({ id: 'Account' }))
export const newAccountAnswer = z
  .object({
    ...accountFields,
    secretKey: z.string().check(z.meta({ description: 'Shown this once: it is stored only as a digest.' })),
    siteKey: z.string().check(
      z.meta({
        description: 'Publishable: stands in the pages’ script tag and in links to the redeem page.',
      }),
    ),
  })
  .check(z.meta({ id: 'CreatedAccount' }))
