import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { createCallWebhookApp } from '../../../functions/call-webhook/app.ts'
import { callWebhookOperations } from '../../../functions/call-webhook/operations.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { signedForm } from '../../support/twilio-signing.ts'
import { untouchedCoupons } from './untouched-coupons.ts'

const origin = 'https://calls.example.com'
const touched: string[] = []
const app = createCallWebhookApp({
  twilio: { authTokens: ['token'], publicBaseUrl: origin },
  houseAccount: 'acc_house',
  routes: {
    routeOf: async (number) => {
      touched.push(number)
      return undefined
    },
  },
  calls: {
    record: async (fact) => {
      touched.push(fact.callSid)
      return 'recorded'
    },
  },
  coupons: untouchedCoupons,
  vault: createVault(Buffer.alloc(32).toString('base64')),
  now: () => '2026-11-22T14:05:00.000Z',
  report: () => {},
})

describe.each(callWebhookOperations)('$method $path', ({ path, query, body }) => {
  test('asks for Twilio’s signature before it reads or writes anything', async () => {
    const request = signedForm(origin + path, { CallSid: 'CA1' }, 'not the token')
    expect((await app.request(path, request)).status).toBe(403)
    expect(touched).toEqual([])
  })

  test('answers a signed form without any field with what is missing', async () => {
    const answer = await app.request(path, signedForm(origin + path, {}, 'token'))
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: expect.any(Array) })
    expect(touched).toEqual([])
  })

  test('can be described in OpenAPI', () => {
    expect(z.toJSONSchema(body as z.ZodMiniType)).toHaveProperty(
      path === '/twilio/sms' ? 'properties.MessageSid' : 'properties.CallSid',
    )
    if (query) expect(z.toJSONSchema(query as z.ZodMiniType)).toHaveProperty('properties.account')
  })
})
