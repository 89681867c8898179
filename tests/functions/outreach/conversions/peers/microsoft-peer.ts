import * as z from 'zod/mini'
import { must, type Peer, servePeer, Unfit } from './serve.ts'

const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const second = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/))
const currency = z.string().check(z.regex(/^[A-Z]{3}$/))
const known = {
  ConversionName: z.string().check(z.minLength(1), z.maxLength(100)),
  ConversionTime: second,
  MicrosoftClickId: z.optional(z.string()),
  HashedEmailAddress: z.optional(hex),
  HashedPhoneNumber: z.optional(hex),
}
const conversion = z.strictObject({
  ...known,
  ConversionValue: z.optional(z.number().check(z.gte(0))),
  ConversionCurrencyCode: z.optional(currency),
})
const adjustment = z.strictObject({
  ...known,
  AdjustmentType: z.enum(['Restate', 'Retract']),
  AdjustmentTime: second,
  AdjustmentValue: z.optional(z.number().check(z.gte(0))),
  AdjustmentCurrencyCode: z.optional(currency),
})
const most = 1000
const added = z.strictObject({ OfflineConversions: z.array(conversion).check(z.maxLength(most)) })
const adjusted = z.strictObject({
  OfflineConversionAdjustments: z.array(adjustment).check(z.maxLength(most)),
})

export interface MicrosoftPeer extends Peer {
  /** By goal, click (or hashes) and time. */
  readonly conversions: Map<string, { value: number | undefined; adjustedAt?: string; retracted?: boolean }>
  readonly clicks: Map<string, string>
}
type Known = Pick<z.infer<typeof conversion>, 'ConversionName' | 'ConversionTime' | 'MicrosoftClickId'> & {
  readonly HashedEmailAddress?: string | undefined
  readonly HashedPhoneNumber?: string | undefined
}
const keyOf = (of: Known) =>
  [
    of.ConversionName,
    of.MicrosoftClickId ?? `${of.HashedEmailAddress}/${of.HashedPhoneNumber}`,
    of.ConversionTime,
  ].join(' ')

/** Microsoft's token endpoint and Campaign Management: each error has its place, the others are taken. */
export async function microsoftPeer(now: () => string): Promise<MicrosoftPeer> {
  const conversions: MicrosoftPeer['conversions'] = new Map()
  const clicks = new Map<string, string>()
  let tokens = 0
  // The ones before go on for a while.
  const refreshTokens = new Set(['microsoft-refresh'])
  const partial = (Index: number, ErrorCode: string) => ({
    Index,
    Code: 1,
    ErrorCode,
    Message: `${ErrorCode} of the row`,
    Type: 'BatchError',
  })
  const peer = await servePeer(({ method, url, headers, body }) => {
    try {
      must(method === 'POST', 'POST')
      if (url.pathname === '/token') {
        const form = new URLSearchParams(body)
        must(form.get('grant_type') === 'refresh_token' && form.get('client_id'), 'the grant')
        must(form.get('scope') === 'https://ads.microsoft.com/msads.manage offline_access', 'the scope')
        if (!refreshTokens.has(form.get('refresh_token') ?? ''))
          return { status: 400, body: { error: 'invalid_grant' } }
        tokens += 1
        const refresh = `microsoft-refresh-${tokens}`
        refreshTokens.add(refresh)
        return {
          status: 200,
          body: { access_token: `ms-${tokens}`, expires_in: 3600, refresh_token: refresh },
        }
      }
      must(headers.developertoken === 'dev-token', 'the developer token')
      must(/^\d+$/.test(String(headers.customerid)), 'CustomerId')
      must(/^\d+$/.test(String(headers.customeraccountid)), 'CustomerAccountId')
      if (headers.authorization !== `Bearer ms-${tokens}`)
        return { status: 401, body: { Errors: [{ Code: 109, ErrorCode: 'AuthenticationTokenExpired' }] } }
      const errors: ReturnType<typeof partial>[] = []
      if (url.pathname.endsWith('/OfflineConversions/Apply')) {
        const parsed = added.safeParse(JSON.parse(body))
        must(parsed.success, JSON.stringify(parsed.error?.issues))
        for (const [index, each] of parsed.data.OfflineConversions.entries()) {
          const { MicrosoftClickId: click, ConversionTime: time } = each
          const clicked = click && clicks.get(click)
          if (!click && !each.HashedEmailAddress && !each.HashedPhoneNumber)
            errors.push(partial(index, 'OfflineConversionMicrosoftClickIdNotPassed'))
          else if (time > now()) errors.push(partial(index, 'OfflineConversionTimeInFuture'))
          else if (Date.parse(time) < Date.parse(now()) - 90 * 86_400_000)
            errors.push(partial(index, 'OfflineConversionTimeTooOld'))
          else if (clicked && time <= clicked) errors.push(partial(index, 'OfflineConversionTimeBeforeClick'))
          else if (!conversions.has(keyOf(each)))
            conversions.set(keyOf(each), { value: each.ConversionValue })
        }
      } else {
        must(url.pathname.endsWith('/OfflineConversionAdjustments/Apply'), 'the address')
        const parsed = adjusted.safeParse(JSON.parse(body))
        must(parsed.success, JSON.stringify(parsed.error?.issues))
        for (const [index, each] of parsed.data.OfflineConversionAdjustments.entries()) {
          const found = conversions.get(keyOf(each))
          const { AdjustmentType: type, AdjustmentTime: time, AdjustmentValue: value } = each
          if (!found) errors.push(partial(index, 'OfflineConversionNotFound'))
          else if (time <= each.ConversionTime) errors.push(partial(index, 'AdjustmentTimeBeforeConversion'))
          else if (type === 'Restate' && value === undefined) errors.push(partial(index, 'ValueNotPassed'))
          else if (type === 'Retract' && value !== undefined) errors.push(partial(index, 'ValuePassed'))
          else if (type === 'Retract') found.retracted = true
          else found.value = value
        }
      }
      return { status: 200, body: { PartialErrors: errors } }
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      return { status: 400, body: { Errors: [{ Code: 1, ErrorCode: 'Invalid', Message: error.message }] } }
    }
  })
  return { ...peer, conversions, clicks }
}
