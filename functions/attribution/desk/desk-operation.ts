import { operation } from '../../../shared/http/operation.ts'
import { deskSchema } from './desk-schema.ts'

export const getDesk = operation({
  id: 'getDesk',
  tag: 'Calls',
  summary: 'The live desk: who calls now',
  description:
    'Calls that ring, are connected, or ended within a quarter of an hour and nobody has said yet what came of them (a note, an outcome, spam, handled). ' +
    'A call stands here from the moment its webhook was answered. Ask each second: with `If-None-Match` an unchanged desk is 304, which browsers do by themselves (`cache: "no-cache"`).',
  method: 'get',
  auth: 'secret',
  path: '/v1/desk',
  replies: { 200: deskSchema, 304: null },
})
