import type * as z from 'zod/mini'
import type { Account } from '../../../shared/domain/account.ts'
import { codeReport, codeSections } from '../../../shared/domain/code-report.ts'
import type { Period } from '../../../shared/domain/period.ts'
import type { AttributionPorts } from '../deps.ts'
import type { codesQuery } from './code-report-schema.ts'
import { readPeriod } from './period.ts'
import { before, calendarOf } from './reports.ts'

interface Ports {
  readonly ledger: Pick<AttributionPorts['ledger'], 'campaigns'>
  readonly views: Pick<AttributionPorts['views'], 'rollups'>
}

/** What became of the codes that were issued in a period: read from the rollups of its days and months. */
export async function codesReport(
  { ledger, views }: Ports,
  account: Account,
  { from, to, compare }: z.infer<typeof codesQuery>,
) {
  const read = async (period: Period) =>
    codeReport(await readPeriod(views, calendarOf(account), period, codeSections), account.currency)
  const { rows, totals } = await read({ from, to })
  const campaigns = await Promise.all(rows.map(({ key }) => ledger.campaigns.get(account.id, key)))
  return {
    from,
    to,
    timeZone: account.timeZone,
    rows: rows.map(({ key, ...figures }, index) => ({
      key,
      name: campaigns[index]?.name ?? null,
      direction: campaigns[index]?.direction ?? null,
      ...figures,
    })),
    totals,
    ...(await before(compare, { from, to }, async (earlier) => ({ totals: (await read(earlier)).totals }))),
  }
}
