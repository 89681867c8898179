import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compose } from '../../../functions/outreach/compose.ts'
import { sendingMinutes } from '../../../shared/domain/outgoing-mail.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { type Mail, type Mailer, MailRefused } from '../../../shared/mail/mail.ts'
import { createMemberStore } from '../../../shared/store/member-store.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { startAttribution, testAccount, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { faultyTable } from '../../support/faulty-table.ts'
import { limitMilliseconds, runs } from '../../support/runs.ts'

/**
 * Whatever comes again, whatever ends in the middle, however many send at once: no person gets two mails of one contact.
 * And where nothing breaks each gets the one.
 */
const account = 'acc_claims'
const callAt = '2026-11-20T12:00:00.000Z'
const calls = ['CA1', 'CA2']

let tables: Tables
/** What the views' stream tells of two calls that nobody answered. */
let event: DynamoDBStreamEvent
beforeAll(async () => {
  tables = await createTestTables()
  const bridge = await startAttribution(tables)
  await bridge.createAccount(testAccount(account))
  for (const callSid of calls) {
    const call = { account, callSid, number: '+442079460001' }
    await bridge.write({ fact: 'voice', ...call, at: callAt })
    const end = { at: addMinutes(callAt, 1), sequence: 2, status: 'no-answer', durationSeconds: 0 } as const
    await bridge.write({ fact: 'status', ...call, ...end })
  }
  await bridge.settled()
  await bridge.stop()
  const rows = await tables.views.query({ pk: `${account}#day#2026-11-20`, prefix: 'call#' })
  expect(rows).toHaveLength(calls.length)
  const Records = rows.map((row) => ({ dynamodb: { NewImage: marshall(row) } }))
  event = { Records } as unknown as DynamoDBStreamEvent
})
afterAll(() => tables.drop())

let round = 0
/** Other people each time: nobody knows of their mails yet. An owner and an agent are told of missed calls, a marketer is not. */
async function newPeople(): Promise<string[]> {
  const members = createMemberStore(tables.ledger, createVault(testMasterKey))
  const before = await members.list(account)
  round += 1
  for (const role of ['owner', 'agent', 'marketer'] as const) {
    const id = `mem_${role}${round}`
    const email = `${role}${round}@example.com`
    await members.add(account, { id, email, name: null, role, createdAt: callAt })
  }
  for (const { id } of before) await members.remove(account, id)
  return [`owner${round}@example.com`, `agent${round}@example.com`]
}

type Answer = 'takes' | 'refuses' | 'breaks before' | 'breaks after'
interface World {
  readonly sent: Mail[]
  clock: Instant
  /** What SES makes of the next mails; it takes all further ones. */
  readonly answers: Answer[]
}

/** A process of the function, on tables that may fail it at one call. */
function processOf(world: World, fault?: Fault) {
  const mailer: Mailer = {
    async send(mail) {
      const answer = world.answers.shift() ?? 'takes'
      if (answer === 'refuses') throw new MailRefused(true, 'Throttling')
      if (answer === 'breaks before') throw new Error('nobody knows')
      world.sent.push(mail)
      if (answer === 'breaks after') throw new Error('timed out, with the effect')
      return { messageId: `m${world.sent.length}` }
    },
  }
  const { table: ledger } = faultyTable(tables.ledger, (call) =>
    call === fault?.call ? fault.fate : undefined,
  )
  return compose(
    { ledger, views: tables.views },
    { TIELINE_MASTER_KEY: testMasterKey, PUBLIC_BASE_URL: 'https://calls.example.com' },
    { mailer, now: () => world.clock, report: () => {} },
  )
}

interface Fault {
  readonly call: number
  readonly fate: 'before' | 'after'
}
const fault = fc.option(
  fc.record({ call: fc.integer({ min: 1, max: 40 }), fate: fc.constantFrom('before', 'after') }),
  { nil: undefined, freq: 2 },
)
const step = fc.oneof(
  fc.record({ does: fc.constant('consume' as const), fault }),
  fc.record({ does: fc.constant('send' as const), fault }),
  fc.record({ does: fc.constant('both, twice' as const), fault }),
  fc.record({ does: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 4 }) }),
)
const answer = fc.constantFrom<Answer>('takes', 'refuses', 'breaks before', 'breaks after')

async function live(
  steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
  answers: readonly Answer[],
) {
  const told = await newPeople()
  const world: World = {
    sent: [],
    clock: addMinutes(callAt, 2),
    answers: [...answers],
  }
  const dies = () => undefined
  for (const each of steps) {
    if (each.does === 'wait') world.clock = addMinutes(world.clock, each.minutes)
    else {
      const one = processOf(world, each.fault)
      const other = processOf(world)
      if (each.does !== 'send') await one.consume(event).catch(dies)
      if (each.does !== 'consume') await one.sendDue().catch(dies)
      if (each.does === 'both, twice') {
        await Promise.all([
          one.consume(event).catch(dies),
          other.consume(event).catch(dies),
          one.sendDue().catch(dies),
          other.sendDue().catch(dies),
        ])
      }
    }
  }
  // Whatever it was, it is over; the stream brings the batch once more, and the schedule comes by.
  world.answers.length = 0
  const whole = processOf(world)
  await whole.consume(event)
  for (const minutes of [1, 1, 2, sendingMinutes + 1, 1]) {
    world.clock = addMinutes(world.clock, minutes)
    await whole.sendDue()
  }
  expect(await whole.sendDue()).toBeUndefined()
  return { told, sent: world.sent }
}

const countsOf = (sent: readonly Mail[]) => {
  const counts = new Map<string, number>()
  for (const { to, tags } of sent) {
    const name = `${to} ${tags?.['tieline-mail']}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

test(
  'nobody gets two mails of one contact, whatever breaks wherever',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.array(answer, { maxLength: 4 }),
        async (steps, answers) => {
          const { told, sent } = await live(steps, answers)
          const counts = countsOf(sent)
          expect([...counts.values()].filter((count) => count > 1)).toEqual([])
          const isUnclear = answers.some((each) => each.startsWith('breaks'))
          const isBroken = steps.some((each) => 'fault' in each && each.fault !== undefined)
          // Refused mails were not sent: they are tried again.
          if (!isUnclear && !isBroken) expect(counts.size).toBe(told.length * calls.length)
        },
      ),
      { numRuns: runs(12) },
    )
  },
  limitMilliseconds(120_000),
)

test('everybody gets theirs, once, where two processes race', async () => {
  const { told, sent } = await live([{ does: 'both, twice', fault: undefined }], [])
  expect(sent.map(({ to }) => to).sort()).toEqual([...told, ...told].sort())
})

test('a mail that may have been sent is not sent again, and the others are', async () => {
  const { told, sent } = await live(
    [
      { does: 'consume', fault: undefined },
      { does: 'send', fault: undefined },
    ],
    ['breaks after', 'takes', 'refuses'],
  )
  expect(sent).toHaveLength(told.length * calls.length)
  expect(Math.max(...countsOf(sent).values())).toBe(1)
})
