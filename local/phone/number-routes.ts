import type { Context, Hono } from 'hono'
import { type NumberType, numberTypes } from '../../shared/twilio/number-resource.ts'
import { availableResource, type NumberDesk, numberResource } from './number-desk.ts'
import type { RestRefusal } from './texts.ts'

export interface NumberRouteDeps {
  readonly desk: NumberDesk
  readonly accountSid: string
  readonly refuse: (context: Context, refusal: RestRefusal) => Response
  readonly missing: (context: Context) => Response
}

const usualPageSize = 50
const typesByName = new Map(
  Object.entries(numberTypes).map(([type, name]) => [name as string, type as NumberType]),
)

/** `AvailablePhoneNumbers` and `IncomingPhoneNumbers`, as far as the command line uses them. */
export function mountNumberRoutes(app: Hono, { desk, accountSid, refuse, missing }: NumberRouteDeps): void {
  const account = `/2010-04-01/Accounts/${accountSid}`
  const formOf = async (context: Context) => Object.fromEntries(new URLSearchParams(await context.req.text()))
  const sidOf = (context: Context) => (context.req.param('file') ?? '').replace(/\.json$/, '')

  app.get(`${account}/AvailablePhoneNumbers/:country/:file`, async (context) => {
    const { country, file } = context.req.param()
    const type = typesByName.get(file.replace(/\.json$/, ''))
    const found =
      type &&
      (await desk.available({
        country,
        type,
        areaCode: context.req.query('AreaCode'),
        contains: context.req.query('Contains'),
        locality: context.req.query('InLocality'),
        limit: Number(context.req.query('PageSize') ?? usualPageSize),
      }))
    if (!found) return missing(context)
    return context.json({
      available_phone_numbers: found.map((each) => availableResource(country, each)),
      uri: `${account}/AvailablePhoneNumbers/${country}/${file}`,
    })
  })

  app.get(`${account}/IncomingPhoneNumbers.json`, async (context) => {
    const wanted = context.req.query('PhoneNumber')
    const size = Number(context.req.query('PageSize') ?? usualPageSize)
    const page = Number(context.req.query('Page') ?? 0)
    const all = (await desk.owned()).filter(({ number }) => wanted === undefined || number.includes(wanted))
    const end = (page + 1) * size
    const path = `${account}/IncomingPhoneNumbers.json?PageSize=${size}`
    return context.json({
      incoming_phone_numbers: all.slice(page * size, end).map((each) => numberResource(accountSid, each)),
      end: Math.min(end, all.length) - 1,
      first_page_uri: `${path}&Page=0`,
      next_page_uri: end < all.length ? `${path}&Page=${page + 1}` : null,
      page,
      page_size: size,
      previous_page_uri: page > 0 ? `${path}&Page=${page - 1}` : null,
      start: page * size,
      uri: `${path}&Page=${page}`,
    })
  })

  app.post(`${account}/IncomingPhoneNumbers.json`, async (context) => {
    const bought = await desk.buy(await formOf(context))
    return 'code' in bought ? refuse(context, bought) : context.json(numberResource(accountSid, bought), 201)
  })

  app.post(`${account}/IncomingPhoneNumbers/:file`, async (context) => {
    const changed = await desk.change(sidOf(context), await formOf(context))
    return changed ? context.json(numberResource(accountSid, changed)) : missing(context)
  })

  app.delete(`${account}/IncomingPhoneNumbers/:file`, async (context) =>
    (await desk.release(sidOf(context))) === 'released' ? context.body(null, 204) : missing(context),
  )
}
