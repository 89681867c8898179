import { createHash } from 'node:crypto'
import { type Instant, instantOf } from '../../shared/domain/time.ts'
import { campaignUrl } from './campaign-url.ts'
import type { ConvertContext, Converter, FactLine, Row } from './converter.ts'

/**
 * GA4's export to BigQuery, one event a row: as JSON lines with its nested records, or as CSV with the flat columns of
 * the query in `docs/bring-your-history.md`.
 * https://support.google.com/analytics/answer/7029846
 */
interface Event {
  readonly name: string
  readonly at: Instant
  readonly user: string
  readonly session: string
  readonly page: string
  readonly referrer: string
  readonly campaign: Readonly<Record<string, string | undefined>>
}

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value))
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** `event_params`: a list of keys with one of several typed values. BigQuery writes integers as texts. */
function parametersOf(row: Row): Map<string, string> {
  const list = Array.isArray(row.event_params) ? (row.event_params as Record<string, unknown>[]) : []
  return new Map(
    list.map(({ key, value }) => {
      const { string_value, int_value, float_value, double_value } = record(value)
      return [text(key), text(string_value ?? int_value ?? float_value ?? double_value)]
    }),
  )
}

/** GA4 names what could not be found; none of these is a source. */
const placeholder = /^\((not set|not provided|direct|none|referral|organic|data deleted)\)$/
const real = (value: unknown) => (placeholder.test(text(value)) ? undefined : text(value) || undefined)

/** Microseconds since 1970, a text in JSON. */
function instantOfMicroseconds(micros: string): Instant | undefined {
  return /^\d{13,17}$/.test(micros) ? instantOf(Math.floor(Number(micros) / 1000)) : undefined
}

function eventOf(row: Row, context: ConvertContext): Event | undefined {
  const parameters = parametersOf(row)
  const of = (name: string) => parameters.get(name) ?? text(row[name])
  const collected = record(row.collected_traffic_source)
  const lastClick = record(row.session_traffic_source_last_click)
  const ads = record(lastClick.google_ads_campaign)
  const tell = (name: string, ...more: unknown[]) =>
    [collected[name], row[name], ...more].map(real).find(Boolean)

  const at = instantOfMicroseconds(text(row.event_timestamp))
  const user = text(row.user_pseudo_id)
  const session = of('ga_session_id')
  if (at === undefined) context.skip('no event_timestamp in microseconds')
  else if (user === '') context.skip('no user_pseudo_id: the visitor had not agreed to analytics')
  else if (session === '') context.skip('no ga_session_id')
  if (at === undefined || user === '' || session === '') return undefined
  const gclid = tell('gclid')
  return {
    name: text(row.event_name),
    at,
    user,
    session,
    page: of('page_location'),
    referrer: of('page_referrer'),
    campaign: {
      utm_source: tell('manual_source'),
      utm_medium: tell('manual_medium'),
      utm_campaign: tell('manual_campaign_name', gclid ? ads.campaign_name : undefined),
      utm_term: tell('manual_term'),
      utm_content: tell('manual_content'),
      gclid,
      dclid: tell('dclid'),
      srsltid: tell('srsltid'),
    },
  }
}

interface Visit {
  readonly at: Instant
  readonly visitor: string
  readonly url: string
  readonly referrer: string
}

/** The same whatever the order of the rows: of two events at one instant the smaller address is the first. */
const isEarlier = (a: Visit, b: Visit) => a.at < b.at || (a.at === b.at && a.url < b.url)

const digest = (content: string) => createHash('sha256').update(content).digest('hex').slice(0, 24)

/**
 * Each session with the page it began with. Events come in no order, so the sessions of the file are kept until its end:
 * about 400 bytes each.
 */
export const convertGa4: Converter = async function* (rows, context) {
  const visits = new Map<string, Visit>()
  for await (const row of rows) {
    const event = eventOf(row, context)
    if (!event) continue
    const id = `ga4-${event.user}.${event.session}`
    if (context.formEvents.has(event.name)) yield formFact(event, id)
    const url = campaignUrl(event.page, event.campaign)
    if (url === undefined) continue
    const visit = { at: event.at, visitor: `ga4-${event.user}`, url, referrer: event.referrer }
    const known = visits.get(id)
    if (!known || isEarlier(visit, known)) visits.set(id, visit)
  }
  for (const [id, { at, visitor, url, referrer }] of visits) {
    const line: FactLine = { fact: 'session', id, visitor, at, url, ...(referrer !== '' && { referrer }) }
    yield line
  }
}

const formFact = ({ name, at, page }: Event, session: string): FactLine => ({
  fact: 'form',
  id: `ga4-form-${digest(JSON.stringify([session, name, at, page]))}`,
  session,
  at,
})
