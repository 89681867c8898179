import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { createAdminApp } from '../../../functions/admin/app.ts'
import type { FallbackKeeper } from '../../../functions/admin/numbers/fallbacks.ts'
import { adminOperations } from '../../../functions/admin/operations.ts'
import { type Instant, instantOf } from '../../../shared/domain/time.ts'
import { createAuthenticate } from '../../../shared/http/auth.ts'
import { createOnce } from '../../../shared/http/idempotency.ts'
import { openApiDocument } from '../../../shared/http/openapi.ts'
import type { FieldError } from '../../../shared/http/problem.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createAuditStore } from '../../../shared/store/audit-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../../shared/store/code-store.ts'
import { createConfirmedPhoneStore } from '../../../shared/store/confirmed-phone-store.ts'
import { createContactFactStore } from '../../../shared/store/contact-fact-store.ts'
import { createDayStore } from '../../../shared/store/day-store.ts'
import { createDealStore } from '../../../shared/store/deal-store.ts'
import { createEnquiryStore } from '../../../shared/store/enquiry-store.ts'
import { createIdempotencyStore } from '../../../shared/store/idempotency-store.ts'
import { createImportStore } from '../../../shared/store/import-store.ts'
import { createInboundStore } from '../../../shared/store/inbound-store.ts'
import { createKeyStore, sha256Hex } from '../../../shared/store/key-store.ts'
import { createMemberStore } from '../../../shared/store/member-store.ts'
import { createNumberHealthStore } from '../../../shared/store/number-health-store.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createPoolStore } from '../../../shared/store/pool-store.ts'
import { createPrivacy } from '../../../shared/store/privacy.ts'
import { createProcessStore } from '../../../shared/store/process-store.ts'
import { createRecordingStore } from '../../../shared/store/recording-store.ts'
import { createSavedViewStore } from '../../../shared/store/saved-view-store.ts'
import { createSignInStore } from '../../../shared/store/sign-in-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { beforeAccounts, createVault } from '../../../shared/store/vault.ts'
import { createVisitorFactStore } from '../../../shared/store/visitor-fact-store.ts'
import { createTwilioRecordings } from '../../../shared/twilio/recordings.ts'
import { createWitness } from '../../support/witness.ts'

export const operatorKey = 'op_the_operators_key'
export const masterKey = createHash('sha256').update('tests').digest('base64')

/** The fields that the tests read; one that an answer lacks fails its assertion. */
export interface AnswerBody {
  readonly id: string
  readonly secretKey: string
  readonly siteKey: string
  readonly code: string
  readonly detail: string
  readonly errors: readonly FieldError[]
  readonly data: readonly AnswerBody[]
  readonly nextCursor: string | null
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
) => Promise<Answer>

export interface Bridge {
  readonly app: Hono
  readonly logged: string[]
  readonly clock: { now: Instant | undefined }
  /** Requests with this key. */
  as(key: string | undefined): Send
  newAccount(name?: string): Promise<{ id: string; secretKey: string; siteKey: string; send: Send }>
}

/** Where recordings are fetched from (nowhere, unless given), and how much of them at once. */
export interface RecordingTerms {
  readonly twilioUrl?: string
  readonly mostRecordingBytes?: number
}

let document: string | undefined
/** Made once, and only for those who ask: it takes longer than most of what the bridges are asked else. */
const describedOnce = async () =>
  (document ??= JSON.stringify(openApiDocument(adminOperations, { serverUrl: 'http://localhost:8787' })))

/**
 * The admin function on real stores; `ledger` may be wrapped to inject faults.
 * @param views without them there are none to be seen: the ledger has nothing under their keys
 */
export function createBridge(
  ledger: Table,
  pending: () => Promise<number> = async () => 0,
  views: Table = ledger,
  fallbacks?: FallbackKeeper,
  { twilioUrl = 'http://127.0.0.1:9', mostRecordingBytes }: RecordingTerms = {},
): Bridge {
  const keys = createKeyStore(ledger)
  const vault = createVault(masterKey)
  const logged: string[] = []
  const clock: Bridge['clock'] = { now: undefined }
  const now = () => clock.now ?? instantOf(Date.now())
  const app = createAdminApp(
    {
      guards: {
        authenticate: createAuthenticate({
          keyOwner: (key) => keys.find(sha256Hex(key)),
          operatorKeySha256: sha256Hex(operatorKey),
        }),
        once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
      },
      members: createMemberStore(ledger, vault),
      signIns: createSignInStore(ledger),
      signInSeal: {
        seal: (text) => vault.seal(beforeAccounts, text),
        open: (sealed) => vault.open(beforeAccounts, sealed),
      },
      accounts: createAccountStore(ledger),
      keys,
      confirmedPhones: createConfirmedPhoneStore(ledger),
      numbers: createNumberStore(ledger),
      pools: createPoolStore(ledger),
      savedViews: createSavedViewStore(ledger),
      contacts: createContactFactStore(ledger),
      visitors: createVisitorFactStore(ledger),
      processes: createProcessStore(ledger),
      deals: createDealStore(ledger),
      inbound: createInboundStore(ledger),
      enquiries: createEnquiryStore(views, createDayStore(views), randomUUID),
      calls: createCallStore(ledger),
      numberHealth: createNumberHealthStore(ledger),
      recordings: {
        twilio: createTwilioRecordings({
          accountSid: `AC${'0'.repeat(32)}`,
          authToken: '12345',
          baseUrl: twilioUrl,
          timeoutMilliseconds: 2000,
        }),
        kept: createRecordingStore(ledger),
        mostBytes: mostRecordingBytes,
        report: (trouble) => void logged.push(JSON.stringify(trouble)),
      },
      publicBaseUrl: 'https://calls.example.com',
      vault,
      campaigns: createCampaignStore(ledger),
      codes: createCodeStore(ledger, { randomBytes }),
      imports: createImportStore(ledger),
      privacy: createPrivacy(ledger, views),
      audit: createAuditStore(ledger),
      now,
      randomBytes,
      newAccountOrigins: ['*'],
      pending,
      fallbacks,
      openApiDocument: describedOnce,
    },
    { observer: { ...createWitness(), tell: (line) => void logged.push(JSON.stringify(line)) } },
  )

  const as =
    (key: string | undefined): Send =>
    async (method, path, body, headers) => {
      const response = await app.request(path, {
        method,
        headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson ? JSON.parse(text) : null,
      }
    }

  return {
    app,
    logged,
    clock,
    as,
    async newAccount(name = 'A shop') {
      const { status, json } = await as(operatorKey)('POST', '/v1/accounts', { name })
      if (status !== 201) throw new Error(`no account: ${status}`)
      return { id: json.id, secretKey: json.secretKey, siteKey: json.siteKey, send: as(json.secretKey) }
    },
  }
}

let lastNumber = Math.floor(Math.random() * 9_000_000)
/** A possible London number that no other test of this file uses. */
export function freshNumber(): string {
  lastNumber = (lastNumber + 1) % 10_000_000
  return `+44207${String(lastNumber).padStart(7, '0')}`
}
