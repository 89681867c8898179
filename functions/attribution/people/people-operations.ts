import { operation } from '../../../shared/http/operation.ts'
import { idParams } from '../field.ts'
import { peopleList, peopleQuery, personSchema } from './people-schema.ts'

const read = { method: 'get', auth: 'secret', tag: 'Process' } as const

export const listPeople = operation({
  ...read,
  id: 'listPeople',
  summary: 'People, by score or by when they came',
  description:
    'A visitor who made no contact yet counts as somebody of their own, and becomes one with the person as soon as a contact is known to be theirs. ' +
    'A page may hold fewer than `limit` where a filter leaves few: go on while there is a `nextCursor`.',
  path: '/v1/people',
  query: peopleQuery,
  replies: { 200: peopleList },
})
export const getPerson = operation({
  ...read,
  id: 'getPerson',
  summary: 'One person: why each step, and why the score',
  description:
    'By the id of a person, as enquiries tell it, or of a visitor. Who turned out to be somebody else answers with the other.',
  path: '/v1/people/{id}',
  params: idParams,
  replies: { 200: personSchema },
  problems: ['not_found'],
})
export const peopleOperations = [listPeople, getPerson]
