import { type Done, type DueWork, isOpen, type NewDueWork, takenMinutes } from '../domain/due-work.ts'
import type { AccountId } from '../domain/ids.ts'
import { addMinutes, expiryOf, type Instant } from '../domain/time.ts'
import { allOf, attributeEquals, itemAbsent } from './condition.ts'
import { createDueLists, type Place } from './due-lists.ts'
import type { Item } from './item.ts'
import { outreachKeys } from './outreach-keys.ts'
import type { Table, Write } from './table.ts'

/** Beyond what any import or redelivery may bring back: until then its name is known. */
const keptDays = 400

/**
 * Work that is due at its time (`due-work.ts` has its states), in lists by minute (`due-lists.ts`).
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

type Stored = DueWork & { readonly listed: Place }

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
  const lists = createDueLists(ledger)
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
    const { kind, account, id } = work
    const before = storedOf(item).listed
    const listed = await lists.placeFor(kind, work, dueAt, now)
    const writes: Write[] = [
      { update: keyOf(work), change: { set: { ...set, dueAt, listed } }, condition: stillAs(work) },
    ]
    if (listed !== before) {
      writes.push({ put: { ...lists.pointerKey(kind, work, listed), account, id } })
      writes.push({ delete: lists.pointerKey(kind, work, before) })
    }
    return (await ledger.transact(writes)).won
  }

  /** Its item says so first; a pointer that stays behind is cleared away by whoever comes across it. */
  async function close(work: DueWork, state: DueWork['state'], because?: string): Promise<boolean> {
    const item = await ledger.get(keyOf(work))
    if (!item) return false
    const { won } = await ledger.update(keyOf(work), { set: { state, because } }, stillAs(work))
    if (won) await ledger.delete(lists.pointerKey(work.kind, work, storedOf(item).listed))
    return won
  }

  return {
    async add({ account, kind, id, dueAt, body }, now) {
      const listed = await lists.placeFor(kind, { account, id }, dueAt, now)
      const work: DueWork = { account, kind, id, state: 'due', dueAt, attempts: 0, createdAt: now, body }
      const outcome = await ledger.transact([
        {
          put: {
            ...keyOf(work),
            ...work,
            listed,
            expiresAtEpochSeconds: expiryOf(dueAt > now ? dueAt : now, keptDays),
          },
          condition: itemAbsent,
        },
        { put: { ...lists.pointerKey(kind, work, listed), account, id } },
      ])
      return outcome.won ? 'added' : 'known'
    },

    async get(account, kind, id) {
      const item = await ledger.get(outreachKeys.dueWork(account, kind, id))
      return item && workOf(item)
    },

    due: (kind, now, limit) =>
      lists.due(kind, now, limit, async (pointers) => {
        const keys = pointers.map(({ pointer: { account, id } }) =>
          outreachKeys.dueWork(account as AccountId, kind, id as string),
        )
        const items = await ledger.getAll(keys)
        return pointers.map(({ place }, index) => {
          const item = items[index]
          const isItsOwn = item && isOpen(storedOf(item)) && storedOf(item).listed === place
          if (!isItsOwn) return 'gone'
          return workOf(item).dueAt <= now ? workOf(item) : 'later'
        })
      }),
    nextDueAt: lists.nextDueAt,

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
