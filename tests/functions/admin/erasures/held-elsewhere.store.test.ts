import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose as composeOutreach } from '../../../../functions/outreach/compose.ts'
import { addDays, addMinutes } from '../../../../shared/domain/time.ts'
import { conversionNameOf, createConversionStore } from '../../../../shared/store/conversion-store.ts'
import { createDeliveryStore } from '../../../../shared/store/delivery-store.ts'
import { createMailingStore } from '../../../../shared/store/mailing-store.ts'
import { testMasterKey } from '../../../support/bridge.ts'
import { openLane } from './lane.ts'
import { people, vault } from './people.ts'

/** What is held of people beside their contacts: what they are written to by, and what others were told of them. */
let lane: Awaited<ReturnType<typeof openLane>>
beforeAll(async () => {
  lane = await openLane()
}, 120_000)
afterAll(() => lane.close())

const { phone, email, name } = people.a as (typeof people)[string]
const at = '2026-11-20T09:10:00.000Z'
const click = { name: 'gclid', value: 'Click-of-a', at: '2026-11-20T09:00:00.000Z' }

/** A form of somebody who agreed to mails, is in a sequence, and was told of to a webhook and an ad platform. */
async function live(account: string) {
  await lane.openAccount(account)
  const address = vault.hash(account, 'email', email)
  await lane.bridge.write({
    fact: 'form',
    account,
    session: 'ses_1',
    visitor: 'vis_1',
    at,
    formId: 'frm_1',
    email: address,
    sealed: vault.seal(account, JSON.stringify({ name, email })),
  })
  await lane.bridge.settled()

  const mailing = createMailingStore(lane.tables.ledger)
  const consent = { basis: 'consent', at, by: 'form', contact: 'frm_1', detail: 'newsletter' } as const
  const sealedName = vault.seal(account, name)
  await mailing.learn(account, address, { sealed: vault.seal(account, email), sealedName, consent })
  const enrolment = {
    account,
    address,
    sequence: 'seq_1',
    run: 'run1',
    contact: 'frm_1',
    eventAt: at,
    startedAt: at,
    state: 'waiting',
    dueAt: addDays(at, 400),
    done: [],
    places: [`email:${address}`],
  } as const
  await mailing.enrol(enrolment, await mailing.of(account, address), at)
  const known = await mailing.of(account, address)
  const [stored] = known.enrolments
  if (!stored) throw new Error('nobody is in the sequence')
  await mailing.claim({ known, enrolment: stored }, 'mail_1', ['https://shop.example/for-a'], at)

  const { ledger } = lane.tables
  await createDeliveryStore(ledger, vault).add(
    {
      account,
      name: 'told to a webhook',
      target: { kind: 'webhook', id: 'whk_1' },
      about: { event: 'evt_1', type: 'enquiry.opened', enquiry: 'enq_frm_1' },
      body: JSON.stringify({ contact: { name, email } }),
    },
    at,
  )
  const key = { account, destination: 'dst_gone', mode: 'live', rule: 'enquiry', contact: 'frm_1' } as const
  const standing = {
    contact: 'frm_1',
    kind: 'form',
    at,
    action: '1001',
    value: null,
    click,
    generation: 1,
  } as const
  await createConversionStore(ledger, () => 'stamp').put(undefined, {
    ...key,
    name: conversionNameOf(key),
    platform: 'google',
    enquiry: 'enq_frm_1',
    at,
    generation: 1,
    operations: 1,
    standing,
    changes: [{ op: 'restate', action: '1001', at, generation: 1, click, value: null, changedAt: at }],
    updatedAt: at,
    stamp: '',
  })
  return address
}

describe('a person', () => {
  it('is told why and by what they are written to, what others were told of them, and loses all of it', async () => {
    const account = 'acc_elsewhere'
    const address = await live(account)
    const told = await lane.ask(account, 'POST', '/v1/exports', { email })
    expect(told.status, told.text).toBe(201)
    expect(told.json.mailing.addresses).toMatchObject([
      {
        email,
        name,
        consent: { basis: 'consent', detail: 'newsletter', contact: 'frm_1' },
        unsubscribedAt: null,
        sequences: [
          {
            sequence: 'seq_1',
            state: 'sending',
            mails: [{ mail: 'mail_1', state: 'sending', links: ['https://shop.example/for-a'] }],
          },
        ],
      },
    ])
    expect(told.json.deliveries).toMatchObject([
      { target: { kind: 'webhook', id: 'whk_1' }, body: expect.stringContaining(email) },
    ])
    expect(told.json.conversions).toMatchObject([
      { platform: 'google', state: 'sent', click: { value: click.value } },
    ])

    const erased = await lane.ask(account, 'POST', '/v1/erasures', { email })
    expect(erased.status, erased.text).toBe(201)
    await lane.bridge.settled()
    // What went to ad platforms is looked at by whoever tells them.
    const outreach = composeOutreach(
      lane.tables,
      { TIELINE_MASTER_KEY: testMasterKey, PUBLIC_BASE_URL: 'https://calls.example.com' },
      {
        now: () => addMinutes(lane.now(), 1),
        report: () => undefined,
        post: async () => ({ status: null, because: 'nobody is told', tookMilliseconds: 1 }),
      },
    )
    await outreach.workDue()
    lane.clock.minutesLater += 20
    await lane.sweep()
    await lane.bridge.settled()
    expect(await lane.tracesOf(account, [email, name, address, click.value, 'for-a'])).toEqual([])
    const empty = await lane.ask(account, 'POST', '/v1/exports', { contact: 'frm_1' })
    expect(empty.json).toMatchObject({
      mailing: { noted: [], addresses: [] },
      deliveries: [{ body: null }],
      conversions: [{ click: null }],
    })
  })
})

describe('a deal that fits nobody', () => {
  it('loses the name and the phone it was told by once the account keeps people’s data no longer, and still counts', async () => {
    const account = 'acc_nobody'
    await lane.openAccount(account)
    const toldAt = lane.now()
    const tell = (id: string, over: object) =>
      lane.ask(account, 'POST', '/v1/outcomes', {
        id,
        stage: 'won',
        value: { amount: 500, currency: 'GBP' },
        ...over,
      })
    expect((await tell('CRM-old', { phone })).status).toBe(201)
    await lane.bridge.settled()
    const words = ['CRM-old', 'CRM-new', vault.hash(account, 'phone', phone)]
    const traces = async () => (await lane.tracesOf(account, words)).map((each) => each.split(': ').at(-1))
    expect(new Set(await traces())).toEqual(new Set(['CRM-old', words[2]]))
    await lane.ask(account, 'PATCH', '/v1/account', { personalDataDays: 30 })

    lane.clock.minutesLater += 40 * 24 * 60
    expect((await tell('CRM-new', { email })).status).toBe(201)
    // As many sweeps as there are months since the account began.
    const months = Math.ceil(
      (Date.parse(lane.now()) - Date.parse('2026-01-01T00:00:00.000Z')) / (31 * 86_400_000),
    )
    for (let sweeps = 0; sweeps < months; sweeps += 1) await lane.sweep()
    await lane.bridge.settled()
    expect(new Set(await traces())).toEqual(new Set(['CRM-new']))
    const { json } = await lane.ask(account, 'GET', '/v1/outcomes')
    expect(json.data).toMatchObject([
      { name: 'CRM-new' },
      {
        name: null,
        heardAt: expect.stringContaining(toldAt.slice(0, 10)),
        stages: [{ value: { amount: 500 } }],
      },
    ])
  })
})
