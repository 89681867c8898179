import type { ImportEntry, ImportVerdict } from '../domain/imported.ts'
import { itemAbsent } from './condition.ts'
import { type ImportItems, importItems } from './import-item.ts'
import { ledgerPartitions } from './keys.ts'
import { erasedPrint } from './person-items.ts'
import type { Item, Table } from './table.ts'

export interface ImportStore {
  /**
   * Writes each entry once, whole or not at all, whoever else writes the same at the same time.
   * @returns the verdicts in the order of the entries; of equal ones the first is accepted
   */
  record(entries: readonly ImportEntry[]): Promise<ImportVerdict[]>
}

/** A transaction takes 100 writes. */
const writesPerTransaction = 100
/** So many are under way at a time: one waits for the engine while another is made. */
const transactionsAtOnce = 4

/** A line that is to be written, and, once that was tried, what stands under its key. */
interface Pending extends ImportItems {
  readonly print: string
  verdict?: ImportVerdict
  standing?: string | undefined
}

/** An id that a live session was given: nobody makes up one of these. */
const mintedSession = /^ses_[0-9a-hjkmnp-tv-z]{20}$/

const nameOf = ({ items: [{ pk, sk }] }: ImportItems) => `${pk}\n${sk}`
const verdictOf = ({ knownBy, print }: Pending, standing: string | undefined): ImportVerdict =>
  knownBy === 'content' || standing === print || standing === erasedPrint ? 'duplicate' : 'conflict'

function chunksOf(pending: readonly Pending[]): Pending[][] {
  const chunks: Pending[][] = []
  let room = 0
  for (const each of pending) {
    if (each.items.length > room) {
      chunks.push([])
      room = writesPerTransaction
    }
    chunks.at(-1)?.push(each)
    room -= each.items.length
  }
  return chunks
}

export function createImportStore(ledger: Table): ImportStore {
  /** All at once; those that something stands in the way of are told what, and the others try again. */
  async function writeChunk(chunk: readonly Pending[]): Promise<void> {
    for (let pending = chunk; pending.length > 0; ) {
      const outcome = await ledger.transact(
        pending.flatMap(({ items }) => items.map((put) => ({ put, condition: itemAbsent }))),
      )
      if (outcome.won) {
        for (const each of pending) {
          each.verdict = 'accepted'
          each.standing = each.print
        }
        return
      }
      const { lost } = outcome
      let position = 0
      pending = pending.filter((each) => {
        const own = lost.slice(position, position + each.items.length)
        position += each.items.length
        if (own.every((loss) => loss === undefined)) return true
        each.standing = (own[0]?.current as Item | undefined)?.importedAs as string | undefined
        each.verdict = verdictOf(each, each.standing)
        return false
      })
    }
  }

  /** A session that was seen here has facts of its own, under other keys: history says something else of it. */
  async function isSeenLive(entry: ImportEntry): Promise<boolean> {
    if (entry.kind !== 'session' || !mintedSession.test(entry.page.session)) return false
    const pk = ledgerPartitions.session(entry.page.account, entry.page.session)
    return (await ledger.query({ pk, between: ['page#', 'seen'], limit: 1 })).length > 0
  }

  return {
    async record(entries) {
      const all: Pending[] = entries.map((entry) => ({ ...importItems(entry), print: entry.print }))
      const first = new Map<string, Pending>()
      for (const each of all) {
        const name = nameOf(each)
        if (!first.has(name)) first.set(name, each)
      }
      await Promise.all(
        entries.map(async (entry, index) => {
          const each = all[index]
          if (each && (await isSeenLive(entry))) each.verdict = 'conflict'
        }),
      )
      const chunks = chunksOf([...first.values()].filter(({ verdict }) => verdict === undefined))
      await Promise.all(
        Array.from({ length: transactionsAtOnce }, async () => {
          for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) await writeChunk(chunk)
        }),
      )
      return all.map((each) => each.verdict ?? verdictOf(each, first.get(nameOf(each))?.standing))
    },
  }
}
