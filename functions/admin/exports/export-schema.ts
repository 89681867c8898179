import * as z from 'zod/mini'
import { contactKinds } from '../../../shared/domain/link.ts'
import { operation } from '../../../shared/http/operation.ts'
import { personBody } from '../erasures/erasure-schema.ts'
import { instant } from '../field.ts'

const note = (description: string) => z.meta({ description })
const maybeText = z.nullable(z.string())

const exportedContact = z.object({
  kind: z.enum(contactKinds),
  id: z.string(),
  at: z.nullable(instant),
  enquiryId: maybeText,
  number: maybeText.check(note('The number dialled or texted')),
  phone: maybeText,
  form: z.nullable(z.unknown()).check(note('As it was sent')),
  messages: z.array(z.object({ at: instant, body: z.string() })),
  recordings: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      url: maybeText,
      transcript: maybeText,
      deletedAt: maybeText,
    }),
  ),
  codes: z.array(z.string()),
  tags: z.array(z.string()),
  notes: z.array(z.string()),
  heard: maybeText.check(note('The answer to “how did you hear of us?”')),
  mails: z.array(z.object({ at: instant, event: z.string(), sequence: z.string() })),
  outcomes: z.array(z.object({ at: instant, stage: z.string(), valueMinorUnits: z.nullable(z.int()) })),
})

export const personExport = z
  .object({
    exportedAt: instant,
    contacts: z.array(exportedContact),
    enquiries: z.array(
      z.object({
        id: z.string(),
        openedAt: instant,
        journey: z.array(z.unknown()),
        evidence: z.array(z.object({ kind: z.string(), at: instant, detail: z.string() })),
      }),
    ),
    mailing: z
      .object({
        noted: z.array(
          z.object({
            contact: z.string(),
            at: instant,
            by: z.string(),
            email: maybeText,
            consent: z.nullable(z.object({ basis: z.string(), note: z.string() })),
          }),
        ),
        addresses: z.array(
          z.object({
            email: maybeText,
            name: maybeText,
            consent: z.nullable(
              z.object({
                basis: z.string(),
                at: instant,
                by: z.string(),
                contact: z.string(),
                detail: z.string(),
              }),
            ),
            unsubscribedAt: z.nullable(instant),
            code: maybeText,
            sequences: z.array(
              z.object({
                sequence: z.string(),
                contact: z.string(),
                startedAt: instant,
                endedAt: z.nullable(instant),
                state: z.string(),
                because: maybeText,
                mails: z.array(
                  z.object({
                    mail: z.string(),
                    at: instant,
                    state: z.string(),
                    links: z.array(z.string()),
                  }),
                ),
              }),
            ),
          }),
        ),
      })
      .check(note('Addresses that may be written to or must not be, why, and the mails of sequences')),
    deliveries: z
      .array(
        z.object({
          id: z.string(),
          target: z.object({ kind: z.string(), id: z.string() }),
          type: z.string(),
          state: z.string(),
          createdAt: instant,
          body: maybeText,
        }),
      )
      .check(note('What webhooks and ad platforms were told, kept for 90 days')),
    conversions: z
      .array(
        z.object({
          id: z.string(),
          platform: z.string(),
          dryRun: z.boolean(),
          rule: z.string(),
          contact: z.string(),
          at: instant,
          state: z.string(),
          action: maybeText,
          valueMinorUnits: z.nullable(z.int()),
          click: z.nullable(z.object({ name: z.string(), value: z.string(), at: instant })),
        }),
      )
      .check(note('What ad platforms have of the person, and by which click')),
    progress: z.array(
      z.object({
        person: z.string(),
        steps: z.array(z.object({ step: z.string(), at: instant, because: z.string() })),
        points: z.array(z.object({ at: instant, points: z.number(), because: z.string() })),
      }),
    ),
    visitors: z.array(
      z.object({
        visitorId: z.string(),
        sessions: z.array(
          z.object({
            sessionId: z.string(),
            startedAt: instant,
            lastSeenAt: instant,
            pages: z.array(z.object({ at: instant, url: z.string(), title: maybeText })),
            events: z.array(z.object({ at: instant, name: z.string() })),
            phoneClicks: z.array(z.object({ at: instant, number: z.string() })),
          }),
        ),
      }),
    ),
  })
  .check(z.meta({ id: 'PersonExport' }))

export const createExport = operation({
  id: 'createExport',
  tag: 'People',
  summary: 'Everything that is held of a person',
  description:
    'One document, for whoever asks what is known of them (GDPR, article 15 and 20): contacts with all that was said, sent and noted, the enquiries and what they rest on, how far the person has come and is scored, consents and mails of sequences, what webhooks and ad platforms were told, and the visits. Recordings are named by the addresses where they are heard. Nothing of it is kept here but that it was asked for (`GET /v1/audit-log`).',
  method: 'post',
  path: '/v1/exports',
  auth: 'secret',
  body: personBody,
  replies: { 201: personExport },
})

export const exportOperations = [createExport] as const
