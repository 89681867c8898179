import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { billOf, nothingUsed, type Usage } from '../cli/cost/bill.ts'
import { type Measured, type Operation, operations, type Taken } from '../cli/cost/measured.ts'
import { compose as composeCallWebhook } from '../functions/call-webhook/compose.ts'
import { compose as composeCoupon } from '../functions/coupon/compose.ts'
import { compose as composeSession } from '../functions/session/compose.ts'
import { createCampaignStore } from '../shared/store/campaign-store.ts'
import { createCodeStore } from '../shared/store/code-store.ts'
import {
  beacon,
  call,
  functionEnv,
  openPool,
  redeem,
  type Server,
  type Told,
  text,
} from './attribution/acts.ts'
import { countUnits } from './attribution/count-units.ts'
import { bytesOfItem } from './attribution/item-bytes.ts'
import { type OpenAttribution, tableNames, withAttribution } from './attribution/open.ts'
import type { Bench, Figure } from './bench.ts'
import { benchCampaign } from './coupons.ts'
import { example } from './http/bridge.ts'

/** A busy account: each first page leases a number of the pool, and reads which are free. */
const busy = { times: 3, atOnce: 20, poolNumbers: 100 }
/** A small one: a handful of visits and calls in a quarter of an hour, one after the other. */
const quiet = { times: 8, atOnce: 1, poolNumbers: 20 }

/** Its codes are given by phone: a page that shows one mints it besides. */
const campaign = { ...benchCampaign, direction: 'phone-to-web' as const }

async function storedBytes(client: DynamoDBClient): Promise<number> {
  let bytes = 0
  for (const TableName of Object.values(tableNames)) {
    let ExclusiveStartKey: Record<string, never> | undefined
    do {
      const page = await client.send(
        new ScanCommand({ TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
      )
      for (const item of page.Items ?? []) bytes += bytesOfItem(item)
      ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey
    } while (ExclusiveStartKey)
  }
  return bytes
}

/** Counts what a server is asked and answers. */
function counting(server: Server, seen: { requests: number; answerBytes: number }): Server {
  return {
    async request(path, init) {
      const response = await server.request(path, init)
      seen.requests += 1
      seen.answerBytes += (await response.clone().arrayBuffer()).byteLength
      return response
    },
  }
}

async function measure(
  { client, tables, settled, invocations }: OpenAttribution,
  { times, atOnce, poolNumbers }: typeof busy,
): Promise<Record<Operation, Taken>> {
  await openPool(tables.ledger, poolNumbers)
  await createCampaignStore(tables.ledger).create(example.account, campaign)
  const codes = await createCodeStore(tables.ledger, { randomBytes }).mintMany(
    example.account,
    campaign,
    200,
    '2099-01-01T00:00:00.000Z',
  )
  if (codes.kind === 'refused') throw new Error(codes.detail)
  const free = codes.codes.map(({ code }) => code)
  const seen = { requests: 0, answerBytes: 0 }
  const scripts = { snippet: async () => '', checkScript: async () => '' }
  const session = counting(composeSession(tables, functionEnv, scripts), seen)
  const webhook = counting(composeCallWebhook(tables, functionEnv), seen)
  const coupon = counting(composeCoupon(tables, functionEnv), seen)

  const visits: Told[] = []
  /** Of each operation one comes to each visit: nobody's enquiry grows beyond what people do. */
  const visitsOf = () => {
    let turn = 0
    return () => visits[turn++ % visits.length] as Told
  }
  const [paged, beating, calling, redeeming, texting] = [
    visitsOf(),
    visitsOf(),
    visitsOf(),
    visitsOf(),
    visitsOf(),
  ]
  const acts: Readonly<Record<Operation, () => Promise<unknown>>> = {
    firstPage: async () => void visits.push(await beacon(session, 'page')),
    page: () => beacon(session, 'page', paged()),
    heartbeat: () => beacon(session, 'heartbeat', beating()),
    call: () => call(webhook, calling().number),
    redemption: () => redeem(coupon, free.pop() ?? '', redeeming()),
    text: () => text(webhook, texting().number),
  }
  const units = countUnits(client)

  async function taken(act: () => Promise<unknown>): Promise<Taken> {
    // What is written once a day or once for ever is written before.
    await act()
    await settled()
    const bytesBefore = await storedBytes(client)
    units.take()
    const before = { ...seen, invocations: invocations(), cpu: process.cpuUsage() }
    for (let time = 0; time < times; time++) {
      await Promise.all(Array.from({ length: atOnce }, act))
      await settled()
    }
    const { user, system } = process.cpuUsage(before.cpu)
    const { writes, reads, commands } = units.take()
    const each = (total: number) => Number((total / (times * atOnce)).toFixed(2))
    return {
      requests: each(seen.requests - before.requests),
      streamInvocations: each(invocations() - before.invocations),
      writeUnits: each(writes),
      readUnits: each(reads),
      commands: each(commands),
      cpuMilliseconds: each((user + system) / 1000),
      storedBytes: each((await storedBytes(client)) - bytesBefore),
      answerBytes: each(seen.answerBytes - before.answerBytes),
    }
  }

  const taking = {} as Record<Operation, Taken>
  for (const operation of operations) taking[operation] = await taken(acts[operation])
  return taking
}

/**
 * Between operations that are done alone the streams are asked again and again whether all is done, which Lambda would not
 * bill: processor time is reckoned by the commands, as it was seen where that asking is shared by many.
 */
const withoutAsking = (alone: Record<Operation, Taken>, ofMany: Record<Operation, Taken>) =>
  Object.fromEntries(
    operations.map((operation) => {
      const { cpuMilliseconds, commands } = ofMany[operation]
      const reckoned = (alone[operation].commands * cpuMilliseconds) / commands
      return [operation, { ...alone[operation], cpuMilliseconds: Number(reckoned.toFixed(2)) }]
    }),
  ) as Record<Operation, Taken>

const measuredFile = new URL('../cli/cost/measured.json', import.meta.url)

export const operationCosts: Bench = {
  name: 'operation-costs',
  title: 'What each operation takes of AWS, webhooks, join and rollups together, and what that costs',

  async run({ progress, keep }) {
    progress('a busy account, which warms everything up')
    const ofMany = await withAttribution((open) => measure(open, busy))
    progress('a quiet account')
    const alone = withoutAsking(await withAttribution((open) => measure(open, quiet)), ofMany)
    const measured: Measured = {
      date: new Date().toISOString().slice(0, 10),
      command: 'npm run bench -- --only operation-costs --keep',
      machine: `${cpus()[0]?.model.trim()}, Node ${process.version}`,
      alone,
      ofMany,
    }
    if (keep) await writeFile(measuredFile, `${JSON.stringify(measured, null, 2)}\n`)
    const writes = operations.flatMap((operation) => [
      figure(`${operation}, alone`, measured.alone[operation].writeUnits, 'write units'),
      figure(`${operation}, of many`, measured.ofMany[operation].writeUnits, 'write units'),
    ])
    const costOf = (usage: Partial<Usage>, load: 'alone' | 'ofMany') =>
      billOf({ ...nothingUsed, ...usage, load }, measured).byUse
    return [
      ...writes,
      {
        ...figure('1,000 calls, alone', costOf({ calls: 1000 }, 'alone'), 'USD'),
        aim: { of: 'value', atMost: 0.05 },
      },
      {
        ...figure('1,000 calls, of many', costOf({ calls: 1000 }, 'ofMany'), 'USD'),
        aim: { of: 'value', atMost: 0.05 },
      },
      figure('1,000,000 sessions, alone', costOf({ sessions: 1_000_000 }, 'alone'), 'USD'),
      figure('1,000,000 sessions, of many', costOf({ sessions: 1_000_000 }, 'ofMany'), 'USD'),
    ]
  },
}

const figure = (name: string, value: number, unit: Figure['unit']): Figure => ({ figure: name, value, unit })
