import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { createCouponApp } from '../../../functions/coupon/app.ts'
import type { CouponDeps } from '../../../functions/coupon/deps.ts'
import type { Account } from '../../../shared/domain/account.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import { addSeconds, type Instant } from '../../../shared/domain/time.ts'
import { createAuthenticate } from '../../../shared/http/auth.ts'
import { createOnce } from '../../../shared/http/idempotency.ts'
import type { FieldError } from '../../../shared/http/problem.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createAttemptStore } from '../../../shared/store/attempt-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../../shared/store/code-store.ts'
import { createIdempotencyStore } from '../../../shared/store/idempotency-store.ts'
import { createKeyStore, sha256Hex } from '../../../shared/store/key-store.ts'
import { createMintJobStore } from '../../../shared/store/mint-job-store.ts'
import { createReferralStore } from '../../../shared/store/referral-store.ts'
import { createSessionStore } from '../../../shared/store/session-store.ts'
import type { Item, Table } from '../../../shared/store/table.ts'
import { createVault, type Vault } from '../../../shared/store/vault.ts'
import type { OutgoingText, TextRefusal } from '../../../shared/twilio/texts.ts'
import { testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'

export const start: Instant = '2026-11-22T12:00:00.000Z'

/** The fields that the tests read; one that an answer lacks fails its assertion. */
export interface AnswerBody {
  readonly id: string
  readonly code: string
  readonly display: string
  readonly status: string | number
  readonly detail: string
  readonly errors: readonly FieldError[]
  readonly data: readonly AnswerBody[]
  readonly nextCursor: string | null
  readonly history: readonly { readonly event: string; readonly by?: string; readonly reason?: string }[]
  readonly redemptionId: string
  readonly [field: string]: unknown
}
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: AnswerBody
}
export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
  address?: string,
) => Promise<Answer>

export interface Shop {
  readonly app: Hono
  readonly account: string
  readonly secretKey: string
  readonly siteKey: string
  readonly vault: Vault
  readonly clock: { now: Instant; forward(seconds: number): void }
  /** Texts that were sent. */
  readonly texts: OutgoingText[]
  /** With the secret key. */
  readonly send: Send
  /** As anybody, from that address. */
  readonly anybody: Send
  newCampaign(fields?: Record<string, unknown>): Promise<AnswerBody>
  newCode(campaignId: string, fields?: Record<string, unknown>): Promise<AnswerBody>
  recordCall(callSid: string, fields?: Partial<CallFact>): Promise<void>
  /** Everything of the account whose partition begins so. */
  items(of?: string): Promise<Item[]>
}

export interface ShopOptions {
  readonly account?: Partial<Account>
  readonly deps?: Partial<CouponDeps>
  /** What becomes of a text. */
  readonly onText?: () => 'sent' | TextRefusal
}

let shopsMade = 0

/** The coupon function on real stores, with a clock to turn. */
export async function openShop(ledger: Table, options: ShopOptions = {}): Promise<Shop> {
  const id = `acc_shop${++shopsMade}`
  const { secretKey, siteKey } = testKeys(id)
  const accounts = createAccountStore(ledger)
  await accounts.create(testAccount(id, options.account), { secretKey, siteKey })
  const clock = {
    now: start,
    forward(seconds: number) {
      clock.now = addSeconds(clock.now, seconds)
    },
  }
  const now = () => clock.now
  const keys = createKeyStore(ledger)
  const vault = createVault(testMasterKey)
  const calls = createCallStore(ledger)
  const texts: OutgoingText[] = []
  const app = createCouponApp({
    guards: {
      authenticate: createAuthenticate({ keyOwner: (key) => keys.find(sha256Hex(key)) }),
      once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
    },
    keys,
    accounts,
    sessions: createSessionStore(ledger),
    calls,
    campaigns: createCampaignStore(ledger),
    codes: createCodeStore(ledger, { randomBytes }),
    jobs: createMintJobStore(ledger, randomBytes),
    referrals: createReferralStore(ledger),
    attempts: createAttemptStore(ledger, vault, randomUUID),
    texts: {
      send: async (_account, text) => {
        const outcome = options.onText?.() ?? 'sent'
        if (outcome === 'sent') texts.push(text)
        return outcome
      },
    },
    vault,
    now,
    randomBytes,
    publicBaseUrl: 'https://calls.shop.example',
    ...options.deps,
  })

  const sendWith =
    (key: string | undefined): Send =>
    async (method, path, body, headers, address = '192.0.2.1') => {
      const response = await app.request(
        path,
        {
          method,
          headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        },
        { incoming: { socket: { remoteAddress: address } } },
      )
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      const json = isJson && text !== '' ? JSON.parse(text) : null
      return { status: response.status, headers: response.headers, text, json }
    }
  const send = sendWith(secretKey)
  async function created(path: string, body: unknown): Promise<AnswerBody> {
    const { status, json, text } = await send('POST', path, body)
    if (status !== 201) throw new Error(`${path}: ${status} ${text}`)
    return json
  }

  return {
    app,
    account: id,
    secretKey,
    siteKey,
    vault,
    clock,
    texts,
    send,
    anybody: sendWith(undefined),
    newCampaign: (fields = {}) => created('/v1/campaigns', { ...plainCampaign, ...fields }),
    newCode: (campaignId, fields = {}) => created('/v1/codes', { campaignId, ...fields }),
    async recordCall(callSid, fields = {}) {
      const from = '+447700900123'
      await calls.record({
        fact: 'voice',
        account: id,
        callSid,
        at: clock.now,
        number: '+442079460000',
        caller: vault.hash(id, 'phone', from),
        sealedCaller: vault.seal(id, from),
        ...fields,
      } as CallFact)
    },
    async items(of = '') {
      const found: Item[] = []
      for await (const page of ledger.scan()) {
        found.push(
          ...page.filter(({ pk, sk }) => (pk === id && sk === 'account') || pk.startsWith(`${id}#${of}`)),
        )
      }
      return found
    },
  }
}

export const plainCampaign = {
  name: 'Ten off',
  direction: 'phone-to-web',
  benefit: { kind: 'percent', percent: 10 },
  validFor: 'P30D',
}
