import * as z from 'zod/mini'
import { must, type Peer, servePeer, Unfit } from './serve.ts'

const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const account = z.strictObject({
  accountType: z.literal('GOOGLE_ADS'),
  accountId: z.string().check(z.regex(/^\d{5,12}$/)),
})
const status = z.enum(['CONSENT_GRANTED', 'CONSENT_DENIED'])
const instant = z.iso.datetime()
const event = z.strictObject({
  destinationReferences: z.array(z.string()).check(z.minLength(1)),
  transactionId: z.string().check(z.minLength(1), z.maxLength(64)),
  eventTimestamp: instant,
  lastUpdatedTimestamp: z.optional(instant),
  eventSource: z.enum(['WEB', 'APP', 'IN_STORE', 'PHONE', 'MESSAGE', 'OTHER']),
  adIdentifiers: z.optional(
    z
      .strictObject({
        gclid: z.optional(z.string()),
        gbraid: z.optional(z.string()),
        wbraid: z.optional(z.string()),
      })
      .check(z.refine((ids) => Object.keys(ids).length === 1)),
  ),
  userData: z.optional(
    z.strictObject({
      userIdentifiers: z
        .array(z.union([z.strictObject({ emailAddress: hex }), z.strictObject({ phoneNumber: hex })]))
        .check(z.minLength(1), z.maxLength(10)),
    }),
  ),
  consent: z.optional(
    z.strictObject({ adUserData: z.optional(status), adPersonalization: z.optional(status) }),
  ),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/))),
  conversionValue: z.optional(z.number().check(z.gte(0))),
})
const request = z.strictObject({
  destinations: z
    .array(
      z.strictObject({
        reference: z.string(),
        operatingAccount: account,
        loginAccount: z.optional(account),
        productDestinationId: z.string().check(z.regex(/^\d+$/)),
      }),
    )
    .check(z.minLength(1)),
  events: z.array(z.unknown()).check(z.minLength(1), z.maxLength(2000)),
  encoding: z.literal('HEX'),
})

export interface GoogleConversion {
  readonly action: string
  readonly click: string | undefined
  readonly at: string
  value: number | undefined
}
export interface GooglePeer extends Peer {
  /** By conversion action and transaction id. */
  readonly conversions: Map<string, GoogleConversion>
  readonly hashes: Set<string>
  /** Clicks of which it knows when they were: a conversion must be later. */
  readonly clicks: Map<string, string>
  readonly actions: Set<string>
  /** Events that are taken and then not processed, each once: of this transaction, or whichever comes next. */
  readonly unprocessed: { readonly of?: string; readonly reason: string }[]
  /** Warnings of the next request. */
  readonly warnings: string[]
}

/** So long a request is under way. */
const processingMinutes = 20
interface Accepted {
  readonly at: string
  readonly destinations: readonly {
    readonly destination: unknown
    readonly count: number
    readonly errors: readonly string[]
    readonly warnings: readonly string[]
  }[]
}
const countsOf = (reasons: readonly string[]) =>
  [...new Set(reasons)].map((reason) => ({
    reason,
    recordCount: `${reasons.filter((each) => each === reason).length}`,
  }))
/** RetrieveRequestStatusResponse: int64 as text, what is empty left out. */
const statusOf = ({ at, destinations }: Accepted, now: string) => ({
  requestStatusPerDestination: destinations.map(({ destination, count, errors, warnings }) => {
    const eventsIngestionStatus = { recordCount: `${count}` }
    if (Date.parse(now) < Date.parse(at) + processingMinutes * 60_000)
      return { destination, requestStatus: 'PROCESSING', eventsIngestionStatus }
    const failed = errors.length === count ? 'FAILED' : 'PARTIAL_SUCCESS'
    return {
      destination,
      requestStatus: errors.length === 0 ? 'SUCCESS' : failed,
      ...(errors.length > 0 && { errorInfo: { errorCounts: countsOf(errors) } }),
      ...(warnings.length > 0 && { warningInfo: { warningCounts: countsOf(warnings) } }),
      eventsIngestionStatus,
    }
  }),
})

const violation = (field: string, description: string) => ({
  status: 400,
  body: {
    error: {
      code: 400,
      message: 'There was a problem with the request.',
      status: 'INVALID_ARGUMENT',
      details: [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'INVALID_ARGUMENT' },
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: [{ field, description, reason: 'INVALID' }],
        },
      ],
    },
  },
})

/** Google's token endpoint and the Data Manager API: one event that is wrong fails all, a known transaction is changed. */
export async function googlePeer(now: () => string, vague = false): Promise<GooglePeer> {
  const conversions: GooglePeer['conversions'] = new Map()
  const clicks = new Map<string, string>()
  const actions = new Set(['1001', '1002'])
  const hashes = new Set<string>()
  const unprocessed: GooglePeer['unprocessed'] = []
  const warnings: string[] = []
  const accepted = new Map<string, Accepted>()
  let tokens = 0
  /** @returns why the event comes to nothing, though it was taken */
  const troubleOf = (transactionId: string): string | undefined => {
    const index = unprocessed.findIndex(({ of }) => of === undefined || of === transactionId)
    return index < 0 ? undefined : unprocessed.splice(index, 1)[0]?.reason
  }
  const name = (index: number, field: string) => (vague ? 'events' : `events.events[${index}].${field}`)
  const peer = await servePeer(({ method, url, headers, body }) => {
    try {
      if (url.pathname === '/token') {
        must(method === 'POST', 'POST')
        must(headers['content-type'] === 'application/x-www-form-urlencoded', 'a form')
        const form = new URLSearchParams(body)
        must(form.get('grant_type') === 'refresh_token', 'grant_type')
        must(form.get('client_id') && form.get('client_secret'), 'the client')
        if (form.get('refresh_token') !== 'google-refresh')
          return { status: 400, body: { error: 'invalid_grant', error_description: 'Bad Request' } }
        tokens += 1
        return {
          status: 200,
          body: { access_token: `google-${tokens}`, expires_in: 3599, token_type: 'Bearer' },
        }
      }
      const isAsked = url.pathname === '/v1/requestStatus:retrieve'
      must(isAsked || url.pathname === '/v1/events:ingest', 'the address')
      must(method === (isAsked ? 'GET' : 'POST'), 'the method')
      if (headers.authorization !== `Bearer google-${tokens}`)
        return { status: 401, body: { error: { code: 401, message: 'Request had invalid credentials' } } }
      if (isAsked) {
        must([...url.searchParams.keys()].join() === 'requestId' && body === '', 'requestId, and no more')
        const one = accepted.get(url.searchParams.get('requestId') ?? '')
        return one
          ? { status: 200, body: statusOf(one, now()) }
          : violation('request_id', 'INVALID_REQUEST_ID')
      }
      const parsed = request.safeParse(JSON.parse(body))
      must(parsed.success, JSON.stringify(parsed.error?.issues))
      const { destinations, events } = parsed.data
      for (const [index, { productDestinationId }] of destinations.entries())
        if (!actions.has(productDestinationId))
          return violation(`destinations[${index}].product_destination_id`, 'not found')
      must(destinations.length <= 10, 'TOO_MANY_DESTINATIONS')
      const fit: (z.infer<typeof event> & { click: string | undefined })[] = []
      for (const [index, each] of events.entries()) {
        const one = event.safeParse(each)
        if (!one.success) return violation(name(index, String(one.error.issues[0]?.path[0])), 'unfit')
        const { eventTimestamp, adIdentifiers, userData, currency, conversionValue } = one.data
        if (!adIdentifiers && !userData) return violation(name(index, 'ad_identifiers'), 'no identifier')
        if (userData && one.data.consent?.adUserData !== 'CONSENT_GRANTED')
          return violation(name(index, 'user_data'), 'without consent')
        if (conversionValue !== undefined && currency === undefined)
          return violation(name(index, 'currency'), 'missing')
        if (eventTimestamp > now()) return violation(name(index, 'event_timestamp'), 'in the future')
        const click = Object.values(adIdentifiers ?? {})[0]
        if (click?.startsWith('bad')) return violation(name(index, 'ad_identifiers'), 'cannot be decoded')
        const clicked = click && clicks.get(click)
        if (clicked && eventTimestamp <= clicked)
          return violation(name(index, 'event_timestamp'), 'before the click')
        fit.push({ ...one.data, click })
      }
      const troubles = new Map(destinations.map(({ reference }) => [reference, [] as string[]]))
      for (const {
        transactionId,
        destinationReferences,
        click,
        eventTimestamp,
        conversionValue,
        userData,
      } of fit) {
        for (const reference of destinationReferences) {
          const action = destinations.find((each) => each.reference === reference)?.productDestinationId
          must(action !== undefined, 'a destination that is not there')
          const trouble = troubleOf(transactionId)
          if (trouble !== undefined) {
            troubles.get(reference)?.push(trouble)
            continue
          }
          const known = conversions.get(`${action} ${transactionId}`)
          if (known) {
            must(known.click === click && known.at === eventTimestamp, 'another conversion of the same name')
            known.value = conversionValue
          } else {
            conversions.set(`${action} ${transactionId}`, {
              action,
              click,
              at: eventTimestamp,
              value: conversionValue,
            })
          }
        }
        for (const each of userData?.userIdentifiers ?? []) hashes.add(Object.values(each)[0] as string)
      }
      const requestId = `request/${accepted.size + 1}`
      const noted = warnings.splice(0)
      accepted.set(requestId, {
        at: now(),
        destinations: destinations.map((destination) => ({
          destination,
          count: fit.filter((each) => each.destinationReferences.includes(destination.reference)).length,
          errors: troubles.get(destination.reference) ?? [],
          warnings: noted,
        })),
      })
      return { status: 200, body: { requestId } }
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      return { status: 400, body: { error: { code: 400, message: error.message } } }
    }
  })
  return { ...peer, conversions, clicks, actions, hashes, unprocessed, warnings }
}
