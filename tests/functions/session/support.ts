import { createHash, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { createSessionApp } from '../../../functions/session/app.ts'
import type { SessionDeps } from '../../../functions/session/deps.ts'
import type { CollectReply } from '../../../functions/session/schema.ts'
import { type Account, accountDefaults } from '../../../shared/domain/account.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { addSeconds, type Instant } from '../../../shared/domain/time.ts'
import type { Pool } from '../../../shared/domain/tracking-number.ts'
import { createOnce } from '../../../shared/http/idempotency.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createArrivalStore } from '../../../shared/store/arrival-store.ts'
import { createBrowserStore } from '../../../shared/store/browser-store.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { type CodeStore, createCodeStore } from '../../../shared/store/code-store.ts'
import { createErasedVisitorStore } from '../../../shared/store/erased-visitor-store.ts'
import { createIdempotencyStore } from '../../../shared/store/idempotency-store.ts'
import { createKeyStore } from '../../../shared/store/key-store.ts'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createPoolStore } from '../../../shared/store/pool-store.ts'
import { createSessionStore } from '../../../shared/store/session-store.ts'
import { createShownCodeStore } from '../../../shared/store/shown-code-store.ts'
import { createSiteStore } from '../../../shared/store/site-store.ts'
import type { Item, Table } from '../../../shared/store/table.ts'
import { createVault, type Vault } from '../../../shared/store/vault.ts'
import { createWitness } from '../../support/witness.ts'

export const start: Instant = '2026-11-22T12:00:00.000Z'
export const target = '+442079460000'
export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** Different in every test: accounts are walls, so that tests can share two tables. */
let sitesMade = 0

export interface Site {
  readonly app: Hono
  readonly account: string
  readonly siteKey: string
  readonly secretKey: string
  readonly poolId: string
  readonly numbers: readonly string[]
  readonly vault: Vault
  readonly clock: { now: Instant; forward(seconds: number): void }
  readonly codes: CodeStore
  /** One line for each refusal to issue a code and each failure. */
  readonly logged: string[]
  /** Unless said otherwise one whose codes pages show, created after those before it. */
  addCampaign(campaign?: Partial<Campaign>): Promise<Campaign>
  /** Posts a beacon of a page of `origin` as Firefox; `key` and `type: page` need not be given. */
  collect(beacon: Record<string, unknown>, headers?: Record<string, string>): Promise<Response>
  visit(beacon?: Record<string, unknown>): Promise<CollectReply>
  /** What the account's sessions, slots, leases and codes are at present. */
  items(of: 'session' | 'pool' | 'number' | 'visitor' | 'code'): Promise<Item[]>
}

/** An account with one pool of so many numbers, on the real tables, with a clock to turn. */
export async function makeSite(
  ledger: Table,
  options: {
    readonly numbers?: number
    readonly account?: Partial<Account>
    readonly pool?: Partial<Pool>
    readonly deps?: (deps: SessionDeps) => Partial<SessionDeps>
  } = {},
): Promise<Site> {
  const index = ++sitesMade
  const account: Account = {
    id: `acc_site${index}`,
    name: 'Shop',
    ...accountDefaults,
    origins: ['*'],
    excludedVisitors: [],
    createdAt: start,
    ...options.account,
  }
  const [siteKey, secretKey] = [`pk_${index}`, `sk_${index}`]
  await createAccountStore(ledger).create(account, { siteKey, secretKey })
  const pool: Pool = {
    id: `pol_site${index}`,
    name: 'Web',
    swapTargets: [target],
    leaseMinutes: 30,
    cooldownMinutes: 10,
    createdAt: start,
    ...options.pool,
  }
  await createPoolStore(ledger).create(account.id, pool)
  const numbers = Array.from(
    { length: options.numbers ?? 2 },
    (_, each) => `+4420${String(70_000_000 + index * 100 + each)}`,
  )
  for (const [each, number] of numbers.entries()) {
    const id = `num_${index}_${each}`
    await createNumberStore(ledger).create(account.id, {
      id,
      number,
      label: '',
      kind: 'pool',
      poolId: pool.id,
      createdAt: start,
    })
  }

  const clock = {
    now: start,
    forward(seconds: number) {
      clock.now = addSeconds(clock.now, seconds)
    },
  }
  let randomsDrawn = 0
  const vault = createVault(Buffer.alloc(32, 7).toString('base64'))
  const randomBytes = (length: number) =>
    createHash('sha256').update(`${index} ${++randomsDrawn}`).digest().subarray(0, length)
  const codes = createCodeStore(ledger, { randomBytes })
  const logged: string[] = []
  let campaignsMade = 0
  const deps: SessionDeps = {
    keys: createKeyStore(ledger),
    accounts: createAccountStore(ledger),
    site: createSiteStore(ledger),
    arrivals: createArrivalStore(ledger),
    erasedVisitors: createErasedVisitorStore(ledger),
    browsers: createBrowserStore(ledger),
    sessions: createSessionStore(ledger),
    leases: createLeaseStore(ledger),
    vault,
    snippet: async () => 'void 0',
    checkScript: async () => 'void 0',
    consentScript: async () => 'void 0',
    idsScript: async () => 'void 0',
    now: () => clock.now,
    campaigns: createCampaignStore(ledger),
    codes,
    shownCodes: createShownCodeStore(ledger),
    once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), () => clock.now),
    randomBytes,
    observer: { ...createWitness(), tell: (line) => void logged.push(JSON.stringify(line)) },
  }
  const app = createSessionApp({ ...deps, ...options.deps?.(deps) })

  const collect: Site['collect'] = async (beacon, headers = {}) =>
    app.request('/v1/collect', {
      method: 'POST',
      headers: { 'user-agent': firefox, 'content-type': 'text/plain', ...headers },
      body: JSON.stringify({ key: siteKey, type: 'page', url: 'https://shop.example/', ...beacon }),
    })
  return {
    app,
    account: account.id,
    siteKey,
    secretKey,
    poolId: pool.id,
    numbers,
    vault,
    clock,
    codes,
    logged,
    async addCampaign(given = {}) {
      const campaign: Campaign = {
        id: `cmp_site${index}_${++campaignsMade}`,
        name: 'Ten off',
        kind: 'coupon',
        direction: 'web-to-phone',
        benefit: { kind: 'percent', percent: 10 },
        digits: 6,
        validFor: 'P7D',
        maxUses: 1,
        active: true,
        voidPolicy: 'return-use',
        acceptableRisk: 0.1,
        createdAt: addSeconds(clock.now, campaignsMade),
        ...given,
      }
      await createCampaignStore(ledger).create(account.id, campaign)
      return campaign
    },
    collect,
    async visit(beacon = {}) {
      const response = await collect(beacon)
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
      return (await response.json()) as CollectReply
    },
    async items(of) {
      const found: Item[] = []
      for await (const page of ledger.scan()) {
        found.push(...page.filter((item) => item.pk.startsWith(`${account.id}#${of}#`)))
      }
      return found
    },
  }
}
