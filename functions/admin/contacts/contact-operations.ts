import * as z from 'zod/mini'
import { callSchema } from '../../../shared/http/call-answer.ts'
import { operation } from '../../../shared/http/operation.ts'
import {
  callChangeBody,
  callParams,
  evidenceParams,
  selfReportAnswer,
  selfReportBody,
  splitAnswer,
  splitBody,
  verdictAnswer,
  verdictBody,
} from './contact-schema.ts'

const idParams = z.object({ id: z.string() })

export const revokeEvidence = operation({
  id: 'revokeEvidence',
  tag: 'Enquiries',
  summary: 'Take a piece of evidence away',
  description:
    'The enquiry is derived again without it, as a new revision; the evidence stays visible, under `revokedEvidence`, and can be restored. What it tied together comes apart: contacts may then stand in enquiries of their own. Evidence ids hold `@`, `:` and `+`: encode them in the address. Repeating it changes nothing.',
  method: 'post',
  path: '/v1/enquiries/{id}/evidence/{evidenceId}/revoke',
  auth: 'secret',
  params: evidenceParams,
  body: verdictBody,
  replies: { 200: verdictAnswer },
  problems: ['not_found'],
})

export const restoreEvidence = operation({
  id: 'restoreEvidence',
  tag: 'Enquiries',
  summary: 'Put a piece of evidence back',
  description:
    'Brings the earlier answer back, also through the address by which the evidence was revoked, wherever its contact stands now. Repeating it changes nothing.',
  method: 'post',
  path: '/v1/enquiries/{id}/evidence/{evidenceId}/restore',
  auth: 'secret',
  params: evidenceParams,
  body: verdictBody,
  replies: { 200: verdictAnswer },
  problems: ['not_found'],
})

export const splitEnquiry = operation({
  id: 'splitEnquiry',
  tag: 'Enquiries',
  summary: 'Take contacts apart that are not one person’s',
  description:
    'The contacts named stay together and are somebody else’s from now on, whatever phone, e-mail or visitor they share with the others. They may be of this enquiry or of another of the same person; somebody has to stay.',
  method: 'post',
  path: '/v1/enquiries/{id}/split',
  auth: 'secret',
  params: idParams,
  body: splitBody,
  replies: { 200: splitAnswer },
  problems: ['not_found'],
})

export const rejoinEnquiry = operation({
  id: 'rejoinEnquiry',
  tag: 'Enquiries',
  summary: 'Undo a split',
  description:
    'The contacts named are taken again for whoever their phone, e-mail and visits say. `id` may be the enquiry that they were split from or the one that they make now.',
  method: 'post',
  path: '/v1/enquiries/{id}/rejoin',
  auth: 'secret',
  params: idParams,
  body: splitBody,
  replies: { 200: splitAnswer },
  problems: ['not_found'],
})

export const reportSource = operation({
  id: 'reportSource',
  tag: 'Enquiries',
  summary: 'Note what the person answered to “how did you hear of us?”',
  description:
    'The last answer holds. It is shown beside the measured source, and is the source itself only where nothing was measured.',
  method: 'post',
  path: '/v1/enquiries/{id}/self-reports',
  auth: 'secret',
  params: idParams,
  body: selfReportBody,
  replies: { 201: selfReportAnswer },
  problems: ['not_found'],
})

export const changeCall = operation({
  id: 'changeCall',
  tag: 'Calls',
  summary: 'Tag a call, note something on it, mark it as spam',
  description: 'Known calls only, from the moment that the first webhook was answered.',
  method: 'patch',
  path: '/v1/calls/{callSid}',
  auth: 'secret',
  params: callParams,
  body: callChangeBody,
  replies: { 200: callSchema },
  problems: ['not_found'],
})

export const contactOperations = [
  revokeEvidence,
  restoreEvidence,
  splitEnquiry,
  rejoinEnquiry,
  reportSource,
  changeCall,
] as const
