import type { ConversionRecord, ConversionState } from '../../../shared/domain/conversion/record.ts'
import { stateOf } from '../../../shared/domain/conversion/record.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { ConversionPort, DestinationPort } from './ports.ts'

export interface ListDeps {
  readonly destinations: Pick<DestinationPort, 'list'>
  readonly conversions: Pick<ConversionPort, 'list'>
}

const atOnce = 100
/** So many are looked at for one page: whoever seeks something rare goes on with the cursor. */
const mostLookedAt = 1000

export const positionOf = ({ at, name, mode }: ConversionRecord): string => `${at}#${name}#${mode}`
export const isPosition = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#cnv_[a-z0-9]{1,40}#(dry-run|live)$/.test(text)

/**
 * Newest first, of one destination or of all.
 * @param before the position after which to go on
 * @returns `next`: where to go on, if there may be more
 */
export async function listRecords(
  { destinations, conversions }: ListDeps,
  account: AccountId,
  {
    destination,
    state,
  }: { readonly destination?: string | undefined; readonly state?: ConversionState | undefined },
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<{ readonly found: readonly ConversionRecord[]; readonly next: string | undefined }> {
  const ids =
    destination === undefined ? (await destinations.list(account)).map(({ id }) => id) : [destination]
  const found: ConversionRecord[] = []
  let after = before
  for (let looked = 0; looked < mostLookedAt; looked += atOnce) {
    const pages = await Promise.all(
      ids.map((id) => conversions.list(account, id, { limit: atOnce, before: after })),
    )
    const page = pages
      .flat()
      .sort((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1))
      .slice(0, atOnce)
    for (const record of page) {
      after = positionOf(record)
      if (state === undefined || stateOf(record) === state) found.push(record)
      if (found.length === limit) return { found, next: after }
    }
    if (page.length < atOnce) return { found, next: undefined }
  }
  return { found, next: after }
}
