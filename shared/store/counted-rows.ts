import { addCode, addMinted } from '../domain/code-report.ts'
import type { CodeRow, MintedRow } from '../domain/code-row.ts'
import { addProgress } from '../domain/funnel.ts'
import type { AccountId } from '../domain/ids.ts'
import type { ProgressRow } from '../domain/progress.ts'
import { addEnquiry, addSession, type Rollup, type RollupPart } from '../domain/rollup.ts'
import { endOf, type Stretch } from '../domain/stretch.ts'
import { utcDayOf } from '../domain/time.ts'
import type { EnquiryRow, SessionRow } from '../domain/view.ts'
import { unpack } from './packed.ts'
import type { Item, Table } from './table.ts'
import { viewPartitions } from './view-keys.ts'

/** What rollups count, by the kind that begins a row's sort key. */
const adders: Readonly<Record<string, (rollup: Rollup, body: unknown) => void>> = {
  enquiry: (rollup, body) => addEnquiry(rollup, unpack<EnquiryRow>(body).enquiry),
  person: (rollup, body) => addProgress(rollup, unpack<ProgressRow>(body)),
  session: (rollup, body) => addSession(rollup, unpack<SessionRow>(body).source),
  code: (rollup, body) => {
    const row = unpack<CodeRow | MintedRow>(body)
    if ('count' in row) addMinted(rollup, row)
    else addCode(rollup, row)
  },
}

/**
 * The rows of enquiries, people, sessions and codes that lie in a stretch of time, of one partition of the day. They are only
 * unpacked where they are added up: to see whether anything has changed their stamps are enough.
 */
export function createCountedRows(views: Table) {
  return {
    async within(account: AccountId, stretch: Stretch, shard: number): Promise<RollupPart[]> {
      const pk = viewPartitions.day(account, utcDayOf(stretch.from), shard)
      const found = await Promise.all(
        Object.entries(adders).map(async ([kind, add]) => {
          const items = await views.query({
            pk,
            between: [`${kind}#${stretch.from}`, `${kind}#${endOf(stretch)}`],
          })
          return items
            .filter(({ isGone }) => isGone !== true)
            .map(({ body, stamp }: Item) => ({
              stamp: stamp as string,
              addTo: (rollup: Rollup) => add(rollup, body),
            }))
        }),
      )
      return found.flat()
    },
  }
}
