import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { newSecret, signedHeaders } from '../../../functions/outreach/webhooks/signature.ts'
import vector from '../../fixtures/standard-webhooks/sign_vector.json' with { type: 'json' }

test('signs as the specification’s own vector does', () => {
  const message = {
    id: vector['webhook-id'],
    epochSeconds: vector['webhook-timestamp'],
    body: vector.payload,
  }
  expect(signedHeaders(message, [vector.secret])).toEqual({
    'webhook-id': vector['webhook-id'],
    'webhook-timestamp': String(vector['webhook-timestamp']),
    'webhook-signature': vector['webhook-signature'],
  })
})

const nowSeconds = () => Math.floor(Date.now() / 1000)

test('what is signed here the specification’s library takes, whatever the body, by either of two secrets', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), fc.stringMatching(/^evt_[\w-]{1,40}$/), (body, id) => {
      const [now, before] = [newSecret(randomBytes), newSecret(randomBytes)]
      const headers = signedHeaders({ id, epochSeconds: nowSeconds(), body }, [now, before])
      for (const secret of [now, before]) {
        expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
      }
    }),
    { numRuns: 60 },
  )
})

test('what was changed on the way, is old, or is signed by another it refuses', () => {
  const secret = newSecret(randomBytes)
  const message = { id: 'evt_1', epochSeconds: nowSeconds(), body: '{"a":1}' }
  const headers = signedHeaders(message, [secret])
  const verify = (body: string, given: Record<string, string>, by = secret) =>
    new Webhook(by).verify(body, given)
  expect(verify(message.body, headers)).toEqual({ a: 1 })
  expect(() => verify('{"a":2}', headers)).toThrow()
  expect(() => verify(message.body, { ...headers, 'webhook-id': 'evt_2' })).toThrow()
  expect(() => verify(message.body, headers, newSecret(randomBytes))).toThrow()
  const old = signedHeaders({ ...message, epochSeconds: message.epochSeconds - 600 }, [secret])
  expect(() => verify(message.body, old)).toThrow()
})
