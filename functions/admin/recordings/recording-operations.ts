import { operation } from '../../../shared/http/operation.ts'
import {
  deletionQuery,
  linkAnswer,
  linkBody,
  linkQuery,
  recordingParams,
  soundQuery,
  transcriptAnswer,
  transcriptBody,
} from './recording-schema.ts'

const path = '/v1/calls/{callSid}/recordings/{recordingId}'
const mine = { tag: 'Recordings', auth: 'secret', params: recordingParams } as const
const partly =
  'Takes `Range`, and answers 206 with at most as much as was asked for: deployed, with 4 MiB at most, so that a longer recording is had part after part, as players do by themselves. Without `Range` a longer one is 400 `range_needed`. Never stored by shared caches. A recording that was deleted, here or at Twilio, is 410 `recording_gone`; one that Twilio does not have ready yet is 503.'

export const getRecording = operation({
  ...mine,
  id: 'getRecording',
  summary: 'The sound of a call or message',
  description: partly,
  method: 'get',
  path,
  query: soundQuery,
  replies: { 200: 'audio/mpeg', 206: 'audio/mpeg' },
  problems: ['not_found', 'recording_gone', 'range_needed', 'unavailable'],
})

export const linkRecording = operation({
  ...mine,
  id: 'linkRecording',
  summary: 'A link by which a page plays the recording',
  description:
    'An <audio> element sends no key: the link is signed instead, for this recording alone, and runs out after minutes.',
  method: 'post',
  path: `${path}/link`,
  body: linkBody,
  replies: { 201: linkAnswer },
  problems: ['not_found', 'recording_gone'],
})

export const playRecording = operation({
  id: 'playRecording',
  tag: 'Recordings',
  summary: 'The sound, by a signed link',
  description: `Made by \`POST …/link\`; the signature is the key. ${partly}`,
  method: 'get',
  path: `${path}/media`,
  auth: 'none',
  params: recordingParams,
  query: linkQuery,
  replies: { 200: 'audio/mpeg', 206: 'audio/mpeg' },
  problems: ['bad_signature', 'link_expired', 'not_found', 'recording_gone', 'range_needed', 'unavailable'],
})

export const deleteRecording = operation({
  ...mine,
  id: 'deleteRecording',
  summary: 'Delete a recording',
  description:
    'It is not to be heard from now on. 204: it is deleted at Twilio as well, with what was written down of it. 202: Twilio did not answer, and is asked again until it does. Repeating it changes nothing.',
  method: 'delete',
  path,
  query: deletionQuery,
  replies: { 202: null, 204: null },
  problems: ['not_found'],
})

export const writeTranscript = operation({
  ...mine,
  id: 'writeTranscript',
  summary: 'Keep what a recording says',
  description:
    'For transcription services other than Twilio’s. The last that came holds. Card numbers (13 to 19 digits that satisfy the Luhn check, spaced or in English words) and the security codes near them are replaced by a mark before anything is stored.',
  method: 'post',
  path: `${path}/transcript`,
  body: transcriptBody,
  replies: { 201: transcriptAnswer },
  problems: ['not_found', 'recording_gone'],
})

export const recordingOperations = [
  getRecording,
  linkRecording,
  playRecording,
  deleteRecording,
  writeTranscript,
] as const
