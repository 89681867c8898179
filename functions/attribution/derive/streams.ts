import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { Account } from '../../../shared/domain/account.ts'
import { quarterBounds, zonedDayOf } from '../../../shared/domain/calendar.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { UntoldContact } from '../../../shared/domain/link.ts'
import type { Sounding } from '../../../shared/domain/sounding.ts'
import { coarsely } from '../../../shared/domain/stretch.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { DueRollup } from '../../../shared/domain/view.ts'
import { causeOf } from '../../../shared/observe/clean.ts'
import type { AttributionPorts, ProgressRulesChange, WarmthChange } from '../deps.ts'
import { inParallel } from './in-parallel.ts'
import { react } from './react.ts'
import { rebuildAfter, rebuildAfterProcess, rebuildIfRulesChanged, stepRebuild } from './rebuild.ts'
import { foldQuarter, foldZonedDay, foldZonedMonth } from './rollup.ts'
import { settle } from './settle.ts'
import { passSoundings, type SoundedRecord } from './soundings.ts'

/** Reads stream records: what the tables' items mean is the stores' business. */
export interface RecordReader {
  factOf(record: DynamoDBRecord): Fact | undefined
  settingsChangeOf(record: DynamoDBRecord): { before: Account; after: Account } | undefined
  dueRollupOf(record: DynamoDBRecord): DueRollup | undefined
  rebuildOf(record: DynamoDBRecord): AccountId | undefined
  progressRulesChangeOf(record: DynamoDBRecord): ProgressRulesChange | undefined
  warmthChangeOf(record: DynamoDBRecord): WarmthChange | undefined
  soundingOf(record: DynamoDBRecord): Sounding | undefined
}

export interface StreamDeps extends AttributionPorts {
  readonly reader: RecordReader
  /** One line about a record that could not be handled: sequence number and reason, nothing personal. */
  readonly warn: (message: string, detail: Readonly<Record<string, string>>) => void
}

/** How many persons, sessions or rollups of one batch are worked on at the same time. */
const parallelism = 8

/** Work to be done once, and the records that asked for it: they fail together if it does. */
interface Task {
  readonly run: () => Promise<void>
  readonly records: Set<string>
  /** The contact that it is about, if it is about one. */
  readonly contact: string | undefined
}
type Tasks = Map<string, Task>

/** @param name begins with the account */
function addTask(
  tasks: Tasks,
  name: string,
  records: Iterable<string>,
  run: () => Promise<void>,
  contact?: string,
): void {
  const task = tasks.get(name) ?? { run, records: new Set<string>(), contact }
  for (const record of records) task.records.add(record)
  tasks.set(name, task)
}

async function runTasks(tasks: Tasks, failed: Set<string>, warn: StreamDeps['warn']): Promise<void> {
  await inParallel([...tasks], parallelism, async ([name, { run, records, contact }]) => {
    try {
      await run()
    } catch (error) {
      for (const record of records) failed.add(record)
      const [account = ''] = name.split(' ')
      const [sequence = ''] = records
      const about = contact === undefined ? {} : { contact }
      warn('a task of a stream batch failed', { account, ...about, sequence, cause: causeOf(error) })
    }
  })
}

const sequenceOf = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber ?? ''

const soundedIn = ({ reader }: StreamDeps, { Records: records }: DynamoDBStreamEvent): SoundedRecord[] =>
  records.map((record) => ({ sequence: sequenceOf(record), sounding: reader.soundingOf(record) }))

const answer = (failed: ReadonlySet<string>): DynamoDBBatchResponse => ({
  batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })),
})

/** A batch's facts that lead to the same work: pages of one session, heartbeats of one lease, callbacks of one call. */
function nameOf(fact: Fact): string {
  switch (fact.fact) {
    case 'voice':
    case 'status':
    case 'dial':
    case 'recording':
    case 'transcription':
    case 'recording-deleted':
      return `call ${fact.callSid}`
    case 'text':
      return `text ${fact.conversation}`
    case 'lease':
      return `lease ${fact.number} ${fact.from} ${fact.session}`
    case 'page':
    case 'event':
      return `session ${fact.session}`
    case 'code-issued':
    case 'code-used':
    case 'code-use-voided':
      return `code ${fact.code}`
    case 'codes-minted':
      return `batch ${fact.campaignId} ${fact.batch}`
    case 'outcome':
    case 'self-report':
    case 'mark':
    case 'verdict':
    case 'split':
    case 'erased':
    case 'mail-event':
    case 'step-moved':
      return `contact ${fact.contact}`
    case 'visitor-moved':
      return `visitor ${fact.visitor} ${fact.step} ${fact.at}`
    case 'deal':
      return `deal ${fact.deal}`
    case 'spend':
      return `spend ${fact.day}`
    default:
      return `${fact.fact} ${fact.session} ${fact.at}`
  }
}

/** Calls and texts of one phone are one person's, and so settled together. */
function callersIn(facts: readonly Fact[]): Map<string, string> {
  const callers = new Map<string, string>()
  for (const fact of facts) {
    if ('caller' in fact && fact.caller) callers.set(fact.callSid, fact.caller)
    if (fact.fact === 'text' && fact.sender) callers.set(fact.conversation, fact.sender)
  }
  return callers
}

/** Of several facts that lead to the same work: the reach of all of them. */
function widest(fact: Fact, other: Fact): Fact {
  if (fact.fact === 'lease' && other.fact === 'lease') return fact.freeAt >= other.freeAt ? fact : other
  if (fact.fact === 'event' && other.fact === 'page') return other
  return fact.fact === 'page' && other.fact === 'page' && other.at < fact.at ? other : fact
}

/**
 * The ledger's stream → enquiries, calls and sessions in the views. A batch is folded first: whatever many of its
 * records lead to is done once. Answers with the records that failed; all work can be repeated without harm.
 */
export async function consumeLedger(
  deps: StreamDeps,
  event: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  const failed = new Set<string>()
  const facts = new Map<string, { fact: Fact; records: string[] }>()
  const rules: Tasks = new Map()
  const reactions: Tasks = new Map()
  const settlements: Tasks = new Map()

  for (const record of event.Records) {
    const sequence = sequenceOf(record)
    try {
      const settings = deps.reader.settingsChangeOf(record)
      if (settings) {
        const { before, after } = settings
        const name = `${after.id} settings ${sequence}`
        addTask(reactions, name, [sequence], () => rebuildAfter(deps, before, after))
      }
      const changed = deps.reader.progressRulesChangeOf(record)
      if (changed) {
        const name = `${changed.account} process ${sequence}`
        addTask(reactions, name, [sequence], () => rebuildAfterProcess(deps, changed))
      }
      const fact = deps.reader.factOf(record)
      if (!fact) continue
      const { account } = fact
      addTask(rules, account, [sequence], () => rebuildIfRulesChanged(deps, account))
      const name = `${account} ${nameOf(fact)}`
      const known = facts.get(name)
      facts.set(name, {
        fact: known ? widest(known.fact, fact) : fact,
        records: [...(known?.records ?? []), sequence],
      })
    } catch (error) {
      failed.add(sequence)
      deps.warn('a record of the ledger could not be read', { sequence, cause: causeOf(error) })
    }
  }

  const seeds = new Map<string, Map<string, UntoldContact>>()
  const callers = callersIn([...facts.values()].map(({ fact }) => fact))
  for (const [name, { fact, records }] of facts) {
    const answerTo = async () => {
      const { account } = fact
      for (const contact of await react(deps, account, fact)) {
        const person = `${account} ${callers.get(contact.id) ?? contact.id}`
        const together = seeds.get(person) ?? new Map<string, UntoldContact>()
        // What was said of a contact takes it for a call unless it is known better.
        const key = `${contact.kind} ${contact.id}`
        const isUntold = contact.isUntold || together.get(key)?.isUntold
        seeds.set(person, together.set(key, isUntold ? { ...contact, isUntold } : contact))
        const run = () => settle(deps, account, [...together.values()])
        addTask(settlements, person, records, run, contact.id)
      }
    }
    addTask(reactions, name, records, answerTo, 'callSid' in fact ? fact.callSid : undefined)
  }
  // Before anything new is made: what stands tells by which rules it was made.
  await runTasks(rules, failed, deps.warn)
  await runTasks(reactions, failed, deps.warn)
  await runTasks(settlements, failed, deps.warn)
  await passSoundings(deps, soundedIn(deps, event), failed)
  return answer(failed)
}

/** In the order of the row's changes: where it stood before the first goes, where it stands after the last stays. */
async function moveAmongWarm({ views }: StreamDeps, changes: readonly WarmthChange[]): Promise<void> {
  const [first, last] = [changes[0], changes.at(-1)]
  if (!first || !last) return
  const { account, shard, row } = last
  for (const { before } of changes) {
    if (before !== undefined && before !== last.after) await views.warmth.remove(account, shard, before, row)
  }
  if (last.after !== undefined) await views.warmth.put(account, shard, last.after, row)
}

/** The views' own stream → rollups: a row's change makes its quarter due, a quarter's its day, a day's its month. */
export async function consumeViews(
  deps: StreamDeps,
  event: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  const failed = new Set<string>()
  const quarters: Tasks = new Map()
  const changedIn = new Map<string, Set<Instant>>()
  const days: Tasks = new Map()
  const months: Tasks = new Map()
  const rebuilds: Tasks = new Map()
  const places: Tasks = new Map()
  const warmths = new Map<string, WarmthChange[]>()
  const zones = new Map<AccountId, string>()

  async function zoneOf(account: AccountId): Promise<string> {
    const zone = zones.get(account) ?? (await deps.ledger.accounts.get(account))?.timeZone ?? 'UTC'
    zones.set(account, zone)
    return zone
  }

  for (const record of event.Records) {
    const sequence = sequenceOf(record)
    try {
      const rebuilding = deps.reader.rebuildOf(record)
      if (rebuilding !== undefined) {
        addTask(rebuilds, rebuilding, [sequence], () => stepRebuild(deps, rebuilding))
      }
      const warmth = deps.reader.warmthChangeOf(record)
      if (warmth) {
        const { account, row } = warmth
        const name = `${account} ${row.pk} ${row.sk}`
        const changes = warmths.get(name) ?? []
        warmths.set(name, changes)
        changes.push(warmth)
        addTask(places, name, [sequence], () => moveAmongWarm(deps, changes))
      }
      const due = deps.reader.dueRollupOf(record)
      if (!due) continue
      const { account } = due
      if (due.rollup === 'month') {
        const { timeZone, month } = due
        addTask(months, `${account} ${timeZone} ${month}`, [sequence], () =>
          foldZonedMonth(deps, account, timeZone, month),
        )
      } else if (due.rollup === 'quarter') {
        const { day, quarter, shard } = due
        const name = `${account} ${day} ${quarter} ${shard}`
        const changed = changedIn.get(name) ?? new Set()
        changedIn.set(name, changed.add(coarsely(due.at)))
        addTask(quarters, name, [sequence], () =>
          foldQuarter(deps, account, { day, quarter, shard }, changed),
        )
      } else {
        const timeZone = await zoneOf(account)
        const day = zonedDayOf(quarterBounds(due.day, due.quarter).from, timeZone)
        addTask(days, `${account} ${timeZone} ${day}`, [sequence], () =>
          foldZonedDay(deps, account, timeZone, day),
        )
      }
    } catch (error) {
      failed.add(sequence)
      deps.warn('a record of the views could not be read', { sequence, cause: causeOf(error) })
    }
  }
  for (const tasks of [places, quarters, days, months, rebuilds]) await runTasks(tasks, failed, deps.warn)
  await passSoundings(deps, soundedIn(deps, event), failed)
  return answer(failed)
}
