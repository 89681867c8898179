import type { Hono } from 'hono'
import { zonedDayBounds } from '../../../shared/domain/calendar.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { addDays, type Instant } from '../../../shared/domain/time.ts'
import { positionOfCursor } from '../../../shared/http/list.ts'
import { type Guards, handle, type Reply, reply } from '../../../shared/http/operation.ts'
import { isRefusal, type Refusal, refuse } from '../../../shared/http/problem.ts'
import { textStream } from '../../../shared/http/text-stream.ts'
import { type ConversionFormat, listConversions } from './conversion-schema.ts'
import { explainEnquiry } from './explain.ts'
import { fileForms, filePieces } from './files/pieces.ts'
import { isPosition, listRecords } from './list.ts'
import type { ConversionDeps, StoredDestination } from './ports.ts'
import { renderConversion } from './render-conversion.ts'

export interface ConversionRouteDeps extends ConversionDeps {
  readonly guards: Guards
}

const mostDays = 92

const misfit = (path: string, message: string) =>
  refuse('invalid_query', 'A query parameter does not fit; see `errors`.', { errors: [{ path, message }] })
const encoded = (position: string | undefined) =>
  position === undefined ? null : Buffer.from(position).toString('base64url')

/** A day that the calendar has. */
const isDay = (day: string) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)

/** What became of conversions, and files of them for those who upload by hand. */
export function mountConversions(app: Hono, deps: ConversionRouteDeps): void {
  const { guards, destinations, sources } = deps

  async function destinationFor(
    account: AccountId,
    format: ConversionFormat,
    id: string | undefined,
  ): Promise<StoredDestination | Refusal> {
    const { platform } = fileForms[format]
    const own = (await destinations.list(account)).filter((each) => each.platform === platform)
    const found = id === undefined ? own[0] : own.find((each) => each.id === id)
    return (
      found ??
      refuse('not_found', `The account has no such destination of ${platform}: its rules say what converts.`)
    )
  }

  async function file(
    account: AccountId,
    format: ConversionFormat,
    query: {
      readonly destination?: string | undefined
      readonly from?: string | undefined
      readonly to?: string | undefined
    },
  ): Promise<Reply | Refusal> {
    const { from, to, destination: id } = query
    for (const [path, day] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (day === undefined || !isDay(day)) return misfit(path, 'Must be a day, YYYY-MM-DD.')
    const [settings, destination] = await Promise.all([
      sources.account(account),
      destinationFor(account, format, id),
    ])
    if (isRefusal(destination)) return destination
    if (!settings) return refuse('not_found', 'There is no such account.')
    const begin: Instant = zonedDayBounds(from as string, settings.timeZone).from
    const { until } = zonedDayBounds(to as string, settings.timeZone)
    if (until <= begin) return misfit('to', 'Must not be before `from`.')
    if (until > addDays(begin, mostDays + 1))
      return misfit('to', `Must be at most ${mostDays} days after \`from\`.`)
    const pieces = filePieces(deps, format, destination, settings.currency, { from: begin, until })
    const name = `${destination.platform}-${fileForms[format].of}-${from}-${to}`
    return reply(
      200,
      new Response(textStream(pieces), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${name}.csv"`,
        },
      }),
    )
  }

  handle(app, guards, listConversions, async ({ account, query }) => {
    const { format, enquiry, limit, cursor } = query
    if (format !== undefined) return file(account, format, query)
    if (enquiry !== undefined) {
      const all = await explainEnquiry(deps, account, enquiry)
      if (!all) return refuse('not_found', 'The account has no enquiry of this id.')
      const wanted = all.filter(
        ({ destinationId, state }) =>
          (query.destination === undefined || destinationId === query.destination) &&
          (query.state === undefined || state === query.state),
      )
      return reply(200, { data: wanted, nextCursor: null })
    }
    const before = positionOfCursor(cursor, isPosition)
    if (isRefusal(before)) return before
    const { found, next } = await listRecords(deps, account, query, { limit, before })
    return reply(200, { data: found.map(renderConversion), nextCursor: encoded(next) })
  })
}
