import * as z from 'zod/mini'
import { must, type Peer, servePeer, Unfit } from './serve.ts'

const eventName = z.string().check(z.regex(/^[a-zA-Z]\w{0,39}$/))
const body = z.strictObject({
  client_id: z.string().check(z.regex(/^\d+\.\d+$/)),
  timestamp_micros: z.number().check(z.int()),
  consent: z.optional(
    z.strictObject({
      ad_user_data: z.optional(z.enum(['GRANTED', 'DENIED'])),
      ad_personalization: z.optional(z.enum(['GRANTED', 'DENIED'])),
    }),
  ),
  events: z
    .array(
      z.strictObject({
        name: eventName,
        params: z.strictObject({
          session_id: z.optional(z.string().check(z.regex(/^\d+$/))),
          engagement_time_msec: z.number().check(z.gte(1)),
          transaction_id: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
          currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/))),
          value: z.optional(z.number().check(z.gte(0))),
        }),
      }),
    )
    .check(z.minLength(1), z.maxLength(25)),
})

export interface Ga4Peer extends Peer {
  /** What each sale is worth that was not taken back. */
  readonly purchases: Map<string, number>
  readonly events: { name: string; client: string; at: number }[]
}

/** The Measurement Protocol, stricter than the real one, which answers 204 to nearly everything. */
export async function ga4Peer(now: () => string): Promise<Ga4Peer> {
  const purchases = new Map<string, number>()
  const events: Ga4Peer['events'] = []
  const refunded = new Set<string>()
  const peer = await servePeer(({ method, url, headers, body: text }) => {
    try {
      must(method === 'POST' && url.pathname === '/mp/collect', 'POST /mp/collect')
      must([...url.searchParams.keys()].sort().join() === 'api_secret,measurement_id', 'two parameters')
      must(/^G-[A-Z0-9]+$/.test(url.searchParams.get('measurement_id') ?? ''), 'a measurement id')
      must(url.searchParams.get('api_secret') === 'ga-secret', 'the secret')
      must(headers['content-type'] === 'application/json', 'JSON')
      const parsed = body.safeParse(JSON.parse(text))
      must(parsed.success, JSON.stringify(parsed.error?.issues))
      const { client_id, timestamp_micros, events: sent } = parsed.data
      const at = timestamp_micros / 1000
      must(at <= Date.parse(now()) + 60_000, 'not in the future')
      must(at >= Date.parse(now()) - 72 * 3_600_000, '72 hours at most')
      for (const { name, params } of sent) {
        events.push({ name, client: client_id, at })
        const { transaction_id: id, value, currency } = params
        must((value === undefined) === (currency === undefined), 'a value with its currency')
        if (name === 'purchase') {
          must(id !== undefined, 'a purchase without a name')
          if (!refunded.has(id) && !purchases.has(id)) purchases.set(id, value ?? 0)
        }
        if (name === 'refund') {
          must(id !== undefined, 'a refund without a name')
          refunded.add(id)
          purchases.delete(id)
        }
      }
      return { status: 204 }
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      return { status: 400, body: { unfit: error.message } }
    }
  })
  return { ...peer, purchases, events }
}
