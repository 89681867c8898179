import { afterProcessing } from '../../../shared/domain/conversion/after-processing.ts'
import { askMinutes, type Said } from '../../../shared/domain/conversion/processing.ts'
import type { ConversionRecord, RecordKey } from '../../../shared/domain/conversion/record.ts'
import type { Done, DueWork } from '../../../shared/domain/due-work.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import type { ProcessingWork } from './ask-later.ts'
import { platformPorts } from './platforms/index.ts'
import type { Asked, LaterPort } from './platforms/platform-port.ts'
import type { ConversionDeps, StoredDestination } from './ports.ts'
import type { Reconcile } from './reconcile.ts'
import { putPlanned } from './schedule.ts'

type Op = Parameters<LaterPort['judge']>[2]
/** @returns undefined: it is still under way */
type Judge = (action: string, op: Op) => Said | undefined

/** @param isLast nothing is asked any more */
function judging({ judge }: LaterPort, asked: Asked, { all }: ProcessingWork, isLast: boolean): Judge {
  const unsaid: Said = { said: 'unknown', because: 'it was not said within a day what came of it' }
  return (action, op) => {
    if ('unknown' in asked) return { said: 'unknown', because: asked.unknown }
    const status = 'statuses' in asked ? asked.statuses.find((each) => each.action === action) : undefined
    const count = all.filter((each) => each.action === action).length
    return (status && judge(status, count, op)) ?? (isLast ? unsaid : undefined)
  }
}

/** Asks a platform what it made of a request, and brings records and log up to it. */
export function createRunProcessing(deps: ConversionDeps, reconcile: Reconcile) {
  const { conversions, destinations, deliveries, telling, now } = deps

  async function log({ account, processing }: ConversionRecord, { said, because }: Said): Promise<void> {
    const id = processing?.told?.delivery
    const delivery = id === undefined ? undefined : await deliveries.get(account, id)
    if (delivery) await deliveries.noteProcessing(delivery, { state: said, at: now(), because })
  }

  /** @returns false: somebody else has written it meanwhile */
  async function note(
    destination: StoredDestination,
    record: ConversionRecord,
    request: string,
    said: Said,
  ): Promise<boolean> {
    const after = afterProcessing(record, request, said, now())
    if (!after) return true
    // The log first: of a record that has moved on nobody knows any more which delivery it was.
    await log(record, said)
    return after.operations === record.operations
      ? (await conversions.put(record, after)) !== undefined
      : putPlanned(deps, destination, record, after)
  }

  /** Of one conversion, at which others may be at the same time. @returns false: nothing is said of it yet */
  async function take(
    destination: StoredDestination,
    key: RecordKey,
    request: string,
    judge: (op: Op) => Said | undefined,
  ): Promise<boolean> {
    for (;;) {
      const record = await conversions.get(key)
      const { told, request: awaited } = record?.processing ?? {}
      if (!record) return true
      const said = told && awaited === request ? judge(told.operation.op) : 'known'
      if (!said) return false
      if (said === 'known' || (await note(destination, record, request, said))) {
        // What waited for this word, and whatever whoever noted it left undone.
        await reconcile(record.account, record.enquiry)
        return true
      }
    }
  }

  async function ask(later: LaterPort, destination: StoredDestination, request: string): Promise<Asked> {
    const credentials = await destinations.credentials(destination.account, destination.id)
    return credentials
      ? later.ask(telling, destination, credentials, request)
      : { later: 'the destination has no credentials' }
  }

  return async ({ account, attempts, body }: DueWork): Promise<Done> => {
    const work = body as ProcessingWork
    const destination = await destinations.get(account, work.destination)
    const later = destination && platformPorts[destination.platform].later
    if (!later) return { done: true }
    const asked = await ask(later, destination, work.request)
    const wait = askMinutes[attempts]
    const judge = judging(later, asked, work, wait === undefined)
    let isThrough = true
    for (const { action, ...key } of work.all) {
      const of = { account, destination: destination.id, ...key }
      const isSaid = await take(destination, of, work.request, (op) => judge(action, op))
      isThrough = isThrough && isSaid
    }
    if (isThrough || wait === undefined) return { done: true }
    return {
      again: addMinutes(now(), wait),
      because: 'later' in asked ? asked.later : 'it is still under way there',
    }
  }
}
