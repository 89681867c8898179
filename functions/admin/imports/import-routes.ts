import type { Hono } from 'hono'
import type { Account } from '../../../shared/domain/account.ts'
import { isPersonalCampaign } from '../../../shared/domain/coupon-mint.ts'
import type { ImportEntry } from '../../../shared/domain/imported.ts'
import type { DeclaredSource } from '../../../shared/domain/number.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { importFacts } from '../operations.ts'
import { decideImport, type ImportTerms } from './import-decide.ts'
import { hasTooManyLines, type LineReading, linesOf, mostLines, readLine } from './import-read.ts'
import type { ImportLine, Rejected } from './import-schema.ts'

/** So many lines are read and written before the next are looked at: others get their turn, and memory stays flat. */
const linesAtOnce = 500

interface NumberedLine {
  readonly line: number
  readonly reading: LineReading
}

function* slicesOf(body: Uint8Array): Generator<NumberedLine[]> {
  let slice: NumberedLine[] = []
  for (const { line, bytes } of linesOf(body)) {
    const reading = readLine(bytes)
    if (reading) slice.push({ line, reading })
    if (slice.length === linesAtOnce) {
      yield slice
      slice = []
    }
  }
  if (slice.length > 0) yield slice
}

const conflicting = {
  code: 'conflicting_fact',
  detail:
    'A fact of this id stands already and says something else: it stays. Correct the id, or leave the line out.',
} as const

export function mountImports(app: Hono, deps: AdminDeps): void {
  const { guards, accounts, campaigns, imports, vault } = deps

  /** Remembers, for one request, what the campaigns of its codes are. */
  function createCampaignTerms(account: Account) {
    const personal = new Map<string, boolean>()
    const sources = new Map<string, DeclaredSource>()
    return {
      async learn(lines: readonly ImportLine[]): Promise<void> {
        const named = lines.flatMap((line) => (line.fact === 'code-issued' ? [line.campaign] : []))
        const unknown = [...new Set(named)].filter((id) => !personal.has(id))
        const found = await Promise.all(unknown.map((id) => campaigns.get(account.id, id)))
        // A campaign that nobody knows is taken to be the usual kind: one code, one person.
        for (const [index, id] of unknown.entries()) {
          const campaign = found[index]
          personal.set(id, campaign ? isPersonalCampaign(campaign) : true)
          if (campaign?.kind === 'source' && campaign.source) sources.set(id, campaign.source)
        }
      },
      isPersonal: (id: string) => personal.get(id) ?? true,
      sourceOf: (id: string) => sources.get(id),
    }
  }

  handle(app, guards, importFacts, async ({ account: id, bytes }) => {
    const account = await accounts.get(id)
    if (hasTooManyLines(bytes)) {
      return refuse('payload_too_large', `A request may have ${mostLines} lines at most: send several.`)
    }
    if (!account) return refuse('not_found', 'The account is gone.')
    const campaignTerms = createCampaignTerms(account)
    const terms: ImportTerms = { account, vault, ...campaignTerms }
    const rejected: Rejected[] = []
    let accepted = 0
    let duplicates = 0

    for (const slice of slicesOf(bytes)) {
      await campaignTerms.learn(slice.flatMap(({ reading }) => ('read' in reading ? [reading.read] : [])))
      const entries: { line: number; entry: ImportEntry }[] = []
      for (const { line, reading } of slice) {
        const decided = 'read' in reading ? decideImport(reading.read, terms) : reading
        if ('rejected' in decided) rejected.push({ line, ...decided.rejected })
        else entries.push({ line, entry: decided })
      }
      const verdicts = await imports.record(entries.map(({ entry }) => entry))
      for (const [index, { line }] of entries.entries()) {
        if (verdicts[index] === 'accepted') accepted += 1
        else if (verdicts[index] === 'duplicate') duplicates += 1
        else rejected.push({ line, ...conflicting })
      }
    }
    rejected.sort((a, b) => a.line - b.line)
    return reply(200, { accepted, duplicates, rejected })
  })
}
