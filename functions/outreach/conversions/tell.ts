import { maySendIdentity } from '../../../shared/domain/conversion/destination.ts'
import { standingAfter, standingOf } from '../../../shared/domain/conversion/differ.ts'
import {
  afterResult,
  type ConversionRecord,
  maySendAgain,
  type Pending,
  type Result,
} from '../../../shared/domain/conversion/record.ts'
import {
  type Delivery,
  type DeliveryAttempt,
  type DeliveryOutcome,
  isSettled,
  nextTry,
} from '../../../shared/domain/delivery.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { askLater } from './ask-later.ts'
import { type HashedIdentity, hashIdentity } from './hash.ts'
import { loadIdentity } from './identity.ts'
import { platformPorts } from './platforms/index.ts'
import type { Outcome, Prepared } from './platforms/platform-port.ts'
import type { ConversionDeps, StoredDestination } from './ports.ts'
import { deliveryOf } from './schedule.ts'

/** One that is this process's to tell, and nobody else's. */
interface Taken {
  readonly record: ConversionRecord
  readonly pending: Pending
  readonly delivery: Delivery
}

const noCredentials = 'the destination has no credentials'
const credentialMinutes = 60

/** Tells a destination what waits for it, or notes what it would have been told. */
export function createTell(deps: ConversionDeps) {
  const { conversions, deliveries, destinations, sources, telling, now, chance } = deps

  /** Whatever else was noted meanwhile: of what is being told nobody but who tells it says what came of it. */
  async function note(taken: Pick<Taken, 'record' | 'pending'>, result: Result): Promise<void> {
    const { record, pending } = taken
    const standing =
      result.is === 'done' ? standingAfter(record.platform, pending.operation) : record.standing
    for (;;) {
      const current = await conversions.get(record)
      if (!current?.pending || current.operations !== record.operations) return
      if (await conversions.put(current, afterResult(current, pending, result, standing, now()))) return
    }
  }

  async function identityOf(
    destination: StoredDestination,
    { account, enquiry }: ConversionRecord,
  ): Promise<HashedIdentity | undefined> {
    if (!maySendIdentity(destination)) return undefined
    const row = await sources.enquiries.find(account, enquiry)
    if (!row) return undefined
    const hashed = hashIdentity(destination.platform, await loadIdentity(sources, account, row.enquiry))
    return Object.keys(hashed).length > 0 ? hashed : undefined
  }

  /** @returns what came of it for the record, and for the log */
  function resultOf(
    { record, pending, delivery }: Taken,
    outcome: Outcome,
  ): { readonly result: Result; readonly told: DeliveryOutcome; readonly because?: string } {
    if ('sent' in outcome) {
      const { request } = outcome
      return { result: { is: 'done', request }, told: { delivered: true, isAwaited: request !== undefined } }
    }
    if ('refused' in outcome) {
      const because = outcome.refused
      return { result: { is: 'refused', because }, told: { failed: because }, because }
    }
    const isUnknown = 'unknown' in outcome
    const because = isUnknown ? outcome.unknown : outcome.later
    if (isUnknown && !maySendAgain(record.platform, pending)) {
      const taken = `${because}; it may have been taken, and is not repeated`
      return { result: { is: 'done' }, told: { failed: taken }, because: taken }
    }
    const asked = isUnknown ? undefined : outcome.askedSeconds
    const at = nextTry(delivery.tries, now(), chance(), asked)
    if (at === undefined) {
      const given = `given up: ${because}`
      return { result: { is: 'refused', because: given }, told: { failed: given }, because }
    }
    return { result: { is: 'again', at, isUncertain: isUnknown }, told: { again: at, because }, because }
  }

  async function settle(taken: Taken, outcome: Outcome, at: Instant): Promise<void> {
    const { result, told, because } = resultOf(taken, outcome)
    await note(taken, result)
    const { status, tookMilliseconds } = outcome
    const attempt: DeliveryAttempt = { at, status, tookMilliseconds, ...(because && { because }) }
    await deliveries.settle(taken.delivery, told, attempt, now())
  }

  /** What it was to be told by was withdrawn, and whoever did so ended there: it is planned anew. */
  async function forget(record: ConversionRecord): Promise<void> {
    const current = await conversions.get(record)
    const { pending } = current ?? {}
    if (!current || !pending || pending.delivery !== record.pending?.delivery) return
    await conversions.put(current, { ...current, pending: undefined, updatedAt: now() })
  }

  async function takeAll(records: readonly ConversionRecord[]): Promise<Taken[]> {
    const all: Taken[] = []
    for (const record of records) {
      const { account, pending } = record
      const known =
        pending?.delivery === undefined ? undefined : await deliveries.get(account, pending.delivery)
      if (!pending) continue
      if (!known || isSettled(known)) {
        await forget(record)
        continue
      }
      const delivery = await deliveries.take(known, now())
      if (!delivery) continue
      // Who was at it is gone, and nobody knows whether it had been sent.
      if (known.state === 'sending' && !maySendAgain(record.platform, pending)) {
        const lost = { unknown: 'whoever sent it broke off', status: null, tookMilliseconds: 0 }
        await settle({ record, pending, delivery }, lost, now())
        continue
      }
      // What was waiting may have been told, or replaced, before it was taken.
      const current = await conversions.get(record)
      if (current?.pending?.delivery === delivery.id)
        all.push({ record: current, pending: current.pending, delivery })
      else {
        // What came of it was noted, and whoever noted it ended there.
        const told = current?.refused ? { failed: current.refused.because } : ({ delivered: true } as const)
        await deliveries.settle(delivery, told, undefined, now())
      }
    }
    return all
  }

  async function prepare(destination: StoredDestination, { record, pending }: Taken): Promise<Prepared> {
    const identity = await identityOf(destination, record)
    const { operation, together } = pending
    return { operation, together, name: record.name, now: now(), ...(identity && { identity }) }
  }

  /** What can't be sent since nothing of the person is left, or nothing that may go along. */
  const isNameless = ({ platform }: StoredDestination, { operation, identity }: Prepared): boolean => {
    const { click, browser } = standingOf(operation)
    return platform !== 'ga4' && !click && !identity && !browser?.fbc && !browser?.fbp
  }

  async function tellLive(
    destination: StoredDestination,
    records: readonly ConversionRecord[],
  ): Promise<void> {
    const { account, id, platform } = destination
    const all = await takeAll(records)
    if (all.length === 0) return
    const began = now()
    const credentials = await destinations.credentials(account, id)
    if (!credentials) {
      for (const { record, pending, delivery } of all) {
        const at = addMinutes(now(), credentialMinutes)
        await note({ record, pending }, { is: 'again', at, isUncertain: false })
        await deliveries.settle(delivery, { again: at, because: noCredentials }, undefined, now())
      }
      return
    }
    const sending: { readonly taken: Taken; readonly prepared: Prepared }[] = []
    for (const taken of all) {
      const prepared = await prepare(destination, taken)
      if (!isNameless(destination, prepared)) sending.push({ taken, prepared })
      else {
        const refused = 'nothing is left by which the platform could tell whose it is'
        await settle(taken, { refused, status: null, tookMilliseconds: 0 }, began)
      }
    }
    const outcomes = await platformPorts[platform].send(
      telling,
      destination,
      credentials,
      sending.map(({ prepared }) => prepared),
    )
    const asking = sending.flatMap(({ taken }, index) => {
      const outcome = outcomes[index]
      return outcome && 'sent' in outcome && outcome.request !== undefined
        ? [{ record: taken.record, pending: taken.pending, request: outcome.request }]
        : []
    })
    await askLater(deps, destination, asking)
    for (const [index, { taken }] of sending.entries()) await settle(taken, outcomes[index] as Outcome, began)
    await noteTrouble(destination, outcomes)
  }

  /** What keeps everything from being told is the destination's trouble, not this or that conversion's. */
  async function noteTrouble(destination: StoredDestination, outcomes: readonly Outcome[]): Promise<void> {
    const { account, id, trouble } = destination
    const [first] = outcomes
    if (first && 'later' in first && outcomes.every((outcome) => 'later' in outcome)) {
      if (trouble?.because !== first.later)
        await destinations.putTrouble(account, id, { because: first.later, at: now() })
    } else if (trouble && outcomes.some((outcome) => 'sent' in outcome)) {
      await destinations.putTrouble(account, id, undefined)
    }
  }

  async function noteDry(destination: StoredDestination, record: ConversionRecord): Promise<void> {
    const { pending } = record
    if (!pending) return
    const because = 'a dry run: nothing was sent'
    await deliveries.add({ ...deliveryOf(destination, record, pending), state: 'dry-run', because }, now())
    await note({ record, pending }, { is: 'done' })
  }

  /** It is not to be told any more: the destination is another than when it was planned. */
  async function drop(record: ConversionRecord): Promise<void> {
    const { account, pending } = record
    const delivery =
      pending?.delivery === undefined ? undefined : await deliveries.get(account, pending.delivery)
    if (delivery?.state === 'due')
      await deliveries.settle(delivery, { skipped: 'the destination is not live any more' }, undefined, now())
    await conversions.put(record, { ...record, pending: undefined, updatedAt: now() })
  }

  /** @param destination undefined: it was deleted */
  return async (
    destination: StoredDestination | undefined,
    records: readonly ConversionRecord[],
  ): Promise<void> => {
    const mine = records.filter(({ mode }) => destination && mode === destination.mode)
    for (const record of records) if (!mine.includes(record)) await drop(record)
    if (!destination || mine.length === 0) return
    if (destination.mode === 'live') return tellLive(destination, mine)
    for (const record of mine) await noteDry(destination, record)
  }
}
