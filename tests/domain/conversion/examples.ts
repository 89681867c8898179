import {
  type ConversionRule,
  type Destination,
  destinationDefaults,
} from '../../../shared/domain/conversion/destination.ts'
import type { ConversionSubject } from '../../../shared/domain/conversion/wanted.ts'
import { type Contact, type Enquiry, foldEnquiries, type Touch } from '../../../shared/domain/enquiry.ts'
import { formEvidence } from '../../../shared/domain/evidence.ts'
import { classifyVisit } from '../../../shared/domain/source.ts'
import { addMinutes } from '../../../shared/domain/time.ts'

export const noon = '2026-11-20T12:00:00.000Z'
export const gclid = 'Cj0KCQiA-example_1'

export const won: ConversionRule = {
  trigger: { on: 'outcome', stage: 'won' },
  action: '1001',
  value: { from: 'stated' },
}

export const destination = (over: Partial<Destination> = {}): Destination => ({
  ...destinationDefaults,
  id: 'dst_1',
  account: 'acc_1',
  name: 'Google Ads',
  platform: 'google',
  mode: 'live',
  rules: [won],
  settings: { customerId: '1234567890' },
  createdAt: '2026-11-01T00:00:00.000Z',
  ...over,
})

export const touch = (at: string, query: string, session = 'ses_1'): Touch => ({
  at,
  sessionId: session,
  visitorId: 'vis_1',
  source: classifyVisit({ url: `https://shop.example/${query}` }),
})

export const form = (at: string, over: Partial<Contact> = {}, session = 'ses_1'): Contact => ({
  id: `frm_${at}`,
  kind: 'form',
  at,
  identity: ['visitor:vis_1'],
  evidence: [formEvidence(`frm_${at}`, at, session, 'vis_1')],
  redemptions: [],
  ...over,
})

/** An enquiry by a form, twenty minutes after a click. */
export function enquiry(
  contacts: readonly Contact[] = [form(noon)],
  touches: readonly Touch[] = [touch(addMinutes(noon, -20), `?gclid=${gclid}`)],
): Enquiry {
  const [first] = foldEnquiries(contacts, touches, { enquiryGapDays: 30, lookbackDays: 365 })
  if (!first) throw new Error('no enquiry')
  return first
}

export const subject = (of: Enquiry, over: Partial<ConversionSubject> = {}): ConversionSubject => ({
  enquiry: of,
  talkSeconds: new Map(),
  steps: [],
  erased: new Set(),
  hasIdentity: false,
  browsers: new Map(),
  ...over,
})
