import { createHash } from 'node:crypto'
import {
  type Done,
  type DueWork,
  dueShards,
  isClosable,
  isOpen,
  listedMinute,
  minuteOf,
  type NewDueWork,
  takenMinutes,
} from '../domain/due-work.ts'
import type { AccountId } from '../domain/ids.ts'
import { addMinutes, expiryOf, type Instant } from '../domain/time.ts'
import { allOf, attributeEquals, itemAbsent } from './condition.ts'
import type { Item, Key } from './item.ts'
import { dueLists, outreachKeys } from './outreach-keys.ts'
import type { Table, Write } from './table.ts'

/** Beyond what any import or redelivery may bring back: until then its name is known. */
const keptDays = 400
/** Lists looked at together. */
const listsAtOnce = 8

/**
 * Work that is due at its time, spread over lists by minute (`due-work.ts` has its states). The work's own item is the
 * truth; a list holds bare pointers to it, and one that points nowhere is cleared away by whoever comes across it.
 */
export interface DueWorkStore {
  /** Once for each name, however often it is asked. */
  add(work: NewDueWork, now: Instant): Promise<'added' | 'known'>
  get(account: AccountId, kind: string, id: string): Promise<DueWork | undefined>
  /** What is due or lapsed by now, the longest due first. */
  due(kind: string, now: Instant, limit: number): Promise<DueWork[]>
  /** When something that is not yet due will be. */
  nextDueAt(kind: string, now: Instant): Promise<Instant | undefined>
  /** @returns the work, to be done now by whoever asks and by nobody else; undefined: somebody else has it */
  take(work: DueWork, now: Instant): Promise<DueWork | undefined>
  /** @returns whether it was still as it was read */
  settle(work: DueWork, done: Done, now: Instant): Promise<boolean>
  /** It lapsed, and is not to be done again. */
  lose(work: DueWork, because: string, now: Instant): Promise<boolean>
  /** Gives it another time, if nobody has taken it. */
  move(work: DueWork, dueAt: Instant, now: Instant): Promise<boolean>
}

type Stored = DueWork & { readonly listed: string }

const shardOf = (account: AccountId, id: string): number =>
  (createHash('sha256').update(`${account} ${id}`).digest()[0] ?? 0) % dueShards

const storedOf = (item: Item) => item as unknown as Stored
const workOf = (item: Item): DueWork => {
  const { account, kind, id, state, dueAt, attempts, createdAt, because, body } = storedOf(item)
  return {
    account,
    kind,
    id,
    state,
    dueAt,
    attempts,
    createdAt,
    body,
    ...(because !== undefined && { because }),
  }
}

export function createDueWorkStore(ledger: Table): DueWorkStore {
  /** Lists that this process has opened: none of them is closed before its minute is long over. */
  const opened = new Set<string>()

  async function openList(kind: string, list: string): Promise<void> {
    const name = `${kind} ${list}`
    if (opened.has(name)) return
    await ledger.put(outreachKeys.dueList(kind, list))
    if (opened.size > 1000) opened.clear()
    opened.add(name)
  }

  const listOf = ({ account, id }: Pick<DueWork, 'account' | 'id'>, dueAt: Instant, now: Instant): string =>
    `${listedMinute(dueAt, now)}#${shardOf(account, id)}`
  const pointerKeyOf = (
    { account, kind, id }: Pick<DueWork, 'account' | 'kind' | 'id'>,
    list: string,
    dueAt: Instant,
  ): Key => outreachKeys.duePointer(kind, list, dueAt, account, id)
  const keyOf = ({ account, kind, id }: Pick<DueWork, 'account' | 'kind' | 'id'>) =>
    outreachKeys.dueWork(account, kind, id)
  const stillAs = ({ state, dueAt, attempts }: DueWork) =>
    allOf(
      attributeEquals('state', state),
      attributeEquals('dueAt', dueAt),
      attributeEquals('attempts', attempts),
    )

  /** It is listed under the time it was last given; being taken moves only its own item. */
  async function relist(work: DueWork, set: Record<string, unknown>, dueAt: Instant, now: Instant) {
    const item = await ledger.get(keyOf(work))
    if (!item) return false
    const list = listOf(work, dueAt, now)
    await openList(work.kind, list)
    const next = { list, at: dueAt }
    const before = listingOf(storedOf(item))
    const isSame = before.list === next.list && before.at === next.at
    const { account, id } = work
    const writes: Write[] = [
      {
        update: keyOf(work),
        change: { set: { ...set, dueAt, listed: `${list} ${dueAt}` } },
        condition: stillAs(work),
      },
      ...(isSame ? [] : [{ put: { ...pointerKeyOf(work, list, dueAt), account, id } }]),
      ...(isSame ? [] : [{ delete: pointerKeyOf(work, before.list, before.at) }]),
    ]
    return (await ledger.transact(writes)).won
  }
  function listingOf({ listed }: Stored): { readonly list: string; readonly at: Instant } {
    const [list = '', at = ''] = listed.split(' ')
    return { list, at }
  }

  /** Its item says so first; a pointer that stays behind is cleared away by whoever comes across it. */
  async function close(work: DueWork, state: DueWork['state'], because?: string): Promise<boolean> {
    const item = await ledger.get(keyOf(work))
    if (!item) return false
    const { won } = await ledger.update(keyOf(work), { set: { state, because } }, stillAs(work))
    const { list, at } = listingOf(storedOf(item))
    if (won) await ledger.delete(pointerKeyOf(work, list, at))
    return won
  }

  /** Of one list: the open work that is due, without the pointers that lead nowhere any more. */
  async function dueOn(kind: string, list: string, now: Instant, limit: number): Promise<DueWork[]> {
    const { pk } = pointerKeyOf({ account: '', kind, id: '' }, list, '')
    const found: DueWork[] = []
    let after: string | undefined
    do {
      const pointers = await ledger.query({ pk, between: ['0', `${now}~`], limit: 100, after })
      const items = await ledger.getAll(
        pointers.map(({ account, id }) => outreachKeys.dueWork(account as AccountId, kind, id as string)),
      )
      for (const [index, pointer] of pointers.entries()) {
        const item = items[index]
        const stored = item && storedOf(item)
        const listing = stored && isOpen(stored) ? listingOf(stored) : undefined
        const isItsOwn = listing?.list === list && pointer.sk.startsWith(`${listing.at}#`)
        if (!isItsOwn) await ledger.delete(pointer)
        else if (item && workOf(item).dueAt <= now) found.push(workOf(item))
      }
      after = pointers.length === 100 ? pointers.at(-1)?.sk : undefined
    } while (after !== undefined && found.length < limit)
    return found
  }

  return {
    async add({ account, kind, id, dueAt, body }, now) {
      const list = listOf({ account, id }, dueAt, now)
      await openList(kind, list)
      const work: DueWork = { account, kind, id, state: 'due', dueAt, attempts: 0, createdAt: now, body }
      const outcome = await ledger.transact([
        {
          put: {
            ...keyOf(work),
            ...work,
            listed: `${list} ${dueAt}`,
            expiresAtEpochSeconds: expiryOf(dueAt > now ? dueAt : now, keptDays),
          },
          condition: itemAbsent,
        },
        { put: { ...pointerKeyOf(work, list, dueAt), account, id } },
      ])
      return outcome.won ? 'added' : 'known'
    },

    async get(account, kind, id) {
      const item = await ledger.get(outreachKeys.dueWork(account, kind, id))
      return item && workOf(item)
    },

    async due(kind, now, limit) {
      const found: DueWork[] = []
      const lists = await ledger.query({ pk: dueLists(kind), between: ['0', `${minuteOf(now)}~`] })
      for (let from = 0; from < lists.length && found.length < limit; from += listsAtOnce) {
        const some = lists.slice(from, from + listsAtOnce)
        const each = await Promise.all(some.map(({ sk }) => dueOn(kind, sk, now, limit)))
        found.push(...each.flat())
        await Promise.all(
          some.map(async ({ sk }) => {
            const [minute = ''] = sk.split('#')
            if (!isClosable(minute, now)) return
            const { pk } = pointerKeyOf({ account: '', kind, id: '' }, sk, '')
            if ((await ledger.query({ pk, limit: 1 })).length === 0)
              await ledger.delete(outreachKeys.dueList(kind, sk))
          }),
        )
      }
      return found.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0)).slice(0, limit)
    },

    async nextDueAt(kind, now) {
      const lists = await ledger.query({ pk: dueLists(kind), limit: 4 * dueShards })
      let next: Instant | undefined
      for (const { sk } of lists) {
        const [minute = ''] = sk.split('#')
        if (next !== undefined && minute > minuteOf(next)) break
        const { pk } = pointerKeyOf({ account: '', kind, id: '' }, sk, '')
        const [first] = await ledger.query({ pk, between: [`${now}~`, '~'], limit: 1 })
        const [at] = first?.sk.split('#') ?? []
        if (at !== undefined && (next === undefined || at < next)) next = at
      }
      return next
    },

    async take(work, now) {
      const lapsesAt = addMinutes(now, takenMinutes)
      const set = { state: 'taken', dueAt: lapsesAt, attempts: work.attempts + 1 } as const
      const { won } = await ledger.update(keyOf(work), { set }, stillAs(work))
      return won ? { ...work, ...set } : undefined
    },

    async settle(work, done, now) {
      if ('again' in done) {
        const { again, because } = done
        return relist(work, { state: 'due', because }, again, now)
      }
      if ('done' in done) return close(work, 'done')
      return 'failed' in done ? close(work, 'failed', done.failed) : close(work, 'cancelled', done.cancelled)
    },
    lose: (work, because) => close(work, 'lost', because),
    async move(work, dueAt, now) {
      return work.state === 'due' && (await relist(work, {}, dueAt, now))
    },
  }
}
