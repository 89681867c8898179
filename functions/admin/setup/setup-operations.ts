import { operation } from '../../../shared/http/operation.ts'
import { setupAnswer, setupBody } from './setup-schema.ts'

export const setUp = operation({
  id: 'setUp',
  tag: 'Setup',
  summary: 'Set a small business up in three answers',
  description:
    'One number, one code in one place, no script on any page: registers the number, makes a campaign of kind `source` and its code, and says what to print. A call that quotes the code is attributed to the place. A number that the account has already stays as it is. Call it again for each further place.',
  method: 'post',
  path: '/v1/setup',
  auth: 'secret',
  body: setupBody,
  replies: { 201: setupAnswer },
  problems: ['number_taken', 'mint_refused'],
})

export const setupOperations = [setUp] as const
