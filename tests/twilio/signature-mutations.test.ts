import fc from 'fast-check'
import { Hono } from 'hono'
import twilio from 'twilio'
import { expect, test } from 'vitest'
import { type TwilioRequest, verifyTwilio } from '../../shared/twilio/verify.ts'
import { limitMilliseconds, runs } from '../support/runs.ts'
import { type FieldPairs, twilioSignature } from '../support/twilio-signing.ts'

/**
 * Twilio's own library, by its public entry, is the oracle: whatever is changed about a signed request, the guard lets it
 * pass exactly if the oracle does. (A few changes leave a signature valid, as moving a letter from a field's value to the
 * name of a next one that stands right behind it: the signature joins names and values without separators.)
 */
const token = '0123456789abcdef0123456789abcdef'
const origin = 'https://calls.example.com'

interface Sent {
  readonly target: string
  readonly fields: FieldPairs
  readonly signature: string
}

const name = fc.oneof(
  fc.constantFrom('CallSid', 'From', 'To', 'ToCity', 'CallStatus', 'StirVerstat', 'a', 'A', 'aa', 'Digits'),
  fc.string({ minLength: 1, maxLength: 12 }),
)
const value = fc.oneof(
  fc.constantFrom('', ' ', '+442079460000', 'CA1', 'München', '東京', "O'Neil & Söhne", '100%', 'a=b&c', '1'),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
)
const pair = fc.tuple(name, value)
const query = fc.constantFrom(
  '',
  '?account=acc_1&number=%2B442079460000',
  "?a=It's+amazing",
  '?a=It%27s%20fine&b=%7Ex',
  '?a=~&b=(1)',
  '?a=1&a=2&b=',
)
const target = fc
  .tuple(fc.constantFrom('/twilio/voice', '/twilio/voice/dial'), query)
  .map((parts) => parts.join(''))

const genuine = fc
  .record({ target, fields: fc.array(pair, { maxLength: 8 }) })
  .map((sent): Sent => ({ ...sent, signature: twilioSignature(origin + sent.target, sent.fields, token) }))

const at = fc.nat(1000)
const without = <T>(list: readonly T[], index: number) => list.filter((_, i) => i !== index % list.length)
const flipped = (text: string, index: number) => {
  const characters = [...text]
  const i = index % Math.max(characters.length, 1)
  characters[i] = characters[i] === 'A' ? 'B' : 'A'
  return characters.join('')
}

type Field = FieldPairs[number]
const changedField = ({ fields }: Sent, index: number, change: (field: Field) => Field): FieldPairs =>
  fields.map((field, i) => (i === index % fields.length ? change(field) : field))

const mutation = fc.oneof<fc.Arbitrary<(sent: Sent) => Sent>[]>(
  fc.constant((sent: Sent) => sent),
  at.map((index) => (sent: Sent) => ({ ...sent, signature: flipped(sent.signature, index) })),
  at.map((index) => (sent: Sent) => ({ ...sent, signature: sent.signature.slice(0, index % 28) || 'x' })),
  fc.constant((sent: Sent) => ({ ...sent, signature: sent.signature.toUpperCase() })),
  at.map((index) => (sent: Sent) => ({ ...sent, fields: without(sent.fields, index) })),
  pair.map((extra) => (sent: Sent) => ({ ...sent, fields: [...sent.fields, extra] })),
  at.map((index) => (sent: Sent) => ({
    ...sent,
    fields: changedField(sent, index, ([n, v]) => [n, flipped(v, index)]),
  })),
  at.map((index) => (sent: Sent) => ({
    ...sent,
    fields: changedField(sent, index, ([n, v]) => [flipped(n, index), v]),
  })),
  at.map((index) => (sent: Sent) => ({
    ...sent,
    fields: changedField(sent, index, ([n, v]) => [n, v.trim()]),
  })),
  at.map((index) => (sent: Sent) => ({
    ...sent,
    fields: sent.fields.flatMap((each, i) => (i === index % sent.fields.length ? [each, each] : [each])),
  })),
  fc.constant((sent: Sent) => ({ ...sent, fields: [...sent.fields].reverse() })),
  fc.constant((sent: Sent) => ({ ...sent, fields: sent.fields.filter(([, v]) => v !== '') })),
  query.map((other) => (sent: Sent) => ({ ...sent, target: sent.target.split('?')[0] + other })),
  fc.constant((sent: Sent) => ({ ...sent, target: sent.target.replace("'", '%27') })),
  fc.constant((sent: Sent) => ({ ...sent, target: sent.target.replace('%7E', '~') })),
  fc.constant((sent: Sent) => ({ ...sent, target: sent.target.replace('%20', '+') })),
  fc.constant((sent: Sent) => ({
    ...sent,
    target: `${sent.target}${sent.target.includes('?') ? '&' : '?'}z=1`,
  })),
)

function oracle({ target, fields, signature }: Sent): boolean {
  const params: Record<string, string | string[]> = Object.create(null)
  for (const [n, v] of fields) {
    const known = params[n]
    params[n] = known === undefined ? v : [...(Array.isArray(known) ? known : [known]), v]
  }
  return twilio.validateRequest(token, signature, origin + target, params)
}

test(
  '10,000 changed requests pass exactly if twilio’s own library lets them',
  async () => {
    const app = new Hono<TwilioRequest>()
    app.post('*', verifyTwilio({ authTokens: [token], publicBaseUrl: origin }), (context) =>
      context.body(null, 204),
    )
    const seen = { passed: 0, refused: 0 }

    await fc.assert(
      fc.asyncProperty(genuine, mutation, async (original, mutate) => {
        const sent = mutate(original)
        const body = sent.fields.map((each) => each.map(encodeURIComponent).join('=')).join('&')
        const answer = await app.request(
          sent.target,
          {
            method: 'POST',
            body,
            headers: {
              'content-type': 'application/x-www-form-urlencoded',
              'x-twilio-signature': sent.signature,
            },
          },
          // As a server passes on the request line: `Request` would rewrite it.
          { incoming: { url: sent.target } },
        )
        const genuineStill = oracle(sent)
        seen[genuineStill ? 'passed' : 'refused']++
        expect(answer.status).toBe(genuineStill ? 204 : 403)
      }),
      { numRuns: runs(3000), seed: 20_261_122 },
    )
    // Both answers were really tried.
    expect(seen.passed).toBeGreaterThan(300)
    expect(seen.refused).toBeGreaterThan(1200)
  },
  limitMilliseconds(60_000),
)
