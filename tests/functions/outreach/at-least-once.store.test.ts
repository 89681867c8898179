import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workDue } from '../../../functions/outreach/due/work-due.ts'
import { createDeliver } from '../../../functions/outreach/webhooks/deliver.ts'
import { scheduleDelivery } from '../../../functions/outreach/webhooks/schedule.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import type { Webhook } from '../../../shared/domain/webhook.ts'
import type { PostRequest } from '../../../shared/outgoing/post.ts'
import { createDeliveryStore } from '../../../shared/store/delivery-store.ts'
import { createDueWorkStore } from '../../../shared/store/due-work-store.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { createWebhookStore } from '../../../shared/store/webhook-store.ts'
import { testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { faultyTable } from '../../support/faulty-table.ts'
import { limitMilliseconds, runs } from '../../support/runs.ts'

/** Whatever ends in the middle and however many try at once: every message arrives, under one name each. */
const start: Instant = '2026-11-20T12:00:00.000Z'
const vault = createVault(testMasterKey)
let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

interface World {
  now: Instant
  readonly posted: PostRequest[]
  /** What comes of the next posts; all further ones are taken. */
  readonly answers: (number | 'breaks')[]
}
interface Fault {
  readonly call: number
  readonly fate: 'before' | 'after'
}

/** A process of the function, on a ledger that may fail it at one call. */
function processOf(world: World, fault?: Fault) {
  const { table: ledger } = faultyTable(tables.ledger, (call) =>
    call === fault?.call ? fault.fate : undefined,
  )
  const now = () => world.now
  const works = createDueWorkStore(ledger)
  const deps = {
    webhooks: createWebhookStore(ledger, vault),
    deliveries: createDeliveryStore(ledger, vault),
    works,
    now,
    chance: () => 0.5,
    tellOff: async () => undefined,
    async post(request: PostRequest) {
      world.posted.push(request)
      const answer = world.answers.shift() ?? 204
      if (answer === 'breaks') throw new Error('the process ended')
      return { status: answer, text: '', tookMilliseconds: 1 }
    },
  }
  const deliver = createDeliver(deps)
  return {
    deps,
    /** @returns whether it came to its end */
    async round(): Promise<boolean> {
      let isWhole = true
      const warn = () => {
        isWhole = false
      }
      await workDue({ works, now, warn }, [deliver()]).catch(warn)
      return isWhole
    },
  }
}

let made = 0
async function newWebhook(): Promise<Webhook> {
  made += 1
  const webhook: Webhook = {
    account: `acc_least${made}`,
    id: `whk_${made}`,
    url: `https://example.com/${made}`,
    description: '',
    events: ['call.missed'],
    include: [],
    off: null,
    createdAt: start,
  }
  await createWebhookStore(tables.ledger, vault).create(webhook, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  return webhook
}

test(
  'every message arrives at least once, and once where nothing breaks',
  async () => {
    const fault = fc.record({
      call: fc.integer({ min: 1, max: 40 }),
      fate: fc.constantFrom('before' as const, 'after' as const),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom(500, 429, 'breaks' as const), { maxLength: 3 }),
        fc.array(fc.option(fault, { nil: undefined }), { minLength: 1, maxLength: 3 }),
        async (messages, answers, faults) => {
          const { account, id } = await newWebhook()
          const world: World = { now: start, posted: [], answers: [...answers] }
          const events = Array.from({ length: messages }, (_, each) => `evt_${made}_${each}`)
          // Each process is told of all events, as a redelivered batch would, and works at the same time as the others.
          await Promise.all(
            faults.map(async (each) => {
              const process = processOf(world, each)
              for (const event of events) {
                await scheduleDelivery(process.deps, {
                  account,
                  target: { kind: 'webhook', id },
                  about: { event, type: 'call.missed' },
                  name: `webhook ${id} ${event}`,
                  body: `{"id":"${event}"}`,
                }).catch(() => undefined)
              }
              await process.round()
            }),
          )
          const sound = processOf(world)
          for (const event of events) {
            await scheduleDelivery(sound.deps, {
              account,
              target: { kind: 'webhook', id },
              about: { event, type: 'call.missed' },
              name: `webhook ${id} ${event}`,
              body: `{"id":"${event}"}`,
            })
          }
          for (let minutes = 0; minutes < 24 * 60; minutes += 16) {
            await sound.round()
            const all = await sound.deps.deliveries.list(account, {}, { limit: 10 })
            if (all.every(({ state }) => state === 'delivered')) break
            world.now = addMinutes(world.now, 16)
          }
          const all = await sound.deps.deliveries.list(account, {}, { limit: 10 })
          expect(all.map(({ state }) => state)).toEqual(events.map(() => 'delivered'))
          const ids = world.posted.map(({ headers, body }) => [headers['webhook-id'], JSON.parse(body).id])
          for (const [name, said] of ids) expect(name).toBe(said)
          expect(new Set(ids.map(([name]) => name))).toEqual(new Set(events))
          const isQuiet = answers.length === 0 && faults.every((each) => each === undefined)
          if (isQuiet) expect(world.posted).toHaveLength(messages)
        },
      ),
      { numRuns: runs(12) },
    )
  },
  limitMilliseconds(60_000),
)
