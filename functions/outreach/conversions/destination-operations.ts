import { mostDestinations } from '../../../shared/domain/conversion/destination.ts'
import { operation } from '../../../shared/http/operation.ts'
import {
  destinationAnswer,
  destinationBody,
  destinationChange,
  destinationList,
  idParams,
} from './destination-schema.ts'

const mine = { tag: 'Conversions', auth: 'secret' } as const

export const listDestinations = operation({
  ...mine,
  id: 'listDestinations',
  summary: 'Where conversions are sent back to',
  method: 'get',
  path: '/v1/destinations',
  replies: { 200: destinationList },
})
export const createDestination = operation({
  ...mine,
  id: 'createDestination',
  summary: 'Have an ad platform told what became of its clicks',
  description: `GA4 (Measurement Protocol), Google Ads (Data Manager API), Meta (Conversions API) or Microsoft (offline conversions). It begins as a dry run: what would be sent of the enquiries of the last 90 days stands in \`/v1/conversions\` and \`/v1/deliveries\` soon, and nothing leaves until \`mode\` is \`live\`. A conversion is what its enquiry comes to now: when that is revised, what was sent is restated or taken back as far as the platform allows. At most ${mostDestinations}.`,
  method: 'post',
  path: '/v1/destinations',
  body: destinationBody,
  replies: { 201: destinationAnswer },
  problems: ['too_many'],
})
export const getDestination = operation({
  ...mine,
  id: 'getDestination',
  summary: 'One destination',
  method: 'get',
  path: '/v1/destinations/{id}',
  params: idParams,
  replies: { 200: destinationAnswer },
  problems: ['not_found'],
})
export const changeDestination = operation({
  ...mine,
  id: 'changeDestination',
  summary: 'Change a destination, or take it live',
  description:
    'What is absent stays as it is; of `credentials` those that are named are replaced. Once it goes live conversions from then on are sent, or from `from` on. Enquiries are looked at anew: what was sent by rules that are gone is taken back.',
  method: 'patch',
  path: '/v1/destinations/{id}',
  params: idParams,
  body: destinationChange,
  replies: { 200: destinationAnswer },
  problems: ['not_found'],
})
export const deleteDestination = operation({
  ...mine,
  id: 'deleteDestination',
  summary: 'Send a destination nothing any more',
  description: 'What it was sent stands: switch its rules off first to have it taken back.',
  method: 'delete',
  path: '/v1/destinations/{id}',
  params: idParams,
  replies: { 204: null },
  problems: ['not_found'],
})

export const destinationOperations = [
  listDestinations,
  createDestination,
  getDestination,
  changeDestination,
  deleteDestination,
] as const
