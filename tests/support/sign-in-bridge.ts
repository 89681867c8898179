import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { compose as composeAdmin, lateIssuer } from '../../functions/admin/compose.ts'
import { adminOperations } from '../../functions/admin/operations.ts'
import { compose as composeAttribution } from '../../functions/attribution/compose.ts'
import { attributionOperations } from '../../functions/attribution/operations.ts'
import { compose as composeCoupon } from '../../functions/coupon/compose.ts'
import { couponOperations } from '../../functions/coupon/operations.ts'
import { compose as composeOutreach } from '../../functions/outreach/compose.ts'
import { outreachOperations } from '../../functions/outreach/operations.ts'
import { ensureExampleMembers } from '../../local/sign-in/examples.ts'
import { localClientId, localIssuer, mountLocalSignIn } from '../../local/sign-in/mount.ts'
import { isOwnName } from '../../local/this-machine.ts'
import type { Role } from '../../shared/domain/role.ts'
import { type Instant, instantOf } from '../../shared/domain/time.ts'
import { createApi } from '../../shared/http/api.ts'
import { sha256Hex } from '../../shared/http/digest.ts'
import type { Operation } from '../../shared/http/operation.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createMemberStore } from '../../shared/store/member-store.ts'
import { createSignInStore } from '../../shared/store/sign-in-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { testAccount, testKeys, testMasterKey } from './bridge.ts'
import type { Tables } from './engine.ts'
import { createWitness } from './witness.ts'

/** Of all functions that answer whoever is signed in. */
export const allOperations = [
  ...adminOperations,
  ...attributionOperations,
  ...couponOperations,
  ...outreachOperations,
] as readonly Operation[]
export const secretOperations = allOperations.filter(({ auth }) => auth === 'secret')

/** What the console's pages send. */
export const fromConsole = { 'sec-fetch-site': 'same-origin', 'x-tieline-console': '1' }

export const publicBaseUrl = 'https://calls.example.com'

/** The functions that people who are signed in ask, on real stores; sign-ins are made without an issuer. */
export function createSignInApps(
  tables: Tables,
  ownUrl = publicBaseUrl,
  terms: { readonly issuerUrl?: string; readonly mount?: (app: Hono) => void } = {},
) {
  const clock: { now: Instant | undefined } = { now: undefined }
  const now = () => clock.now ?? instantOf(Date.now())
  const vault = createVault(testMasterKey)
  const members = createMemberStore(tables.ledger, vault)
  const signIns = createSignInStore(tables.ledger)
  const accounts = createAccountStore(tables.ledger)
  const env = {
    TIELINE_MASTER_KEY: testMasterKey,
    PUBLIC_BASE_URL: ownUrl,
    TIELINE_OPERATOR_KEY_SHA256: sha256Hex('op_test'),
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '12345',
    TWILIO_API_BASE_URL: 'http://127.0.0.1:9',
  }
  /** Why sign-ins failed. */
  const failures: string[] = []
  const app = createApi()
  terms.mount?.(app)
  app.route('/', composeCoupon(tables, env, {}, now))
  app.route('/', composeAttribution(tables, env, now).app)
  const post = async () => ({ status: 204, text: '', tookMilliseconds: 1 })
  app.route('/', composeOutreach(tables, env, { now, post }).app)
  app.route(
    '/',
    composeAdmin(
      tables,
      env,
      {
        newAccountOrigins: ['*'],
        pending: async () => 0,
        openApiDocument: async () => '{}',
        issuer: lateIssuer(
          { issuer: terms.issuerUrl ?? localIssuer(ownUrl), clientId: localClientId },
          { ...createWitness(), tell: ({ cause }) => void failures.push(String(cause)) },
        ),
        isOwnHost: isOwnName,
      },
      now,
    ),
  )

  let made = 0
  return {
    app,
    failures,
    clock,
    members,
    signIns,
    vault,
    createAccount: (id: string) => accounts.create(testAccount(id), testKeys(id)),
    /** A member of the account with this role, signed in. */
    async signIn(
      account: string,
      role: Role,
      email = `m${++made}@example.com`,
    ): Promise<{ id: string; token: string }> {
      const id = `mem_${role}${++made}`
      const token = `token-${account}-${id}`
      await members.add(account, { id, email, name: null, role, createdAt: now() })
      await signIns.create(sha256Hex(token), { account, member: id, startedAt: now(), lastSeenAt: now() })
      return { id, token }
    },
    /** A request of the console with this sign-in. */
    async ask(
      token: string,
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = fromConsole,
    ) {
      const response = await app.request(path, {
        method,
        headers: { cookie: `tieline_session=${token}`, ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
      return { status: response.status, headers: response.headers, text, json }
    },
  }
}

/** The same behind a port, with the bridge's own issuer and its example people in `account`. */
export async function startSignInBridge(tables: Tables, account: string) {
  let app: Hono | undefined
  const { server, port } = await new Promise<{ server: Server; port: number }>((resolve) => {
    const started = serve(
      {
        port: 0,
        fetch: (request, ...rest) => app?.fetch(request, ...rest) ?? new Response(null, { status: 503 }),
      },
      (address) => resolve({ server: started, port: address.port }),
    ) as Server
  })
  const url = `http://localhost:${port}`
  const members = createMemberStore(tables.ledger, createVault(testMasterKey))
  const apps = createSignInApps(tables, url, {
    mount: (mounted) => mountLocalSignIn(mounted, { ownUrl: url, account, members }),
  })
  app = apps.app
  await apps.createAccount(account)
  await ensureExampleMembers(
    members,
    account,
    () => instantOf(Date.now()),
    (length) => crypto.getRandomValues(new Uint8Array(length)),
  )
  return {
    ...apps,
    url,
    port,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
