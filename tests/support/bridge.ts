import type * as z from 'zod/mini'
import { compose } from '../../functions/attribution/compose.ts'
import { tableCheckpoints } from '../../local/stream-checkpoints.ts'
import { createStreamPump, type StreamPumpOptions } from '../../local/stream-pump.ts'
import type { Account } from '../../shared/domain/account.ts'
import type { CallFact, Fact, LeaseFact } from '../../shared/domain/fact.ts'
import type { Process } from '../../shared/domain/process.ts'
import type { Scoring } from '../../shared/domain/scoring.ts'
import type { Clock } from '../../shared/domain/time.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { callFactItem } from '../../shared/store/call-store.ts'
import { contactFactItem } from '../../shared/store/contact-fact-store.ts'
import { dealItem } from '../../shared/store/deal-store.ts'
import { ledgerKeys, ledgerPartitions } from '../../shared/store/keys.ts'
import { createProcessStore } from '../../shared/store/process-store.ts'
import { spendItem } from '../../shared/store/spend-store.ts'
import type { Item } from '../../shared/store/table.ts'
import { textFactItem } from '../../shared/store/text-fact-store.ts'
import { visitorFactItem } from '../../shared/store/visitor-fact-store.ts'
import type { Tables } from './engine.ts'
import { remembering } from './remembering.ts'

export const testMasterKey = Buffer.alloc(32, 7).toString('base64')

export const testAccount = (id: string, change: Partial<Account> = {}): Account => ({
  id,
  name: 'Sash & Sons',
  timeZone: 'UTC',
  currency: 'GBP',
  lookbackDays: 90,
  enquiryGapDays: 30,
  origins: ['*'],
  excludedVisitors: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
})

export const testKeys = (id: string) => ({ secretKey: `sk_${id}`, siteKey: `pk_${id}` })

/** A fact as its store writes it. */
export function itemOf(fact: Fact): Item {
  switch (fact.fact) {
    case 'voice':
    case 'status':
    case 'dial':
      return callFactItem(fact as CallFact)
    case 'text':
      return textFactItem(fact)
    case 'lease': {
      const { account, number, from, session } = fact as LeaseFact
      return { ...fact, ...ledgerKeys.lease(account, number, from, session) }
    }
    case 'code-issued':
      return { ...fact, ...ledgerKeys.codeFact(fact.account, fact.code, 'issued') }
    case 'code-used':
      return { ...fact, ...ledgerKeys.codeFact(fact.account, fact.code, `use#${fact.useId}`) }
    case 'code-use-voided':
      return { ...fact, ...ledgerKeys.codeFact(fact.account, fact.code, `void#${fact.useId}`) }
    case 'codes-minted': {
      const { account, campaignId, batch, at, count } = fact
      const codes = Array<string>(count).fill('0').join(' ')
      return { pk: ledgerPartitions.campaign(account, campaignId), sk: batch, codes, issuedAt: at }
    }
    case 'outcome':
    case 'self-report':
    case 'mark':
    case 'verdict':
    case 'split':
    case 'erased':
    case 'mail-event':
    case 'step-moved':
      return contactFactItem(fact)
    case 'visitor-moved':
      return visitorFactItem(fact)
    case 'deal':
      return dealItem(fact)
    case 'spend':
      return spendItem(fact)
    case 'recording':
    case 'transcription':
    case 'recording-deleted':
      return callFactItem(fact)
    default:
      return { ...fact, ...ledgerKeys.sessionFact(fact.account, fact.session, `${fact.fact}#${fact.at}`) }
  }
}

/** Attribution on real tables with their real streams, pumped in the event shape that Lambda uses. */
export async function startAttribution(
  tables: Tables,
  {
    now,
    rowsAtOnce,
    ...options
  }: Partial<StreamPumpOptions> & { readonly now?: Clock; readonly rowsAtOnce?: number } = {},
) {
  const { app, streams } = compose(tables, { TIELINE_MASTER_KEY: testMasterKey }, now, rowsAtOnce)
  const failures: unknown[] = []
  const pump = (name: 'ledger' | 'views') =>
    createStreamPump({
      streamsClient: tables.streamsClient,
      streamArn: tables.streamArns[name],
      handler: streams[name],
      checkpoints: tableCheckpoints(tables.views, name, tables.streamArns[name]),
      onFailure: async (_record, error) => void failures.push(error),
      onError: (error) => void failures.push(error),
      ...options,
    })
  const ledger = pump('ledger')
  const views = pump('views')
  await ledger.start()
  await views.start()

  const getFrom =
    (asked: typeof app) =>
    async <Schema extends z.ZodMiniType>(
      account: string,
      path: string,
      schema: Schema,
    ): Promise<z.infer<Schema>> => {
      const response = await asked.request(path, {
        headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
      })
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return schema.parse(await response.json())
    }

  return {
    app,
    failures,
    createAccount: (account: Account) =>
      createAccountStore(tables.ledger).create(account, testKeys(account.id)),
    async putRules(account: string, process: Process, scoring: Scoring): Promise<void> {
      const rules = createProcessStore(tables.ledger)
      await rules.putProcess(account, process, 0, '2026-01-01T00:00:00.000Z')
      await rules.putScoring(account, scoring, 0, '2026-01-01T00:00:00.000Z')
    },
    write: (fact: Fact) => tables.ledger.put(itemOf(fact)),
    /** Waits until the views show everything written so far. */
    async settled(): Promise<void> {
      for (;;) {
        ledger.ring()
        views.ring()
        const pending = (await ledger.pending()) + (await views.pending())
        if (pending === 0) return
        // Counting them reads them: a long backlog is not to be read more often than it is worked on.
        await new Promise((resolve) => setTimeout(resolve, Math.min(100, 10 + pending)))
      }
    },
    /** The body of a GET with the account's secret key, as the API's own schema reads it. */
    get: getFrom(app),
    /** The same of settled views, which are read once however many answers show them. */
    stillGet: () => {
      const still = { ledger: remembering(tables.ledger), views: remembering(tables.views) }
      return getFrom(compose(still, { TIELINE_MASTER_KEY: testMasterKey }, now).app)
    },
    async stop(): Promise<void> {
      await ledger.stop()
      await views.stop()
    },
  }
}
