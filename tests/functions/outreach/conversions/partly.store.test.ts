import { afterAll, beforeAll, expect, test } from 'vitest'
import { conversionWork } from '../../../../shared/domain/conversion/work-kinds.ts'
import { addDays, addMinutes } from '../../../../shared/domain/time.ts'
import { createDueWorkStore } from '../../../../shared/store/due-work-store.ts'
import { destination, form, noon, touch } from '../../../domain/conversion/examples.ts'
import { createTestTables, type Tables } from '../../../support/engine.ts'
import { type GooglePeer, googlePeer } from './peers/google-peer.ts'
import { settings } from './telling.ts'
import { createWorld } from './world.ts'

const account = 'acc_partly'
let tables: Tables
let peer: GooglePeer
const world = createWorld(account, 'google', (request) => peer.post(request), addDays(noon, 63))
beforeAll(async () => {
  tables = await createTestTables()
  peer = await googlePeer(() => world.clock.now)
})
afterAll(async () => {
  await peer.stop()
  await tables.drop()
})

test('of three that went together one came to nothing: Google does not say which, and in the end it is known', async () => {
  const { ledger } = tables
  const days = [0, 31, 62]
  world.truth.contacts = days.map((day) => form(addDays(noon, day)))
  world.truth.touches = [touch(addMinutes(noon, -20), '?gclid=A')]
  const opened = { trigger: { on: 'enquiry' }, action: '1001', value: { from: 'none' } } as const
  await world.createDestination(
    ledger,
    destination({ id: 'dst_partly', rules: [opened], settings: settings.google }),
  )
  const process = world.on(ledger)
  await process.look()
  const records = () =>
    process.store.of(
      account,
      world.truth.contacts.map(({ id }) => id),
    )
  const [, wrong] = await records()
  const trouble = { of: wrong?.name ?? '', reason: 'PROCESSING_ERROR_REASON_INVALID_GCLID' }
  peer.unprocessed.push(trouble, trouble)
  const requests = () =>
    peer.requests.flatMap(({ url, body }) =>
      url.pathname === '/v1/events:ingest' ? [JSON.parse(body).events.length] : [],
    )

  // Whoever comes first takes all that is due along.
  const [first] = await createDueWorkStore(ledger).due(conversionWork, world.clock.now, 10)
  if (first) await process.run(first)
  expect(requests()).toEqual([3])
  await world.settle(ledger)
  expect(requests()).toEqual([3, 1, 1, 1])
  expect(await records()).toMatchObject([
    { standing: {}, processing: { state: 'processed' } },
    { refused: { because: 'Google: the click id can’t be read' } },
    { standing: {}, processing: { state: 'processed' } },
  ])
  expect(peer.conversions.size).toBe(2)
})
