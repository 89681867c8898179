import { createHash } from 'node:crypto'
import { dueShards, isClosable, listedMinute, minuteOf } from '../domain/due-work.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import type { Item, Key } from './item.ts'
import { dueLists, outreachKeys } from './outreach-keys.ts'
import type { Table } from './table.ts'

/** Lists looked at together. */
const listsAtOnce = 8
/** Pointers read together, and what they point to with them. */
const pointersAtOnce = 100

/** What a pointer names: there is one of each within its kind. */
export interface Listed {
  readonly account: AccountId
  readonly id: string
}

/**
 * On which list a pointer stands, and under which time: `2026-11-23T09:00#3 2026-11-23T09:00:12.000Z`. The item that is
 * pointed to keeps it: a pointer elsewhere is of an earlier time.
 */
export type Place = string
const partsOf = (place: Place) => {
  const [list = '', at = ''] = place.split(' ')
  return { list, at }
}

const shardOf = ({ account, id }: Listed): number =>
  (createHash('sha256').update(`${account} ${id}`).digest()[0] ?? 0) % dueShards

export type DueLists = ReturnType<typeof createDueLists>

/**
 * What is due when, of one kind each: lists by minute and shard, of bare pointers. The item that is pointed to is the
 * truth; a pointer that leads nowhere is cleared away by whoever comes across it.
 */
export function createDueLists(ledger: Table) {
  /** Lists that this process has opened: none of them is closed before its minute is long over. */
  const opened = new Set<string>()

  async function open(kind: string, list: string): Promise<void> {
    const name = `${kind} ${list}`
    if (opened.has(name)) return
    await ledger.put(outreachKeys.dueList(kind, list))
    if (opened.size > 1000) opened.clear()
    opened.add(name)
  }
  const partitionOf = (kind: string, list: string) =>
    outreachKeys.duePointer(kind, list, '' as Instant, '', '').pk

  /** Of one list: what is due, without the pointers that lead nowhere any more. */
  async function dueOn<Due>(
    kind: string,
    list: string,
    now: Instant,
    limit: number,
    look: Look<Due>,
  ): Promise<Due[]> {
    const pk = partitionOf(kind, list)
    const found: Due[] = []
    let after: string | undefined
    do {
      const pointers = await ledger.query({ pk, between: ['0', `${now}~`], limit: pointersAtOnce, after })
      const seen = await look(
        pointers.map((pointer) => ({ pointer, place: `${list} ${pointer.sk.split('#', 1)[0]}` })),
      )
      for (const [index, pointer] of pointers.entries()) {
        const each = seen[index]
        if (each === 'gone' || each === undefined) await ledger.delete(pointer)
        else if (each !== 'later') found.push(each)
      }
      after = pointers.length === pointersAtOnce ? pointers.at(-1)?.sk : undefined
    } while (after !== undefined && found.length < limit)
    return found
  }

  async function closeIfOver(kind: string, list: string, now: Instant): Promise<void> {
    const [minute = ''] = list.split('#')
    if (!isClosable(minute, now)) return
    if ((await ledger.query({ pk: partitionOf(kind, list), limit: 1 })).length > 0) return
    await ledger.delete(outreachKeys.dueList(kind, list))
  }

  return {
    /** Opens the list for it. @returns where its pointer is to stand */
    async placeFor(kind: string, listed: Listed, at: Instant, now: Instant): Promise<Place> {
      const list = `${listedMinute(at, now)}#${shardOf(listed)}`
      await open(kind, list)
      return `${list} ${at}`
    },

    pointerKey(kind: string, { account, id }: Listed, place: Place): Key {
      const { list, at } = partsOf(place)
      return outreachKeys.duePointer(kind, list, at, account, id)
    },

    /** What is due by now, the longest due first, as `look` finds it. */
    async due<Due extends { readonly dueAt: Instant }>(
      kind: string,
      now: Instant,
      limit: number,
      look: Look<Due>,
    ): Promise<Due[]> {
      const found: Due[] = []
      const lists = await ledger.query({ pk: dueLists(kind), between: ['0', `${minuteOf(now)}~`] })
      for (let from = 0; from < lists.length && found.length < limit; from += listsAtOnce) {
        const some = lists.slice(from, from + listsAtOnce)
        const each = await Promise.all(some.map(({ sk }) => dueOn(kind, sk, now, limit, look)))
        found.push(...each.flat())
        await Promise.all(some.map(({ sk }) => closeIfOver(kind, sk, now)))
      }
      return found.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0)).slice(0, limit)
    },

    /** When something that is not yet due will be. */
    async nextDueAt(kind: string, now: Instant): Promise<Instant | undefined> {
      const lists = await ledger.query({ pk: dueLists(kind), limit: 4 * dueShards })
      let next: Instant | undefined
      for (const { sk } of lists) {
        const [minute = ''] = sk.split('#')
        if (next !== undefined && minute > minuteOf(next)) break
        const [first] = await ledger.query({
          pk: partitionOf(kind, sk),
          between: [`${now}~`, '~'],
          limit: 1,
        })
        const [at] = first?.sk.split('#') ?? []
        if (at !== undefined && (next === undefined || at < next)) next = at
      }
      return next
    },
  }
}

/**
 * Reads what some pointers lead to, in their order: what is due, `later` (it is, but not now), or `gone` (the pointer
 * leads nowhere any more).
 */
export type Look<Due> = (
  pointers: readonly { readonly pointer: Item; readonly place: Place }[],
) => Promise<(Due | 'later' | 'gone')[]>
