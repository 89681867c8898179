import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { compose as composeCallWebhook } from '../functions/call-webhook/compose.ts'
import { compose as composeSession } from '../functions/session/compose.ts'
import { mostShards } from '../shared/domain/shard.ts'
import type { TrackingNumber } from '../shared/domain/tracking-number.ts'
import { createNumberStore } from '../shared/store/number-store.ts'
import { beacon, call, functionEnv, openPool } from './attribution/acts.ts'
import { bytesOfItem } from './attribution/item-bytes.ts'
import { type OpenAttribution, tableNames, watchCommands, withAttribution } from './attribution/open.ts'
import type { Bench, Figure } from './bench.ts'
import { example } from './http/bridge.ts'
import { hottestShare, sumOfShares } from './key-heat/zipf.ts'

/** What is simulated: see docs/scaling.md. */
export const load = {
  callsPerSecond: 10_000,
  accounts: 20_000,
  /** The account of rank k has a share of 1/k^exponent: the first then has about a fortieth of all calls. */
  exponent: 0.8,
  sessionsPerCall: 5,
  /** A pool of the busiest account serves so many sessions a second at most: it has more pools. */
  sessionsPerSecondOfPool: 200,
  /** Half of DynamoDB's limit for one partition. */
  mostUnitsPerSecond: 500,
} as const

const visitsAndCalls = 240
const atOnce = 20

interface Written {
  readonly table: string
  readonly pk: string
  readonly units: number
}

type Image = Record<string, AttributeValue>
interface WriteInput {
  readonly TableName?: string
  readonly Item?: Image
  readonly Key?: Image
  readonly TransactItems?: readonly { readonly [kind: string]: WriteInput }[]
}

/** Sees which partition each write goes to, through the very stores that choose the keys. */
function watchKeys(client: DynamoDBClient): Written[] {
  const written: Written[] = []
  function note({ TableName = '', Item, Key }: WriteInput, factor: number): void {
    const kilobytes = Item ? Math.ceil(bytesOfItem(Item) / 1024) : 1
    const table = TableName === tableNames.ledger ? 'ledger' : 'views'
    written.push({ table, pk: (Item ?? Key)?.pk?.S ?? '', units: kilobytes * factor })
  }
  watchCommands(client, (name, given) => {
    const input = given as WriteInput
    if (/^(Put|Update|Delete)Item/.test(name)) note(input, 1)
    for (const item of input.TransactItems ?? []) for (const each of Object.values(item)) note(each, 2)
    return undefined
  })
  return written
}

/** What a partition is of: `ledger desk`, `views day`. */
const kindOf = ({ table, pk }: Written) =>
  `${table} ${pk.split('#')[1] ?? pk.split('#')[0]?.replace(example.account, 'account')}`

interface Heat {
  /** Units that the hottest partition of the kind took, for each session and call, or each batch. */
  readonly each: number
  readonly partitions: number
}

function heatOf(written: readonly Written[], times: number): Map<string, Heat> {
  const kinds = new Map<string, Map<string, number>>()
  for (const each of written) {
    const partitions = kinds.get(kindOf(each)) ?? new Map<string, number>()
    partitions.set(each.pk, (partitions.get(each.pk) ?? 0) + each.units)
    kinds.set(kindOf(each), partitions)
  }
  return new Map(
    [...kinds].map(([kind, partitions]) => [
      kind,
      { each: Math.max(...partitions.values()) / times, partitions: partitions.size },
    ]),
  )
}

const advertised: TrackingNumber = {
  id: 'num_advertised',
  number: '+441614960999',
  label: 'Television',
  kind: 'source',
  source: { source: 'tv', medium: 'television' },
  flow: { forwardTo: [example.businessPhone], ring: 'all' },
  createdAt: example.createdAt,
}

async function measure({ client, tables, settled, invocations }: OpenAttribution) {
  await openPool(tables.ledger, visitsAndCalls + 10)
  const session = composeSession(tables, functionEnv, {
    snippet: async () => '',
    checkScript: async () => '',
  })
  const webhook = composeCallWebhook(tables, functionEnv)
  const written = watchKeys(client)
  const numbers: string[] = []
  async function many(act: () => Promise<unknown>): Promise<Map<string, Heat>> {
    for (let done = 0; done < visitsAndCalls; done += atOnce) {
      await Promise.all(Array.from({ length: atOnce }, act))
    }
    await settled()
    return heatOf(written.splice(0), visitsAndCalls)
  }
  const before = invocations()
  const sessions = await many(async () => void numbers.push((await beacon(session, 'page')).number))
  const calls = await many(() => call(webhook, numbers.pop() ?? ''))
  const batches = invocations() - before
  // A number that stands in one advertisement: everybody dials the same.
  await createNumberStore(tables.ledger).create(example.account, advertised)
  const advertisedCalls = await many(() => call(webhook, advertised.number))
  return { sessions, calls, advertisedCalls, batches }
}

/** Sums are written once a batch of the stream, however many changes lead to them. */
const sums = new Set(['views quarters', 'views parts', 'views rollup', 'views months', 'views days'])
/** Rows of a day are spread over the account's `writeShards`. */
const spreadOverShards = new Set(['views day'])
/** A batch of the views' stream, as the stack has it: so many records, or a second. */
const recordsOfBatch = 500

export const keyHeat: Bench = {
  name: 'key-heat',
  title: `Write units a second of the hottest partition of each kind, at ${load.callsPerSecond} calls/s over ${load.accounts} accounts`,

  async run({ progress }) {
    progress(`${visitsAndCalls} visits and calls, through the stores`)
    const { sessions, calls, advertisedCalls, batches } = await withAttribution(measure)
    const share = hottestShare(load.accounts, load.exponent)
    const callRate = load.callsPerSecond * share
    const sessionRate = callRate * load.sessionsPerCall
    const pools = Math.max(1, Math.ceil(sessionRate / load.sessionsPerSecondOfPool))
    progress(
      `the busiest of ${load.accounts} accounts has ${(share * 100).toFixed(1)} % (the first hundred ${(sumOfShares(100, load.accounts, load.exponent) * 100).toFixed(0)} %): ${callRate.toFixed(0)} calls/s, ${sessionRate.toFixed(0)} sessions/s, ${pools} pools`,
    )
    const dayHeat =
      (sessions.get('views day')?.each ?? 0) * sessionRate + (calls.get('views day')?.each ?? 0) * callRate
    const shards = Math.min(mostShards, Math.ceil(dayHeat / (load.mostUnitsPerSecond * 0.8)))
    const perBatch = (visitsAndCalls * 2) / batches

    const figures: Figure[] = []
    for (const kind of [...new Set([...sessions.keys(), ...calls.keys()])].sort()) {
      const ofSession = sessions.get(kind) ?? { each: 0, partitions: 0 }
      const ofCall = calls.get(kind) ?? { each: 0, partitions: 0 }
      // A key of each visit or call stays cold however many there are.
      if (Math.max(ofSession.partitions, ofCall.partitions) >= visitsAndCalls / 2) continue
      let heat = ofSession.each * sessionRate + ofCall.each * callRate
      if (kind === 'ledger pool') heat /= pools
      if (spreadOverShards.has(kind)) heat /= shards
      if (sums.has(kind)) {
        // Each shard of the stream that has rows of the account brings a batch a second at least.
        const records = sessionRate * 2 + callRate * 6
        const batchesPerSecond = Math.max(shards, records / recordsOfBatch)
        heat = (ofSession.each + ofCall.each) * perBatch * batchesPerSecond
      }
      figures.push({
        figure: spreadOverShards.has(kind) ? `${kind}, in ${shards} shards` : kind,
        value: heat,
        unit: 'units/s',
        aim: { of: 'value', atMost: load.mostUnitsPerSecond },
      })
    }
    const ofNumber = advertisedCalls.get('views node')
    if (ofNumber) {
      figures.push({
        figure: `views node: one number that ${callRate.toFixed(0)} a second dial`,
        value: ofNumber.each * callRate,
        unit: 'units/s',
        aim: { of: 'value', atMost: load.mostUnitsPerSecond },
      })
    }
    return figures
  },
}
