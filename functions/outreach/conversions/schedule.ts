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
