import type { AccountId, EnquiryId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { HeldReason, Operation, Plan, Standing } from './differ.ts'
import { heldReasons } from './differ.ts'
import type { Platform } from './platform.ts'
import { platformRules } from './platform.ts'
import { awaiting, isAwaited, type Processing } from './processing.ts'
import { type UnwantedReason, unwantedReasons } from './wanted.ts'

/** Dry runs are reckoned by themselves: what was noted while dry never counts as sent. */
export type RecordMode = 'dry-run' | 'live'

export interface RecordKey {
  readonly account: AccountId
  readonly destination: string
  readonly mode: RecordMode
  /** The rule's name. */
  readonly rule: string
  /** The contact on which the conversion rests. */
  readonly contact: string
}

/** What one destination has of one conversion, and what is still to be told. */
export interface ConversionRecord extends RecordKey {
  /** `cnv_…`: made of destination, rule and contact, so the same over every revision. */
  readonly name: string
  readonly platform: Platform
  /** The enquiry to which the contact belonged when it was last looked at. */
  readonly enquiry: EnquiryId
  /** When it happened, as it was first seen: its place in lists. */
  readonly at: Instant
  readonly standing?: Standing | undefined
  /** How often it was sent anew. */
  readonly generation: number
  readonly pending?: Pending | undefined
  /** Operations so far, the pending one included. */
  readonly operations: number
  readonly because?: UnwantedReason | HeldReason | undefined
  /** What the platform will not take: the same is not tried again. */
  readonly refused?: { readonly what: string; readonly because: string } | undefined
  /** The last changes of what was sent, oldest first: for files of them. */
  readonly changes?: readonly Change[] | undefined
  /** What the platform makes of what it took last, where it says so later. */
  readonly processing?: Processing | undefined
  readonly updatedAt: Instant
  /** Changes with every write. */
  readonly stamp: string
}

/** A conversion that was restated or taken back; as much of it as the platform knows it by. */
export interface Change extends Pick<Standing, 'action' | 'at' | 'generation' | 'click'> {
  readonly op: 'restate' | 'retract'
  readonly changedAt: Instant
  /** What it is worth since then. */
  readonly value: Standing['value']
}
const mostChanges = 10

function changesAfter({ changes = [] }: ConversionRecord, operation: Operation, now: Instant) {
  if (operation.op === 'send') return changes.length > 0 ? changes : undefined
  const { action, at, generation, click } = operation.from
  const value = operation.op === 'restate' ? operation.to.value : null
  const change: Change = { op: operation.op, action, at, generation, click, value, changedAt: now }
  return [...changes, change].slice(-mostChanges)
}

export interface Pending {
  readonly operation: Operation
  readonly dueAt: Instant
  /** The delivery that tells of it; none of a dry run until it is done. */
  readonly delivery?: string | undefined
  /** It was sent and no word came back: it stands until that is known. */
  readonly isUncertain?: boolean | undefined
  /** How often it was taken and came to nothing all the same. */
  readonly repeats?: number | undefined
  /** It goes in a request of at most so many, so that what comes of it can be told from what comes of others. */
  readonly together?: number | undefined
}

/** What an operation comes to, for telling the same from another. */
export const contentOf = (operation: Operation): string => {
  const { op } = operation
  const { action, value, click, generation } = op === 'retract' ? operation.from : operation.to
  return JSON.stringify([op, action, generation, value?.minorUnits, value?.currency, click?.value])
}

export const conversionStates = ['waiting', 'sent', 'taken-back', 'not-sent', 'refused'] as const
export type ConversionState = (typeof conversionStates)[number]

/** As people are told: `sent` of a dry run would have been. */
export function stateOf({ pending, standing, refused, generation }: ConversionRecord): ConversionState {
  if (pending) return 'waiting'
  if (refused) return 'refused'
  if (standing) return standing.isZeroed ? 'taken-back' : 'sent'
  return generation > 0 ? 'taken-back' : 'not-sent'
}

/** Why it stands as it does, in a sentence; undefined where there is nothing to say. */
export function reasonOf({ because, refused }: ConversionRecord): string | undefined {
  if (refused) return refused.because
  if (because === undefined) return undefined
  return Object.hasOwn(heldReasons, because)
    ? heldReasons[because as HeldReason]
    : unwantedReasons[because as UnwantedReason]
}

/** What becomes of a record by a plan: what is pending is replaced, unless it is not known yet what came of it. */
export type Step =
  | { readonly step: 'nothing' }
  | { readonly step: 'note'; readonly record: ConversionRecord }
  | { readonly step: 'plan'; readonly record: ConversionRecord; readonly replaces?: Pending | undefined }

export function decideStep(record: ConversionRecord, plan: Plan, now: Instant): Step {
  const { pending, refused } = record
  if (pending?.isUncertain) return { step: 'nothing' }
  if ('settled' in plan) {
    if (!pending && record.because === plan.because && !refused) return { step: 'nothing' }
    const noted = {
      ...record,
      pending: undefined,
      refused: undefined,
      because: plan.because,
      updatedAt: now,
    }
    return pending ? { step: 'plan', record: noted, replaces: pending } : { step: 'note', record: noted }
  }
  // What comes next rests on what came of what was told.
  if (isAwaited(record, now)) return { step: 'nothing' }
  const { operation, dueAt } = plan
  const what = contentOf(operation)
  if (pending && contentOf(pending.operation) === what) return { step: 'nothing' }
  if (refused?.what === what) return { step: 'nothing' }
  return {
    step: 'plan',
    replaces: pending,
    record: {
      ...record,
      pending: { operation, dueAt },
      refused: undefined,
      because: undefined,
      operations: record.operations + 1,
      updatedAt: now,
    },
  }
}

/** What came of the pending operation. */
export type Result =
  /** @param request under which the platform says later what it made of it */
  | { readonly is: 'done'; readonly request?: string | undefined }
  | { readonly is: 'refused'; readonly because: string }
  | { readonly is: 'again'; readonly at: Instant; readonly isUncertain: boolean }

export function afterResult(
  record: ConversionRecord,
  pending: Pending,
  result: Result,
  standing: Standing | undefined,
  now: Instant,
): ConversionRecord {
  const { operation } = pending
  if (result.is === 'again') {
    const isUncertain = pending.isUncertain || result.isUncertain
    return {
      ...record,
      pending: { ...pending, dueAt: result.at, ...(isUncertain && { isUncertain }) },
      updatedAt: now,
    }
  }
  if (result.is === 'refused') {
    const refused = { what: contentOf(operation), because: result.because }
    return { ...record, pending: undefined, refused, updatedAt: now }
  }
  const generation = Math.max(record.generation, operation.op === 'retract' ? 0 : operation.to.generation)
  return {
    ...record,
    pending: undefined,
    refused: undefined,
    standing,
    generation,
    processing: result.request === undefined ? undefined : awaiting(result.request, pending, now),
    changes: changesAfter(record, operation, now),
    updatedAt: now,
  }
}

/** Whether one that may have arrived may be sent again. */
export const maySendAgain = (platform: Platform, { operation }: Pending): boolean =>
  platformRules[platform].knowsRepeats ||
  // GA4 knows a purchase by its name, and nothing else.
  (operation.op === 'send' && operation.to.action === 'purchase')
