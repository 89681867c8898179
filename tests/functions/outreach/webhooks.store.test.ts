import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose } from '../../../functions/outreach/compose.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import { addDays, addMinutes, addSeconds, type Instant } from '../../../shared/domain/time.ts'
import type { Post } from '../../../shared/outgoing/post.ts'
import { createMemberStore } from '../../../shared/store/member-store.ts'
import type { Item } from '../../../shared/store/table.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { postTrusting, startTls } from '../../support/tls.ts'
import { readBy, startReceiver } from './receiver.ts'

/** From facts to a receiver on this machine: what happens is told signed, once or more, and nothing else is. */
const callAt = '2026-11-20T12:00:00.000Z'
const phone = '+447700900771'

let tables: Tables
let attribution: Awaited<ReturnType<typeof startAttribution>>
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  tables = await createTestTables()
  attribution = await startAttribution(tables)
  receiver = await startReceiver()
})
afterAll(async () => {
  await receiver.stop()
  await attribution.stop()
  await tables.drop()
})

let made = 0
/** An account of its own, with a clock. */
async function start(post?: Post) {
  made += 1
  const account = `acc_hooks${made}`
  await attribution.createAccount(testAccount(account))
  const world = { now: addMinutes(callAt, 2) as Instant }
  const outreach = compose(
    tables,
    { TIELINE_MASTER_KEY: testMasterKey, PUBLIC_BASE_URL: 'https://calls.example.com' },
    {
      now: () => world.now,
      report: () => undefined,
      loopbackTargets: true,
      post,
      mailer: { send: async () => ({ messageId: 'm' }) },
    },
  )
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await outreach.app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${testKeys(account).secretKey}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, json: text === '' ? undefined : JSON.parse(text) }
  }
  const path = `/${account}`
  let standing = new Map<string, Item>()
  return {
    account,
    path,
    world,
    outreach,
    ask,
    async hook(change: Record<string, unknown> = {}) {
      const events = ['enquiry.opened', 'enquiry.revised', 'call.missed', 'outcome.reported', 'code.redeemed']
      const { json } = await ask('POST', '/v1/webhooks', { url: receiver.urlOf(path), events, ...change })
      return json as { id: string; secret: string }
    },
    /** What the views' stream tells since the last time, as Lambda is told it. */
    async changes(): Promise<DynamoDBStreamEvent> {
      await attribution.settled()
      const days = await tables.views.query({ pk: `${account}#days` })
      const rows = (
        await Promise.all(days.map(({ sk }) => tables.views.query({ pk: `${account}#day#${sk}` })))
      ).flat()
      const now = new Map(rows.map((row) => [`${row.pk} ${row.sk}`, row]))
      const Records = [...now].flatMap(([key, row]) => {
        const before = standing.get(key)
        if (before?.stamp === row.stamp) return []
        return [{ dynamodb: { NewImage: marshall(row), ...(before && { OldImage: marshall(before) }) } }]
      })
      standing = now
      return { Records } as unknown as DynamoDBStreamEvent
    },
    async missedCall(callSid: string) {
      const sealedCaller = createVault(testMasterKey).seal(account, phone)
      const call = { account, callSid, number: '+442079460001' } as const
      await attribution.write({
        fact: 'voice',
        ...call,
        at: callAt,
        caller: 'hash',
        sealedCaller,
      } as CallFact)
      const end = { at: addMinutes(callAt, 1), sequence: 2, status: 'no-answer', durationSeconds: 0 } as const
      await attribution.write({ fact: 'status', ...call, ...end })
    },
    received: () => receiver.at(path),
  }
}
const typesOf = (all: readonly { text: string }[]) => all.map(({ text }) => JSON.parse(text).type).sort()

test('a missed call is told, signed, as itself and as an enquiry, without the caller; and told once', async () => {
  const { hook, missedCall, changes, outreach, received, ask } = await start()
  const { secret } = await hook()
  await missedCall('CAhooked1')
  const event = await changes()
  await outreach.consume(event)
  await outreach.workDue()
  await outreach.consume(event)
  await outreach.workDue()
  expect(typesOf(received())).toEqual(['call.missed', 'enquiry.opened'])
  for (const each of received()) {
    const message = readBy(secret, each)
    expect(each.headers['webhook-id']).toBe(message.id)
    expect(message).toMatchObject({ version: 1, data: { enquiryId: 'enq_CAhooked1' } })
    expect(each.text).not.toContain('7700')
  }
  const { json } = await ask('GET', '/v1/deliveries?enquiry=enq_CAhooked1')
  expect(json.data).toHaveLength(2)
  expect(json.data[0]).toMatchObject({ state: 'delivered', attempts: [{ status: 204, because: null }] })
})

test('what is personal leaves where an endpoint asks for it, and not to the other', async () => {
  const { hook, missedCall, changes, outreach, path } = await start()
  await hook({ url: receiver.urlOf(`${path}/plain`), events: ['call.missed'] })
  await hook({ url: receiver.urlOf(`${path}/personal`), events: ['call.missed'], include: ['phone'] })
  await missedCall('CAhooked2')
  await outreach.consume(await changes())
  await outreach.workDue()
  const textsOf = (at: string) => receiver.at(`${path}/${at}`).map(({ text }) => text)
  expect(textsOf('plain')).toHaveLength(1)
  expect(textsOf('plain')[0]).not.toContain('contact":')
  expect(JSON.parse(textsOf('personal')[0] as string).data.contact).toEqual({ phone })
})

test('an outcome revises the enquiry: both are told, and the revision counts on', async () => {
  const { hook, missedCall, changes, outreach, account, received } = await start()
  await hook()
  await missedCall('CAhooked3')
  await outreach.consume(await changes())
  const at = addMinutes(callAt, 30)
  await attribution.write({
    fact: 'outcome',
    account,
    contact: 'CAhooked3',
    at,
    stage: 'won',
    valueMinorUnits: 4200,
  } as never)
  await outreach.consume(await changes())
  await outreach.workDue()
  expect(typesOf(received())).toEqual([
    'call.missed',
    'enquiry.opened',
    'enquiry.revised',
    'outcome.reported',
  ])
  const messages = received().map(({ text }) => JSON.parse(text))
  const revised = messages.find(({ type }) => type === 'enquiry.revised')
  const opened = messages.find(({ type }) => type === 'enquiry.opened')
  expect(revised.sequence.subject).toBe(opened.sequence.subject)
  expect(revised.sequence.number).toBeGreaterThan(opened.sequence.number)
  expect(messages.find(({ type }) => type === 'outcome.reported').data).toMatchObject({
    stage: 'won',
    value: { amount: 4200, currency: 'GBP' },
  })
})

describe('an endpoint that does not take it', () => {
  test('is tried again later under the same id, and the log tells each try', async () => {
    const { hook, missedCall, changes, outreach, received, path, ask, world } = await start()
    await hook({ events: ['call.missed'] })
    receiver.answer(path, 500, { status: 429, headers: { 'retry-after': '900' } }, 200)
    await missedCall('CAhooked4')
    await outreach.consume(await changes())
    await outreach.workDue()
    await outreach.workDue()
    expect(received()).toHaveLength(1)
    world.now = addSeconds(world.now, 10)
    await outreach.workDue()
    world.now = addSeconds(world.now, 600)
    await outreach.workDue()
    expect(received()).toHaveLength(2)
    world.now = addSeconds(world.now, 700)
    await outreach.workDue()
    expect(new Set(received().map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const { json } = await ask('GET', '/v1/deliveries?state=delivered')
    expect(json.data[0].attempts.map(({ status }: { status: number }) => status)).toEqual([500, 429, 200])
  })

  test('and says 410 is told nothing more, and its owners are written to', async () => {
    const { hook, missedCall, changes, outreach, received, path, ask, account } = await start()
    const owner = { id: 'mem_hooks', email: 'owner@example.com', name: null, role: 'owner' } as const
    await createMemberStore(tables.ledger, createVault(testMasterKey)).add(account, {
      ...owner,
      createdAt: callAt,
    })
    const { id } = await hook({ events: ['call.missed'] })
    receiver.answer(path, 410)
    await missedCall('CAhooked5')
    await outreach.consume(await changes())
    await outreach.workDue()
    expect((await ask('GET', `/v1/webhooks/${id}`)).json).toMatchObject({
      on: false,
      off: { because: 'gone' },
    })
    const mails = await tables.ledger.query({ pk: 'due-mails' })
    expect(mails.filter((mail) => mail.account === account)).not.toHaveLength(0)
    await missedCall('CAhooked6')
    await outreach.consume(await changes())
    await outreach.workDue()
    expect(received()).toHaveLength(1)
    const refused = await ask('POST', `/v1/deliveries/${await onlyDelivery(ask)}/redeliver`)
    expect(refused).toMatchObject({ status: 409, json: { code: 'delivery_unsendable' } })
    receiver.answer(path, 200)
    await ask('PATCH', `/v1/webhooks/${id}`, { on: true })
    const again = await ask('POST', `/v1/deliveries/${await onlyDelivery(ask)}/redeliver`)
    expect(again).toMatchObject({ status: 200, json: { state: 'delivered' } })
    expect(new Set(received().map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  test('and took nothing for three days is switched off, with all that waits for it', async () => {
    const { hook, missedCall, changes, outreach, path, ask, world } = await start()
    const { id } = await hook({ events: ['call.missed', 'enquiry.opened'] })
    receiver.answer(path, 503)
    await missedCall('CAhooked7')
    await outreach.consume(await changes())
    for (let hours = 0; hours < 96; hours += 1) {
      await outreach.workDue()
      world.now = addMinutes(world.now, 60)
    }
    expect((await ask('GET', `/v1/webhooks/${id}`)).json).toMatchObject({ off: { because: 'failing' } })
    const { json } = await ask('GET', '/v1/deliveries')
    for (const { state, createdAt, settledAt } of json.data) {
      expect(['failed', 'skipped']).toContain(state)
      expect(settledAt > addDays(createdAt, 3)).toBe(true)
    }
  })

  test('holds up no other: while one says nothing, the other has been told', {
    timeout: 60_000,
  }, async () => {
    const { hook, missedCall, changes, outreach, path } = await start()
    await hook({ url: receiver.urlOf(`${path}/silent`) })
    await hook({ url: receiver.urlOf(`${path}/fine`) })
    receiver.answer(`${path}/silent`, 'silence')
    await missedCall('CAhooked8')
    await outreach.consume(await changes())
    const round = outreach.workDue()
    let isOver = false
    void round.then(() => {
      isOver = true
    })
    await expect.poll(() => receiver.at(`${path}/fine`).length, { timeout: 8000 }).toBe(2)
    expect(isOver).toBe(false)
    receiver.release()
    await round
  })
})

test('a new secret signs at once, and the one before for a day', async () => {
  const { hook, ask, received, world } = await start()
  const { id, secret } = await hook()
  const turned = await ask('POST', `/v1/webhooks/${id}/secret`)
  expect(turned.status).toBe(201)
  expect((await ask('POST', `/v1/webhooks/${id}/test`)).json).toMatchObject({ state: 'delivered' })
  world.now = addDays(world.now, 2)
  await ask('POST', `/v1/webhooks/${id}/test`)
  const [first, second] = received()
  if (!first || !second) throw new Error('not received')
  expect(readBy(secret, first)).toMatchObject({ type: 'webhook.test' })
  expect(readBy(turned.json.secret, first)).toMatchObject({ type: 'webhook.test' })
  expect(readBy(turned.json.secret, second)).toMatchObject({ type: 'webhook.test' })
  expect(() => readBy(secret, second)).toThrow()
})

test('no secret is told again, no address within a network is taken, and nothing is seen from another account', async () => {
  const { hook, ask } = await start()
  const { id, secret } = await hook()
  for (const path of ['/v1/webhooks', `/v1/webhooks/${id}`])
    expect(JSON.stringify((await ask('GET', path)).json)).not.toContain(secret.slice(6))
  const body = { url: 'https://169.254.169.254/', events: ['call.missed'] }
  expect(await ask('POST', '/v1/webhooks', body)).toMatchObject({
    status: 422,
    json: { errors: [{ path: 'url' }] },
  })
  expect(await ask('PATCH', `/v1/webhooks/${id}`, { url: 'https://10.0.0.1/' })).toMatchObject({
    status: 422,
  })
  const other = await start()
  expect((await other.ask('GET', `/v1/webhooks/${id}`)).status).toBe(404)
  expect((await other.ask('DELETE', `/v1/webhooks/${id}`)).status).toBe(404)
  expect((await ask('DELETE', `/v1/webhooks/${id}`)).status).toBe(204)
  expect((await ask('GET', `/v1/webhooks/${id}`)).status).toBe(404)
})

async function onlyDelivery(ask: Awaited<ReturnType<typeof start>>['ask']): Promise<string> {
  const { json } = await ask('GET', '/v1/deliveries?type=call.missed&state=failed')
  expect(json.data).toHaveLength(1)
  return json.data[0].id
}

test.each([
  ['hooks.localhost', 'delivered', null],
  ['others.localhost', 'failed', 'the certificate is of another name'],
] as const)(
  'the log says of a receiver at https://%s whose certificate is of hooks.localhost: %s, %s',
  async (host, state, because) => {
    const tls = await startTls('hooks')
    const { hook, ask } = await start(postTrusting)
    const { id } = await hook({ url: tls.urlOf(host) })
    const { json } = await ask('POST', `/v1/webhooks/${id}/test`)
    expect(json).toMatchObject({
      state,
      because,
      attempts: [{ status: because === null ? 204 : null, because }],
    })
    expect(tls.bodies).toHaveLength(because === null ? 1 : 0)
    await tls.stop()
  },
)
