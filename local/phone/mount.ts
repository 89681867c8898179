import type { Hono } from 'hono'
import type { Account } from '../../shared/domain/account.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { authTokensOf } from '../../shared/twilio/signature.ts'
import type { Settings } from '../settings.ts'
import { mountPhoneRoutes } from './routes.ts'

export interface LocalPhone {
  readonly settings: Settings
  readonly publicBaseUrl: string
  readonly ownUrl: string
  readonly account: Account
  readonly tables: Tables
}

/** The most numbers to choose from. */
const mostNumbers = 200

/** `/local/phone` for the numbers of the local account, and `/local/twilio`, whither its texts go. */
export function mountPhone(
  app: Hono,
  { settings, account, tables, publicBaseUrl, ownUrl }: LocalPhone,
): void {
  const numbers = createNumberStore(tables.ledger)
  mountPhoneRoutes(app, {
    app,
    publicBaseUrl,
    ownUrl,
    accountName: account.name,
    accountSid: settings.TWILIO_ACCOUNT_SID,
    authToken: authTokensOf(settings.TWILIO_AUTH_TOKEN)[0] ?? '',
    numbers: async () => {
      const own = await numbers.list(account.id, mostNumbers)
      return own.map(({ number, label }) => ({ number, label }))
    },
  })
}
