import type { Destination } from '../../../shared/domain/conversion/destination.ts'
import { maySendIdentity } from '../../../shared/domain/conversion/destination.ts'
import type { Operation } from '../../../shared/domain/conversion/differ.ts'
import type {
  ConversionRecord,
  Pending,
  RecordKey,
  RecordMode,
} from '../../../shared/domain/conversion/record.ts'
import { conversionWork } from '../../../shared/domain/conversion/work-kinds.ts'
import type { DueWork } from '../../../shared/domain/due-work.ts'
import { namedIdentity } from './hash.ts'
import { platformPorts } from './platforms/index.ts'
import type { ConversionDeps } from './ports.ts'

/** Which operation of which conversion is to be told. */
export interface ConversionWork extends RecordKey {
  readonly operations: number
}
export const workBody = ({ body }: DueWork): ConversionWork => body as ConversionWork

const types = {
  send: 'conversion.sent',
  restate: 'conversion.restated',
  retract: 'conversion.taken-back',
} as const satisfies Record<Operation['op'], string>

/** What would be sent, as the log shows it: without what tells who somebody is. */
export function previewOf(
  destination: Destination,
  record: ConversionRecord,
  { operation }: Pending,
): string {
  const { platform } = destination
  const identity = maySendIdentity(destination) ? namedIdentity : undefined
  const prepared = { operation, name: record.name, now: record.updatedAt, identity }
  return JSON.stringify(platformPorts[platform].preview(destination, prepared))
}

export const deliveryNameOf = ({ name, operations }: ConversionRecord, mode: RecordMode) =>
  `${name}.${mode}.${operations}`

export const deliveryOf = (destination: Destination, record: ConversionRecord, pending: Pending) => ({
  account: record.account,
  name: deliveryNameOf(record, record.mode),
  target: { kind: destination.platform, id: destination.id },
  about: { event: record.name, type: types[pending.operation.op], enquiry: record.enquiry },
  body: previewOf(destination, record, pending),
})

/** Puts the record with a delivery for what is pending in it, and has it looked at. @returns false: read again */
export async function putPlanned(
  deps: Pick<ConversionDeps, 'conversions' | 'deliveries' | 'works' | 'now'>,
  destination: Destination,
  before: ConversionRecord | undefined,
  record: ConversionRecord,
): Promise<boolean> {
  const { conversions, deliveries, now } = deps
  const { pending } = record
  if (!pending) return (await conversions.put(before, record)) !== undefined
  const added =
    record.mode === 'live'
      ? await deliveries.add({ ...deliveryOf(destination, record, pending), dueAt: pending.dueAt }, now())
      : undefined
  const put = await conversions.put(before, {
    ...record,
    pending: { ...pending, ...(added?.delivery && { delivery: added.delivery.id }) },
  })
  if (!put) return false
  await wake(deps, put)
  return true
}

/** Has it looked at when it is due; asked again for what is known, it does nothing. */
export async function wake(
  { works, now }: Pick<ConversionDeps, 'works' | 'now'>,
  { account, destination, mode, rule, contact, name, operations, pending }: ConversionRecord,
): Promise<void> {
  if (!pending) return
  const body: ConversionWork = { account, destination, mode, rule, contact, operations }
  const id = `${name}.${mode}.${operations}`
  await works.add({ account, kind: conversionWork, id, dueAt: pending.dueAt, body }, now())
}
