import { addMinutes, type Instant } from '../time.ts'
import type { Operation, Standing } from './differ.ts'
import { repeatMinutes, type Said } from './processing.ts'
import { type ConversionRecord, contentOf, type Pending } from './record.ts'

const standingBefore = (operation: Operation): Standing | undefined =>
  operation.op === 'send' ? undefined : operation.from

/**
 * The record after the platform's word on what it took.
 * @returns undefined: it is of something else; `pending` in it is new and is to be given a delivery and a time
 */
export function afterProcessing(
  record: ConversionRecord,
  request: string,
  said: Said,
  now: Instant,
): ConversionRecord | undefined {
  const { processing, pending } = record
  const { operation, repeats = 0 } = processing?.told ?? {}
  if (!processing || processing.request !== request || !operation) return undefined
  const noted = (state: 'processed' | 'unknown'): ConversionRecord => {
    const { because } = said
    return { ...record, processing: { state, request, at: now, ...(because && { because }) }, updatedAt: now }
  }
  if (said.said === 'processed' || said.said === 'unknown') return noted(said.said)
  // Something else is to be told already, and nobody knows what it rests on.
  if (said.said === 'partly' && pending) return noted('unknown')
  const undone: ConversionRecord = {
    ...record,
    processing: undefined,
    standing: standingBefore(operation),
    // Its change was none.
    changes: record.changes?.filter(({ changedAt }) => changedAt !== processing.at),
    generation: operation.op === 'send' ? operation.to.generation - 1 : record.generation,
    updatedAt: now,
  }
  // What is pending is planned anew by what stands now.
  if (pending) return undone
  const again = (more: Omit<Pending, 'operation'>): ConversionRecord => ({
    ...undone,
    pending: { operation, ...more },
    operations: record.operations + 1,
  })
  if (said.said === 'partly')
    // It may have been taken: until that is known it is not planned anew.
    return again({ dueAt: now, isUncertain: true, repeats, together: said.together })
  const wait = repeatMinutes[repeats]
  if (said.isForNow && wait !== undefined)
    return again({ dueAt: addMinutes(now, wait), repeats: repeats + 1, together: 1 })
  return { ...undone, refused: { what: contentOf(operation), because: said.because } }
}
