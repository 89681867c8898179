import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as z from 'zod/mini'
import { compose } from '../../../functions/attribution/compose.ts'
import { deskSchema } from '../../../functions/attribution/desk/desk-schema.ts'
import type { CallFact, ContactFact, Fact } from '../../../shared/domain/fact.ts'
import { addSeconds, type Instant } from '../../../shared/domain/time.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../../shared/store/code-store.ts'
import { createContactFactStore } from '../../../shared/store/contact-fact-store.ts'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createPoolStore } from '../../../shared/store/pool-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { exampleCampaign } from '../../domain/coupon-examples.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

// In the future: an engine may delete at once what expired before today.
const begin = '2099-11-22T14:00:00.000Z'
const at = (seconds: number) => addSeconds(begin, seconds)
let now: Instant = begin
const vault = createVault(testMasterKey)
const mobile = '+447700900123'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables, { now: () => now })
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

/** An account with one number of a pool, or of a source. */
async function open(account: string, source?: { source: string; medium?: string }) {
  await bridge.createAccount(testAccount(account))
  const pool = {
    id: 'pol_1',
    name: 'Site',
    swapTargets: ['+442079460000'],
    leaseMinutes: 30,
    cooldownMinutes: 10,
    createdAt: begin,
  }
  await createPoolStore(tables.ledger).create(account, pool)
  const number = `+44207946${String(1000 + accounts++)}`
  const saved = await createNumberStore(tables.ledger).create(account, {
    id: 'num_1',
    number,
    label: 'Website',
    kind: source ? 'source' : 'pool',
    ...(source ? { source } : { poolId: pool.id }),
    createdAt: begin,
  })
  if (!saved.saved) throw new Error(saved.because)
  const calls = createCallStore(tables.ledger)
  const base = {
    account,
    number,
    caller: vault.hash(account, 'phone', mobile),
    sealedCaller: vault.seal(account, mobile),
  }
  return {
    account,
    number,
    visit: async (session: string, seconds: number, url: string, title?: string) => {
      const visitor = `vis_${session}`
      await createLeaseStore(tables.ledger).acquire({ account, pool, session, visitor, now: at(seconds) })
      await bridge.write({
        fact: 'page',
        account,
        session,
        visitor,
        at: at(seconds),
        url,
        ...(title && { title }),
      })
    },
    ring: (callSid: string, seconds: number, more: Partial<CallFact> = {}) =>
      calls.record({
        fact: 'voice',
        ...base,
        callSid,
        at: at(seconds),
        numberId: 'num_1',
        ...(source ? { source } : { poolId: pool.id }),
        ...more,
      } as CallFact),
    pickUp: (callSid: string, seconds: number) =>
      calls.record({
        fact: 'dial',
        scope: 'leg',
        ...base,
        callSid,
        legSid: `leg-${callSid}`,
        status: 'in-progress',
        at: at(seconds),
      }),
    hangUp: (callSid: string, seconds: number) =>
      calls.record({
        fact: 'status',
        ...base,
        callSid,
        sequence: 2,
        status: 'completed',
        durationSeconds: seconds,
        at: at(seconds),
      }),
    say: (callSid: string, fact: Partial<ContactFact>) =>
      createContactFactStore(tables.ledger).record({
        fact: 'mark',
        account,
        contact: callSid,
        at: now,
        by: 'api',
        ...fact,
      } as ContactFact),
    desk: () => bridge.get(account, '/v1/desk', deskSchema),
  }
}
let accounts = 0
const paid = 'https://shop.example/sash-windows?utm_source=google&utm_medium=cpc&utm_campaign=sash&gclid=Cj0'

describe('the desk', () => {
  it('shows a call from its first webhook to the note on it, with the page that the caller is on', async () => {
    const shop = await open('acc_desk_story')
    await shop.visit('ses_1', -90, paid, 'Sash windows')
    await shop.ring('CA01', 0)
    now = at(1)
    expect((await shop.desk()).calls).toMatchObject([
      {
        callSid: 'CA01',
        number: shop.number,
        label: 'Website',
        from: mobile,
        state: 'ringing',
        outcome: 'in-progress',
        firstTime: true,
        knownAs: null,
        source: null,
        candidates: [
          {
            sessionId: 'ses_1',
            visitorId: 'vis_ses_1',
            share: 1,
            page: { title: 'Sash windows', at: at(-90) },
            landingPage: 'https://shop.example/sash-windows',
            source: { channel: 'Paid Search', source: 'google', campaign: 'sash' },
          },
        ],
        code: null,
        givenCode: null,
        enquiryId: 'enq_CA01',
      },
    ])

    await shop.pickUp('CA01', 8)
    await shop.visit('ses_1', 20, 'https://shop.example/prices', 'Prices')
    now = at(25)
    expect((await shop.desk()).calls).toMatchObject([
      {
        state: 'connected',
        answeredAt: at(8),
        candidates: [{ page: { title: 'Prices' }, landingPage: 'https://shop.example/sash-windows' }],
      },
    ])

    await shop.hangUp('CA01', 60)
    now = at(65)
    expect((await shop.desk()).calls).toMatchObject([
      { state: 'ended', outcome: 'answered', endedAt: at(60) },
    ])
    await shop.say('CA01', {
      sealedNote: vault.seal(shop.account, 'wants four windows'),
    } as Partial<ContactFact>)
    expect((await shop.desk()).calls).toEqual([])
  })

  it('shows each visit that shared the number, with its share', async () => {
    const shop = await open('acc_desk_shared')
    await shop.visit('ses_a', -900, paid)
    await shop.visit('ses_b', 0, 'https://shop.example/doors')
    await shop.ring('CA02', 0)
    now = at(1)
    const [call] = (await shop.desk()).calls
    expect(call?.candidates.map(({ sessionId, share }) => [sessionId, share])).toEqual([
      ['ses_b', 0.666667],
      ['ses_a', 0.333333],
    ])
  })

  it('tells what a number of one source stands for', async () => {
    const shop = await open('acc_desk_van', { source: 'van', medium: 'vehicle' })
    await shop.ring('CA03', 0)
    now = at(1)
    expect((await shop.desk()).calls).toMatchObject([
      { source: { channel: 'Offline', source: 'van', medium: 'vehicle' }, candidates: [] },
    ])
  })

  it('knows whoever wrote a form with this phone, and who has called before', async () => {
    const shop = await open('acc_desk_known')
    const phone = vault.hash(shop.account, 'phone', mobile)
    await bridge.write({
      fact: 'page',
      account: shop.account,
      session: 'ses_f',
      visitor: 'vis_f',
      at: at(-9000),
      url: paid,
    })
    await bridge.write({
      fact: 'form',
      account: shop.account,
      session: 'ses_f',
      visitor: 'vis_f',
      at: at(-8900),
      formId: 'frm_1',
      phone,
      sealed: vault.seal(
        shop.account,
        JSON.stringify({ name: 'Test Person', email: 'person@example.com', phone: mobile }),
      ),
    } as Fact)
    await shop.ring('CA04', -5000)
    await shop.hangUp('CA04', -4990)
    await bridge.settled()
    await shop.ring('CA05', 0)
    now = at(1)
    expect((await shop.desk()).calls).toMatchObject([
      {
        callSid: 'CA05',
        firstTime: false,
        earlierContacts: 2,
        knownAs: { name: 'Test Person', email: 'person@example.com' },
      },
    ])
  })

  it('shows the code that the caller quoted, whose visit it is, and the code that was given', async () => {
    const shop = await open('acc_desk_code')
    const { account } = shop
    const campaign = exampleCampaign({
      id: 'cmp_1',
      name: 'Winter',
      benefit: { kind: 'percent', percent: 10 },
    })
    await createCampaignStore(tables.ledger).create(account, campaign)
    const codes = createCodeStore(tables.ledger, { randomBytes })
    const mint = async (to: object) => {
      const outcome = await codes.mint(account, campaign, to, at(-60))
      if (outcome.kind !== 'minted') throw new Error(outcome.detail)
      return outcome.code.code
    }
    await bridge.write({ fact: 'page', account, session: 'ses_c', visitor: 'vis_c', at: at(-60), url: paid })
    await shop.ring('CA06', 0)
    const shown = await mint({ session: 'ses_c', visitor: 'vis_c' })
    await codes.quote(account, shown, { callSid: 'CA06', how: 'agent' }, at(10))
    const withdrawn = await mint({ callSid: 'CA06' })
    await codes.voidCode(account, withdrawn, 'api', undefined, at(11))
    const given = await mint({ callSid: 'CA06' })
    now = at(12)
    expect((await shop.desk()).calls).toMatchObject([
      {
        code: { code: shown, campaign: 'Winter', benefit: '10% off' },
        givenCode: { code: given, campaign: 'Winter' },
        candidates: [{ sessionId: 'ses_c', share: 1 }],
      },
    ])
  })

  it('shows no call of history, of long ago or of another account', async () => {
    const shop = await open('acc_desk_walls')
    await bridge.write({
      fact: 'voice',
      account: shop.account,
      callSid: 'CA07',
      number: shop.number,
      at: at(0),
    })
    await shop.ring('CA08', -5 * 3600)
    const other = await open('acc_desk_other')
    await other.ring('CA09', 0)
    now = at(1)
    expect((await shop.desk()).calls).toEqual([])
    expect((await other.desk()).calls).toHaveLength(1)
  })
})

describe('asked each second', () => {
  it('answers 304 until something changes', async () => {
    const shop = await open('acc_desk_etag')
    await shop.ring('CA10', 0)
    now = at(1)
    const ask = (etag?: string | null) =>
      bridge.app.request('/v1/desk', {
        headers: {
          authorization: `Bearer ${testKeys(shop.account).secretKey}`,
          ...(etag && { 'if-none-match': etag }),
        },
      })
    const first = await ask()
    const etag = first.headers.get('etag')
    expect(first.status).toBe(200)
    expect(((await first.json()) as z.infer<typeof deskSchema>).version).toBe(etag?.replaceAll('"', ''))

    now = at(2)
    const same = await ask(`"other", W/${etag}`)
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag])
    await shop.pickUp('CA10', 3)
    now = at(4)
    const changed = await ask(etag)
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(etag)
  })

  it('reads one small partition while nobody calls, and a few more for each call, never again those that are over', async () => {
    const shop = await open('acc_desk_reads')
    let reads = 0
    const counting = (table: Table): Table => {
      const counted =
        <Given extends unknown[], Answer>(work: (...given: Given) => Answer) =>
        (...given: Given) => {
          reads += 1
          return work(...given)
        }
      return { ...table, get: counted(table.get), getAll: counted(table.getAll), query: counted(table.query) }
    }
    const { app } = compose(
      { ...tables, ledger: counting(tables.ledger), views: counting(tables.views) },
      { TIELINE_MASTER_KEY: testMasterKey },
      () => now,
    )
    const readsOfPoll = async () => {
      reads = 0
      const response = await app.request('/v1/desk', {
        headers: { authorization: `Bearer ${testKeys(shop.account).secretKey}` },
      })
      expect(response.status).toBe(200)
      return reads
    }
    // The key is looked up each time; the account is known for ten seconds.
    now = at(0)
    await readsOfPoll()
    now = at(1)
    expect(await readsOfPoll()).toBe(2)

    for (let call = 0; call < 20; call++) {
      await shop.ring(`CA2${call}`, -3000 + call)
      await shop.hangUp(`CA2${call}`, -2990 + call)
    }
    await shop.visit('ses_r', -60, paid)
    await shop.ring('CA30', 0)
    now = at(2)
    await readsOfPoll()
    now = at(3)
    // The key, the calls begun, the call's own facts, and what was said of it.
    expect(await readsOfPoll()).toBe(4)
  })
})
