import { standingOf } from '../../../shared/domain/conversion/differ.ts'
import { askMinutes } from '../../../shared/domain/conversion/processing.ts'
import type { ConversionRecord, Pending, RecordKey } from '../../../shared/domain/conversion/record.ts'
import { processingWork } from '../../../shared/domain/conversion/work-kinds.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import type { ConversionDeps, StoredDestination } from './ports.ts'

/** What went in one request, as far as nothing has been said of it. */
export interface ProcessingWork {
  readonly destination: string
  readonly request: string
  readonly all: readonly (Pick<RecordKey, 'mode' | 'rule' | 'contact'> & { readonly action: string })[]
}

const mostId = 150
const idOf = (destination: string, request: string) =>
  `${destination}.${request.replace(/[^\w-]/g, '_').slice(0, mostId)}`

/**
 * Has the platform asked what it made of these, request by request. It is noted before what came of them is: whatever is
 * awaited is asked for.
 */
export async function askLater(
  { works, now }: Pick<ConversionDeps, 'works' | 'now'>,
  { account, id }: StoredDestination,
  sent: readonly {
    readonly record: ConversionRecord
    readonly pending: Pending
    readonly request: string
  }[],
): Promise<void> {
  for (const request of new Set(sent.map((each) => each.request))) {
    const all = sent
      .filter((each) => each.request === request)
      .map(({ record: { mode, rule, contact }, pending: { operation } }) => {
        return { mode, rule, contact, action: standingOf(operation).action }
      })
    const body: ProcessingWork = { destination: id, request, all }
    const dueAt = addMinutes(now(), askMinutes[0])
    await works.add({ account, kind: processingWork, id: idOf(id, request), dueAt, body }, now())
  }
}
