import type * as z from 'zod/mini'
import type { auditEntryAnswer } from '../../../../../../functions/admin/audit-log/audit-schema.ts'
import type { erasureAnswer, PersonBody } from '../../../../../../functions/admin/erasures/erasure-schema.ts'
import { count } from '../../../look/format.ts'

export type Erasure = z.infer<typeof erasureAnswer>
export type AuditEntry = z.infer<typeof auditEntryAnswer>

/** The one thing that a person is named by. */
export type NamedBy = keyof PersonBody
export const namedBy = [
  { id: 'phone', name: 'Phone', placeholder: '+44 7700 900123', help: 'With its country code.' },
  { id: 'email', name: 'E-mail', placeholder: 'person@example.com', help: undefined },
  { id: 'enquiryId', name: 'Enquiry', placeholder: 'enq_…', help: 'As the address of its page ends.' },
  {
    id: 'contact',
    name: 'Contact',
    placeholder: 'CA…',
    help: 'The id of a call, a conversation, a form or a redemption.',
  },
  { id: 'visitorId', name: 'Visitor', placeholder: '', help: 'The id that the snippet gave the browser.' },
] as const satisfies readonly { id: NamedBy; name: string; placeholder: string; help: string | undefined }[]

export const erasedBy: Readonly<Record<Erasure['by'], string>> = {
  phone: 'by phone',
  email: 'by e-mail',
  visitor: 'by visitor',
  contact: 'by contact',
  enquiry: 'by enquiry',
}

const things: readonly (readonly [name: keyof Erasure['found'], one: string, many: string])[] = [
  ['calls', 'call', 'calls'],
  ['texts', 'text', 'texts'],
  ['forms', 'form', 'forms'],
  ['redemptions', 'redemption', 'redemptions'],
  ['visitors', 'browser', 'browsers'],
  ['recordings', 'recording', 'recordings'],
]

/** "2 calls, 1 form" */
export const foundWords = (found: Erasure['found']): string =>
  things
    .filter(([name]) => found[name] > 0)
    .map(([name, one, many]) => `${count(found[name])} ${found[name] === 1 ? one : many}`)
    .join(', ') || 'nothing was held'

export const actionNames: Readonly<Record<AuditEntry['action'], string>> = {
  'recording-heard': 'Heard a recording',
  'recording-linked': 'Made a link to a recording',
  'recording-deleted': 'Deleted a recording',
  'person-exported': 'Exported a person',
  'person-erased': 'Erased a person',
  'member-added': 'Added a member',
  'member-changed': 'Changed a member',
  'member-removed': 'Removed a member',
  'account-changed': 'Changed the business',
  'key-made': 'Made a key',
  'key-withdrawn': 'Withdrew a key',
  'webhook-made': 'Made a webhook',
  'webhook-changed': 'Changed a webhook',
  'webhook-removed': 'Removed a webhook',
  'destination-made': 'Connected an ad platform',
  'destination-changed': 'Changed an ad platform',
  'destination-removed': 'Disconnected an ad platform',
}

/** @param memberName of a member that is still in the team */
export function callerWords({ kind, id }: AuditEntry['by'], memberName: (id: string) => string | undefined) {
  switch (kind) {
    case 'member':
      return (id && memberName(id)) || 'a member who has left'
    case 'key':
      return 'a program with a secret key'
    case 'link':
      return 'whoever had the link'
    case 'none':
      return 'Tieline by itself'
  }
}
