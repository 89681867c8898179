import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Account } from '../domain/account.ts'
import { quarterOf } from '../domain/calendar.ts'
import type { CodesMintedFact, Fact, LeaseFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Process } from '../domain/process.ts'
import type { Scoring } from '../domain/scoring.ts'
import type { DueRollup } from '../domain/view.ts'
import type { Warmth } from '../domain/warmth.ts'
import { codesIn } from './code-batch.ts'
import { type Item, itemOf } from './item.ts'
import { processIn, scoringIn } from './process-store.ts'

/** A change of an item as a stream tells it. */
export interface Change {
  readonly before?: Item | undefined
  readonly after?: Item | undefined
}
type Image = Record<string, AttributeValue> | undefined

interface StreamImages {
  readonly OldImage?: unknown
  readonly NewImage?: unknown
}

/** Of one record several want to know; it is read once. */
const read = new WeakMap<StreamImages, Change>()

export function changeOf(record: StreamImages): Change {
  const known = read.get(record)
  if (known) return known
  const change = {
    before: record.OldImage ? itemOf(record.OldImage as NonNullable<Image>) : undefined,
    after: record.NewImage ? itemOf(record.NewImage as NonNullable<Image>) : undefined,
  }
  read.set(record, change)
  return change
}

const factKinds: ReadonlySet<unknown> = new Set<Fact['fact']>([
  'page',
  'seen',
  'phone-click',
  'form',
  'event',
  'lease',
  'voice',
  'status',
  'dial',
  'text',
  'recording',
  'transcription',
  'recording-deleted',
  'code-issued',
  'code-used',
  'code-use-voided',
  'outcome',
  'self-report',
  'mark',
  'verdict',
  'split',
  'erased',
  'mail-event',
  'step-moved',
  'visitor-moved',
  'deal',
  'spend',
])

/** A pool number's slot holds its present lease. */
function leaseOfSlot(item: Item): LeaseFact | undefined {
  if (!item.sk.startsWith('slot#') || item.session === undefined) return undefined
  const { account, poolId, number, session, visitor, from, until, freeAt } = item as unknown as LeaseFact
  return { fact: 'lease', account, poolId, number, session, visitor, from, until, freeAt, shared: false }
}

/** A batch names its codes before they are written; what is planned is also minted. */
function mintedOfBatch(item: Item): CodesMintedFact | undefined {
  const [account, place, campaignId] = item.pk.split('#')
  if (place !== 'campaign' || !account || !campaignId || !item.sk.startsWith('batch#')) return undefined
  const at = item.issuedAt as string
  return { fact: 'codes-minted', account, campaignId, batch: item.sk, at, count: codesIn(item).length }
}

/** @returns the fact that the change wrote into the ledger, if it wrote one */
export function factOf({ after }: Change): Fact | undefined {
  if (!after) return undefined
  if (factKinds.has(after.fact)) {
    const { pk: _, sk: __, ...fact } = after
    return fact as unknown as Fact
  }
  return leaseOfSlot(after) ?? mintedOfBatch(after)
}

/** @returns the account's settings before and after, if the change touched them */
export function settingsChangeOf({ before, after }: Change): { before: Account; after: Account } | undefined {
  if (before?.sk !== 'account' || after?.sk !== 'account') return undefined
  return { before: before as unknown as Account, after: after as unknown as Account }
}

/** By what people's progress was derived and is now, if the change touched it; what did not change is absent. */
export interface ProgressRulesChange {
  readonly account: AccountId
  readonly process?: { readonly before: Process; readonly after: Process } | undefined
  readonly scoring?: { readonly before: Scoring; readonly after: Scoring } | undefined
}
export function progressRulesChangeOf({ before, after }: Change): ProgressRulesChange | undefined {
  const account = after?.account as AccountId | undefined
  if (!after || account === undefined || after.pk !== account) return undefined
  if (after.sk === 'process')
    return { account, process: { before: processIn(before), after: processIn(after) } }
  if (after.sk === 'scoring')
    return { account, scoring: { before: scoringIn(before), after: scoringIn(after) } }
  return undefined
}

/** @returns the account whose rebuild has been begun or taken further */
export function rebuildOf({ after }: Change): AccountId | undefined {
  const account = after?.account as AccountId | undefined
  return after?.sk === 'rebuild' && after.pk === `${account}#rebuild` ? account : undefined
}

/** What a change of a person's row makes of its place among the warm. */
export interface WarmthChange {
  readonly account: AccountId
  readonly shard: number
  /** Where the row stands. */
  readonly row: { readonly pk: string; readonly sk: string }
  readonly before?: Warmth | undefined
  readonly after?: Warmth | undefined
}
export function warmthChangeOf({ before, after }: Change): WarmthChange | undefined {
  const item = after ?? before
  if (!item?.sk.startsWith('person#')) return undefined
  const account = item.account as AccountId
  const [empty, place, , shard = '0'] = item.pk.slice(account?.length ?? 0).split('#')
  if (empty !== '' || place !== 'day') return undefined
  const [was, is] = [before?.warmth as Warmth | undefined, after?.warmth as Warmth | undefined]
  if (was === is) return undefined
  return { account, shard: Number(shard), row: { pk: item.pk, sk: item.sk }, before: was, after: is }
}

const countedKinds: ReadonlySet<string> = new Set(['enquiry', 'session', 'code', 'person'])

/** Rows of enquiries, people, sessions and codes make their quarter due; a quarter makes its day due, a day its month. */
export function dueRollupOf({ before, after }: Change): DueRollup | undefined {
  const item = after ?? before
  if (!item) return undefined
  const account = item.account as AccountId
  // `#day#…`; a rollup's large sections stand behind one more `#`.
  const [empty, place, name, ...further] = item.pk.slice(account?.length ?? 0).split('#')
  if (empty !== '' || name === undefined) return undefined
  if (place === 'day') {
    const shard = Number(further[0] ?? 0)
    const [kind, instant] = item.sk.split('#')
    if (!kind || !countedKinds.has(kind) || !instant) return undefined
    // More points, another visit: nothing that a funnel counts.
    if (before?.counted !== undefined && before.counted === after?.counted) return undefined
    return { rollup: 'quarter', account, ...quarterOf(instant), shard, at: instant }
  }
  if (further.length > 0) return undefined
  if (place === 'quarters') {
    return { rollup: 'day', account, day: name, quarter: item.sk.slice(0, 5) }
  }
  if (place === 'rollup') return { rollup: 'month', account, timeZone: name, month: item.sk.slice(0, 7) }
  return undefined
}
