import type { Instant } from '../time.ts'
import type { ConversionRecord } from './record.ts'

/** Whether something in it still leads to whoever it was. */
export const leadsToPerson = ({ pending, standing, processing, changes }: ConversionRecord): boolean =>
  pending !== undefined ||
  standing !== undefined ||
  processing?.told !== undefined ||
  changes?.some(({ click }) => click !== undefined) === true

/** What is left of the record of somebody who was erased: by its name it may still be taken back by hand. */
export const forgotten = (record: ConversionRecord, now: Instant): ConversionRecord => ({
  ...record,
  pending: undefined,
  standing: undefined,
  processing: undefined,
  changes: record.changes?.map(({ click: _, ...change }) => change),
  because: 'erased',
  updatedAt: now,
})
