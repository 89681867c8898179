import { operation } from '../../../shared/http/operation.ts'
import {
  moveAnswer,
  moveBody,
  processAnswer,
  processBody,
  scoringAnswer,
  scoringBody,
} from './process-schema.ts'

const managed = { tag: 'Process', auth: 'secret' } as const
const derivedAnew =
  'All of the history is derived anew by it, day by day; `GET /v1/rebuild` tells how far that is. A change of names alone derives nothing.'

export const getProcess = operation({
  ...managed,
  id: 'getProcess',
  summary: 'The sales process: stages and their steps, in order',
  description: 'Until somebody changes it, the one that suits most small businesses that sell by phone.',
  method: 'get',
  path: '/v1/process',
  replies: { 200: processAnswer },
})
export const changeProcess = operation({
  ...managed,
  id: 'changeProcess',
  summary: 'Replace the sales process',
  description: `A step is reached when one of its rules has matched, or by hand. ${derivedAnew}`,
  method: 'put',
  path: '/v1/process',
  body: processBody,
  replies: { 200: processAnswer },
  problems: ['changed_meanwhile'],
})
export const getScoring = operation({
  ...managed,
  id: 'getScoring',
  summary: 'How people are scored',
  method: 'get',
  path: '/v1/scoring',
  replies: { 200: scoringAnswer },
})
export const changeScoring = operation({
  ...managed,
  id: 'changeScoring',
  summary: 'Replace how people are scored',
  description: derivedAnew,
  method: 'put',
  path: '/v1/scoring',
  body: scoringBody,
  replies: { 200: scoringAnswer },
  problems: ['changed_meanwhile'],
})
export const movePerson = operation({
  ...managed,
  id: 'movePerson',
  summary: 'Say by hand that somebody reached a step, or take that back',
  description:
    'A fact of the contact or the visitor, which follows them whoever they turn out to be. The contact need not be known yet. What rules say stays as it is: by hand only what was said by hand is taken back.',
  method: 'post',
  path: '/v1/process/moves',
  body: moveBody,
  replies: { 201: moveAnswer },
})

export const processOperations = [getProcess, changeProcess, getScoring, changeScoring, movePerson] as const
