import { forgotten, leadsToPerson } from '../../../shared/domain/conversion/forget.ts'
import { platformRules } from '../../../shared/domain/conversion/platform.ts'
import { isAwaited } from '../../../shared/domain/conversion/processing.ts'
import { type ConversionRecord, decideStep, type Step } from '../../../shared/domain/conversion/record.ts'
import type { UnwantedReason } from '../../../shared/domain/conversion/wanted.ts'
import { lookWork } from '../../../shared/domain/conversion/work-kinds.ts'
import type { Enquiry } from '../../../shared/domain/enquiry.ts'
import type { AccountId, EnquiryId } from '../../../shared/domain/ids.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { type Decided, decideConversions, isWorthNoting } from './decide.ts'
import { loadSubject } from './load.ts'
import type { ConversionDeps, StoredDestination } from './ports.ts'
import { putPlanned, wake } from './schedule.ts'

/** Others write at the same time, each once: whoever loses so often has met a mistake. */
const mostRounds = 8

function freshRecord(
  { nameOf }: ConversionDeps,
  { key, verdict }: Decided,
  destination: StoredDestination,
  enquiry: { readonly id: EnquiryId; readonly openedAt: Instant },
  now: Instant,
): ConversionRecord {
  return {
    ...key,
    name: nameOf(key),
    platform: destination.platform,
    enquiry: enquiry.id,
    at: 'wanted' in verdict ? verdict.wanted.at : enquiry.openedAt,
    generation: 0,
    operations: 0,
    updatedAt: now,
    stamp: '',
  }
}

const lackOfIds: ReadonlySet<UnwantedReason> = new Set(['no-client', 'no-click', 'no-identifier'])

const isErased = ({ verdict }: Decided) => 'unwanted' in verdict && verdict.unwanted === 'erased'

/** Once nothing is to be taken back any more of somebody who was erased, nothing that leads to them is kept. */
function forgetting(decided: Decided, step: Step, before: ConversionRecord, now: Instant): Step {
  const record = step.step === 'nothing' ? before : step.record
  if (!isErased(decided) || record.pending || isAwaited(record, now) || !leadsToPerson(record)) return step
  return { step: 'note', record: forgotten(record, now) }
}

/** A page that was left has told by then what it knows. */
const idsMinutes = 60

/** Whether a conversion is wanting for what the page of a recent visit may still tell. */
const mayLackIds = (
  { platform }: StoredDestination,
  decided: readonly Decided[],
  { openedAt, journey }: Enquiry,
  now: Instant,
): boolean =>
  platformRules[platform].browserIds.length > 0 &&
  now < addMinutes(openedAt, idsMinutes) &&
  journey.some(({ visitorId }) => visitorId) &&
  decided.some(({ verdict }) => 'unwanted' in verdict && lackOfIds.has(verdict.unwanted))

/** Brings what is known of an enquiry's conversions, and what is still to be told of them, up to its present truth. */
export function createReconcile(deps: ConversionDeps) {
  const { conversions, deliveries, destinations, sources, works, now } = deps

  /** @returns `under-way`: it is being told just now */
  async function withdraw(
    { account }: ConversionRecord,
    id: string | undefined,
  ): Promise<'gone' | 'under-way'> {
    const delivery = id === undefined ? undefined : await deliveries.get(account, id)
    if (!delivery || (delivery.state !== 'due' && delivery.state !== 'sending')) return 'gone'
    if (delivery.state === 'sending') return 'under-way'
    const skipped = { skipped: 'it came to something else before it was told' }
    return (await deliveries.settle(delivery, skipped, undefined, now())) ? 'gone' : 'under-way'
  }

  /** @returns false: read again */
  async function take(
    destination: StoredDestination,
    decided: Decided,
    step: Exclude<Step, { step: 'nothing' }>,
  ): Promise<boolean> {
    const { record } = step
    const before = decided.record
    if (step.step === 'note') return (await conversions.put(before, record)) !== undefined
    // Whoever is telling it looks again when it is done.
    if (step.replaces && (await withdraw(record, step.replaces.delivery)) === 'under-way') return true
    return putPlanned(deps, destination, before, record)
  }

  async function round(
    account: AccountId,
    id: EnquiryId,
    all: readonly StoredDestination[],
  ): Promise<boolean> {
    const row = await sources.enquiries.find(account, id)
    const settings = await sources.account(account)
    if (!row || !settings) return true
    const { enquiry } = row
    const records = await conversions.of(
      account,
      enquiry.contacts.map((contact) => contact.id),
    )
    const subject = await loadSubject(deps, account, row, all)
    let isThrough = true
    let isLookedAtAgain = false
    for (const destination of all) {
      const decided = decideConversions(destination, records, subject, settings.currency, now())
      isLookedAtAgain ||= mayLackIds(destination, decided, enquiry, now())
      for (const each of decided) {
        if (!isWorthNoting(destination, each, enquiry.openedAt, now())) continue
        const known = each.record ?? freshRecord(deps, each, destination, enquiry, now())
        const record = known.enquiry === enquiry.id ? known : { ...known, enquiry: enquiry.id }
        const step = forgetting(each, decideStep(record, each.plan, now()), record, now())
        if (step.step !== 'nothing') {
          isThrough = (await take(destination, each, step)) && isThrough
        } else if (record !== each.record) {
          isThrough = (await conversions.put(each.record, record)) !== undefined && isThrough
        } else if (record.pending) {
          // Whoever ended between the two writes left it with nobody to look at it.
          await wake(deps, record)
        }
      }
    }
    if (isLookedAtAgain) await lookAgain(account, enquiry)
    return isThrough
  }

  /** Pages tell of the platforms' cookies a little later than of the visit, or when they are left; no change of the views says so. */
  async function lookAgain(account: AccountId, { id, openedAt, contacts: [first] }: Enquiry): Promise<void> {
    if (!first) return
    const dueAt = addMinutes(openedAt, idsMinutes)
    await works.add({ account, kind: lookWork, id: `ids.${id}`, dueAt, body: { contact: first.id } }, now())
  }

  return async (account: AccountId, id: EnquiryId, all?: readonly StoredDestination[]): Promise<void> => {
    const on = (all ?? (await destinations.list(account))).filter(({ mode }) => mode !== 'off')
    if (on.length === 0) return
    for (let left = mostRounds; left > 0; left -= 1) if (await round(account, id, on)) return
    throw new Error('others were faster each time')
  }
}

export type Reconcile = ReturnType<typeof createReconcile>
