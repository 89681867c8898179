import * as z from 'zod/mini'
import { must, type Peer, servePeer, Unfit } from './serve.ts'

const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const event = z.strictObject({
  event_name: z.string().check(z.minLength(1), z.maxLength(50)),
  event_time: z.number().check(z.int(), z.lte(9_999_999_999)),
  event_id: z.string().check(z.minLength(1)),
  action_source: z.enum(['phone_call', 'chat', 'system_generated']),
  user_data: z
    .strictObject({
      em: z.optional(z.array(hex)),
      ph: z.optional(z.array(hex)),
      fbc: z.optional(z.string().check(z.regex(/^fb\.\d\.\d{13}\.[\w.~-]+$/))),
      fbp: z.optional(z.string().check(z.regex(/^fb\.\d\.\d{13}\.\d+$/))),
    })
    .check(z.refine((data) => Object.keys(data).length > 0)),
  custom_data: z.strictObject({
    event_source: z.literal('crm'),
    lead_event_source: z.string(),
    currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/))),
    value: z.optional(z.number().check(z.gte(0))),
  }),
})
const request = z.strictObject({
  data: z.array(event).check(z.minLength(1), z.maxLength(1000)),
  access_token: z.string(),
  test_event_code: z.optional(z.string()),
})

export interface MetaPeer extends Peer {
  readonly events: Map<string, z.infer<typeof event>>
}

/** The Conversions API: one event that is too old, or unfit, fails all; what it had within 48 hours it has once. */
export async function metaPeer(now: () => string): Promise<MetaPeer> {
  const events: MetaPeer['events'] = new Map()
  const refused = (message: string, code = 100) => ({
    status: 400,
    body: { error: { message, type: 'OAuthException', code, is_transient: false, fbtrace_id: 'A1' } },
  })
  const peer = await servePeer(({ method, url, headers, body }) => {
    try {
      must(method === 'POST' && /^\/v\d+\.0\/\d+\/events$/.test(url.pathname), 'POST /v…/{dataset}/events')
      must(url.search === '', 'no secrets in addresses')
      must(headers['content-type'] === 'application/json', 'JSON')
      const parsed = request.safeParse(JSON.parse(body))
      must(parsed.success, JSON.stringify(parsed.error?.issues))
      const { data, access_token } = parsed.data
      if (access_token !== 'meta-token') return refused('Error validating access token', 190)
      const seconds = Date.parse(now()) / 1000
      for (const { event_time, event_name, custom_data } of data) {
        if (event_time < seconds - 7 * 86_400) return refused('Event Timestamp Too Old')
        must(event_time <= seconds + 60, 'in the future')
        must(event_name !== 'Purchase' || custom_data.value !== undefined, 'a purchase without a value')
      }
      for (const each of data) {
        const key = `${each.event_name} ${each.event_id}`
        if (!events.has(key)) events.set(key, each)
      }
      return { status: 200, body: { events_received: data.length, messages: [], fbtrace_id: 'A1' } }
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      return refused(error.message)
    }
  })
  return { ...peer, events }
}
