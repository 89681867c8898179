import { displayCode } from '../../shared/domain/code-display.ts'
import { type Code, codeStatus } from '../../shared/domain/coupon.ts'
import type { AccountId, CampaignId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { csvLine } from '../../shared/http/csv.ts'
import { textStream } from '../../shared/http/text-stream.ts'
import type { CodePort } from './deps.ts'

/** Read at a time: a query's page of 1 MB holds a few thousand. */
const pageRows = 2_000

const columns: readonly (readonly [string, (code: Code, now: Instant) => string | number | undefined])[] = [
  ['code', ({ code }) => code],
  ['display', ({ code }) => displayCode(code)],
  ['status', codeStatus],
  ['direction', ({ direction }) => direction],
  ['used', ({ used }) => used],
  ['maxUses', ({ maxUses }) => maxUses],
  ['issuedAt', ({ issuedAt }) => issuedAt],
  ['expiresAt', ({ expiresAt }) => expiresAt],
  ['sessionId', ({ session }) => session],
  ['callSid', ({ callSid }) => callSid],
]
const header = csvLine(columns.map(([name]) => name))
const lineOf = (code: Code, now: Instant) => csvLine(columns.map(([, cell]) => cell(code, now)))

export interface ExportRequest {
  readonly account: AccountId
  readonly campaign: CampaignId
  readonly after?: string | undefined
  readonly now: Instant
}

/** The codes as CSV, a piece a page. */
async function* pieces(codes: Pick<CodePort, 'list'>, { account, campaign, after, now }: ExportRequest) {
  yield header
  let from = after
  do {
    const page = await codes.list(account, campaign, pageRows, from)
    yield page.codes.map((code) => lineOf(code, now)).join('')
    from = page.next
  } while (from !== undefined)
}

/** The whole export, sent while it is read, however long it is. */
export const streamedExport = (codes: Pick<CodePort, 'list'>, request: ExportRequest): ReadableStream =>
  textStream(pieces(codes, request))

/** So many rows at most, and where the next part goes on. */
export async function exportPart(
  codes: Pick<CodePort, 'list'>,
  { account, campaign, after, now }: ExportRequest,
  rows: number,
): Promise<{ readonly csv: string; readonly next?: string | undefined }> {
  const lines = [header]
  let next = after
  do {
    const page = await codes.list(account, campaign, Math.min(pageRows, rows - lines.length + 1), next)
    for (const code of page.codes) lines.push(lineOf(code, now))
    next = page.next
  } while (next !== undefined && lines.length <= rows)
  return { csv: lines.join(''), next }
}
