import { csvLine } from '../../../shared/http/csv.ts'
import { reply } from '../../../shared/http/operation.ts'

export { figureColumns } from '../../../shared/http/figure-columns.ts'

/** A table for a spreadsheet: RFC 4180, with a header row, formulas disarmed. */
export function csvReply<Row>(
  name: string,
  columns: readonly (readonly [string, (row: Row) => string | number | null])[],
  rows: readonly Row[],
) {
  const lines = [
    csvLine(columns.map(([title]) => title)),
    ...rows.map((row) => csvLine(columns.map(([, cell]) => cell(row)))),
  ]
  return reply(
    200,
    new Response(lines.join(''), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}.csv"`,
      },
    }),
  )
}
