import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DueHandler, workDue } from '../../../functions/outreach/due/work-due.ts'
import { type DueWork, takenMinutes } from '../../../shared/domain/due-work.ts'
import { addMinutes, addSeconds, type Instant } from '../../../shared/domain/time.ts'
import { createDueWorkStore } from '../../../shared/store/due-work-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { limitMilliseconds, runs } from '../../support/runs.ts'

const account = 'acc_due'
const start = '2026-11-27T09:00:00.000Z'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

let kinds = 0
/** A kind of its own, so that no test sees another's work; `now` is turned by hand. */
function newDesk(lapse: DueHandler['lapse'] = 'give-up') {
  kinds += 1
  const kind = `kind-${kinds}`
  const works = createDueWorkStore(tables.ledger)
  const desk = {
    kind,
    works,
    now: start as Instant,
    done: [] as string[],
    add: (id: string, dueAt: Instant) => works.add({ account, kind, id, dueAt, body: {} }, desk.now),
    round: (options: Partial<DueHandler> = {}) =>
      workDue({ works: createDueWorkStore(tables.ledger), now: () => desk.now, warn: () => {} }, [
        {
          kind,
          lapse,
          perRound: 100,
          parallel: 4,
          async run({ id }) {
            desk.done.push(id)
            return { done: true }
          },
          ...options,
        },
      ]),
  }
  return desk
}
const crash = async (): Promise<never> => {
  throw new Error('the process ended')
}

test('Work is done at its time, not before, and once', async () => {
  const desk = newDesk()
  expect(await desk.add('a', addMinutes(start, 30))).toBe('added')
  expect(await desk.add('a', addMinutes(start, 5))).toBe('known')
  expect(await desk.round()).toBe(addMinutes(start, 30))
  expect(desk.done).toEqual([])
  desk.now = addMinutes(start, 30)
  await desk.round()
  await desk.round()
  expect(desk.done).toEqual(['a'])
  expect((await desk.works.get(account, desk.kind, 'a'))?.state).toBe('done')
})

test('Rounds that run at the same time share the work between them', async () => {
  const desk = newDesk()
  const ids = Array.from({ length: 60 }, (_, index) => `w${index}`)
  await Promise.all(ids.map((id, index) => desk.add(id, addSeconds(start, index % 7))))
  desk.now = addMinutes(start, 1)
  await Promise.all([desk.round(), desk.round(), desk.round()])
  expect(desk.done.sort()).toEqual(ids.sort())
})

test('What piled up in a pause goes out at the pace of a round, the longest due first', async () => {
  const desk = newDesk()
  for (const hour of [3, 1, 2]) await desk.add(`h${hour}`, addMinutes(start, 60 * hour))
  desk.now = addMinutes(start, 72 * 60)
  expect(await desk.round({ perRound: 2, parallel: 1 })).toBe(desk.now)
  expect(desk.done).toEqual(['h1', 'h2'])
  await desk.round({ perRound: 2, parallel: 1 })
  expect(desk.done).toEqual(['h1', 'h2', 'h3'])
})

test('What was being done when a process ended is lost or done again, as its kind says, and not before it lapses', async () => {
  for (const [lapse, state] of [
    ['give-up', 'lost'],
    ['again', 'done'],
  ] as const) {
    const desk = newDesk(lapse)
    await desk.add('a', start)
    await desk.round({ run: crash })
    desk.now = addMinutes(start, takenMinutes - 1)
    await desk.round()
    expect(desk.done).toEqual([])
    desk.now = addMinutes(start, takenMinutes)
    await desk.round()
    expect((await desk.works.get(account, desk.kind, 'a'))?.state).toBe(state)
    expect(desk.done).toEqual(lapse === 'again' ? ['a'] : [])
  }
})

test('A handler may ask before it claims: not any more, or not yet', async () => {
  const desk = newDesk()
  await desk.add('unwanted', start)
  await desk.add('early', start)
  const prepare = async ({ id }: DueWork) =>
    id === 'early' ? { again: addMinutes(start, 10), because: 'asleep' } : { cancelled: 'unsubscribed' }
  expect(await desk.round({ prepare })).toBe(addMinutes(start, 10))
  expect(desk.done).toEqual([])
  desk.now = addMinutes(start, 10)
  await desk.round()
  expect(desk.done).toEqual(['early'])
  expect(await desk.works.get(account, desk.kind, 'unwanted')).toMatchObject({
    state: 'cancelled',
    because: 'unsubscribed',
  })
})

test('Lists of minutes that are over are closed, and nothing put there later is missed', async () => {
  const desk = newDesk()
  await desk.add('a', start)
  await desk.round()
  desk.now = addMinutes(start, 60)
  await desk.round()
  expect(await tables.ledger.query({ pk: `due-lists#${desk.kind}` })).toEqual([])
  await desk.add('late', addMinutes(start, 1))
  await desk.round()
  expect(desk.done).toEqual(['a', 'late'])
  expect(await tables.ledger.query({ pk: `due#${desk.kind}` })).toEqual([])
})

type Act =
  | { readonly act: 'add'; readonly id: number; readonly inMinutes: number }
  | { readonly act: 'round' | 'crash' | 'again' }
  | { readonly act: 'wait'; readonly minutes: number }
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant('add' as const),
    id: fc.nat({ max: 6 }),
    inMinutes: fc.integer({ min: -90, max: 90 }),
  }),
  fc.record({ act: fc.constantFrom('round' as const, 'crash' as const, 'again' as const) }),
  // Back as well: clocks of two machines differ, by less than it takes to close a list.
  fc.record({
    act: fc.constant('wait' as const),
    minutes: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constant(-4)),
  }),
)

test(
  'Whatever ends in the middle, whatever is asked twice: nothing is done twice, and nothing is forgotten',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { maxLength: 25 }), async (script) => {
        const desk = newDesk()
        const added = new Set<string>()
        for (const act of script) {
          if (act.act === 'add') {
            const id = `w${act.id}`
            const word = await desk.add(id, addMinutes(desk.now, act.inMinutes))
            expect(word).toBe(added.has(id) ? 'known' : 'added')
            added.add(id)
          } else if (act.act === 'wait') desk.now = addMinutes(desk.now, act.minutes)
          else if (act.act === 'crash') await desk.round({ run: crash })
          else if (act.act === 'again') {
            const again = { again: addMinutes(desk.now, 7), because: 'later' }
            await desk.round({ run: async () => again })
          } else await desk.round()
        }
        for (let round = 0; round < 3; round += 1) {
          desk.now = addMinutes(desk.now, 120)
          await desk.round()
        }
        const states = await Promise.all([...added].map((id) => desk.works.get(account, desk.kind, id)))
        expect(new Set(desk.done).size).toBe(desk.done.length)
        expect(states.filter((work) => work?.state === 'done')).toHaveLength(desk.done.length)
        expect(states.filter((work) => work?.state !== 'done' && work?.state !== 'lost')).toEqual([])
      }),
      { numRuns: runs(40) },
    )
  },
  limitMilliseconds(60_000),
)
