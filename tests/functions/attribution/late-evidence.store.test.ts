import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enquiryList, sourcesReportSchema } from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import type { SessionRow } from '../../../shared/domain/view.ts'
import { unpack } from '../../../shared/store/packed.ts'
import { startAttribution, testAccount } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const called = '2026-11-02T10:00:00.000Z'
const ad = 'https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=sash'
const letter = 'https://shop.example/?utm_source=newsletter&utm_medium=email'

/** The facts of one business, each with what it usually is. */
function business(account: string) {
  const write = async (...facts: Fact[]) => {
    for (const fact of facts) await bridge.write(fact)
    await bridge.settled()
  }
  return {
    account,
    open: () => bridge.createAccount(testAccount(account)),
    write,
    page: (visitor: string, session: string, at: string, url = ad): Fact => ({
      fact: 'page',
      account,
      session,
      visitor,
      at,
      url,
    }),
    call: (callSid: string, at = called, more: Partial<Extract<Fact, { fact: 'voice' }>> = {}): Fact => ({
      fact: 'voice',
      account,
      callSid,
      number: '+442079460001',
      at,
      caller: 'phone-a',
      numberId: 'num_1',
      ...more,
    }),
    form: (visitor: string, session: string, at: string, formId: string, phone = 'phone-a'): Fact => ({
      fact: 'form',
      account,
      session,
      visitor,
      at,
      formId,
      phone,
    }),
    lease: (visitor: string, session: string, from: string): Fact => ({
      fact: 'lease',
      account,
      number: '+442079460001',
      session,
      visitor,
      from,
      until: addMinutes(from, 30),
      freeAt: addMinutes(from, 40),
      shared: false,
    }),
    click: (visitor: string, session: string, at: string): Fact => ({
      fact: 'phone-click',
      account,
      session,
      visitor,
      at,
      number: '+442079460001',
    }),
    enquiries: async () => (await bridge.get(account, '/v1/enquiries', enquiryList)).data,
    totals: async (model = 'last') =>
      (
        await bridge.get(
          account,
          `/v1/reports/sources?from=2026-10-01&to=2027-03-31&model=${model}`,
          sourcesReportSchema,
        )
      ).totals,
  }
}

describe('a form that reveals the person', () => {
  it('brings an earlier call the visits of that person, by the phone alone', async () => {
    const { open, write, page, call, form, enquiries } = business('acc_reveal')
    await open()
    await write(page('vis_1', 'ses_1', '2026-11-01T09:00:00.000Z'), call('CA1'))
    expect(await enquiries()).toMatchObject([{ source: null, evidence: [], confidence: 0 }])

    await write(
      page('vis_1', 'ses_2', '2026-11-09T09:00:00.000Z', letter),
      form('vis_1', 'ses_2', '2026-11-09T09:05:00.000Z', 'frm_1'),
    )
    const [enquiry] = await enquiries()
    expect(enquiry).toMatchObject({
      id: 'enq_CA1',
      source: { channel: 'Paid Search', campaign: 'sash' },
      journey: [{ sessionId: 'ses_1' }],
      contacts: [{ id: 'CA1' }, { id: 'frm_1' }],
      firstTime: true,
    })
    expect(enquiry?.evidence.map(({ kind }) => kind)).toEqual(['form', 'person'])
  })

  it('months later ties by the person: another enquiry, with strength 0.8', async () => {
    const { open, write, page, call, form, enquiries, totals } = business('acc_months')
    await open()
    await write(
      page('vis_1', 'ses_1', '2026-10-01T09:00:00.000Z', letter),
      form('vis_1', 'ses_1', '2026-10-01T09:05:00.000Z', 'frm_1'),
      page('vis_1', 'ses_2', '2026-12-20T09:00:00.000Z'),
      call('CA2', '2026-12-20T10:00:00.000Z'),
    )
    const [later, earlier] = await enquiries()
    expect(later).toMatchObject({
      id: 'enq_CA2',
      person: earlier?.person,
      confidence: 0.8,
      source: { channel: 'Paid Search' },
      journey: [{ sessionId: 'ses_1' }, { sessionId: 'ses_2' }],
      evidence: [{ kind: 'person', strength: 0.8, visitorId: 'vis_1' }],
      firstTime: false,
    })
    expect(await totals()).toMatchObject({ enquiries: 2, firstTimeEnquiries: 1, firstTimeCalls: 1 })
  })
})

describe('a visit that is told late', () => {
  it('finds the call to whose journey it belongs by way of the person alone', async () => {
    const { open, write, page, call, form, enquiries } = business('acc_way')
    await open()
    await write(
      page('vis_1', 'ses_1', '2026-08-01T09:00:00.000Z', letter),
      form('vis_1', 'ses_1', '2026-08-01T09:05:00.000Z', 'frm_1'),
      call('CA2', '2026-12-20T10:00:00.000Z'),
    )
    expect((await enquiries())[0]).toMatchObject({ id: 'enq_CA2', source: null, confidence: 0 })
    // Between the form and the call: neither is of this session.
    await write(page('vis_1', 'ses_2', '2026-12-01T09:00:00.000Z'))
    expect((await enquiries())[0]).toMatchObject({
      id: 'enq_CA2',
      confidence: 0.8,
      journey: [{ sessionId: 'ses_2', channel: 'Paid Search' }],
    })
  })
})

describe('evidence that leads to somebody else than before', () => {
  it('leaves the visitor to whom it had led as one who only looked', async () => {
    const { account, open, write, page, call, lease } = business('acc_else')
    await open()
    const nulls = async () =>
      (
        await bridge.get(
          account,
          '/v1/reports/sources?from=2026-11-01&to=2026-11-30&model=markov',
          sourcesReportSchema,
        )
      ).transform?.nulls
    const shown = addMinutes(called, -60)
    await write(
      page('vis_1', 'ses_1', shown),
      page('vis_2', 'ses_2', addMinutes(called, -5), letter),
      // Its cooldown lasts until the call.
      { ...lease('vis_1', 'ses_1', shown), freeAt: addMinutes(called, 5) } as Fact,
      call('CA1'),
    )
    expect(await nulls()).toBe(1)
    await write(lease('vis_2', 'ses_2', addMinutes(called, -5)))
    expect(await nulls()).toBe(1)
    const row = async (session: string) => {
      for await (const items of tables.views.scan()) {
        const found = items.find(
          ({ pk, sk }) => pk.startsWith(`${account}#day#`) && sk.endsWith(`#${session}`),
        )
        if (found) return unpack<SessionRow>(found.body)
      }
      return undefined
    }
    expect((await row('ses_1'))?.enquiredAt).toBeUndefined()
    expect((await row('ses_2'))?.enquiredAt).toBe(called)
  })
})

describe('a tap on the number', () => {
  it('ties a call to a number that everybody sees, and decides among those who shared one', async () => {
    const { open, write, page, call, click, lease, enquiries } = business('acc_tap')
    await open()
    const shown = addMinutes(called, -10)
    await write(
      page('vis_1', 'ses_1', shown),
      page('vis_2', 'ses_2', shown, letter),
      lease('vis_1', 'ses_1', shown),
      lease('vis_2', 'ses_2', shown),
      call('CA1'),
    )
    expect((await enquiries())[0]?.evidence.map(({ kind }) => kind)).toEqual(['lease-shared', 'lease-shared'])
    // The beacon of the tap comes later than Twilio's webhook.
    await write(click('vis_2', 'ses_2', addMinutes(called, -1)))
    const [enquiry] = await enquiries()
    expect(enquiry).toMatchObject({ confidence: 0.9, source: { channel: 'Email' } })
    expect(enquiry?.evidence[0]).toMatchObject({ kind: 'phone-click', sessionId: 'ses_2' })
    expect(enquiry?.evidence.reduce((sum, { strength }) => sum + strength, 0)).toBeCloseTo(0.9 + 0.95, 5)

    await write(call('CA2', addMinutes(called, 30), { caller: 'phone-b' }))
    expect((await enquiries()).find(({ id }) => id === 'enq_CA2')?.evidence).not.toContainEqual(
      expect.objectContaining({ kind: 'phone-click' }),
    )
  })
})

describe('a code of somebody who recommends the business', () => {
  const code = '4820913365'
  const used = (account: string, caller: string): Fact[] => [
    {
      fact: 'code-issued',
      account,
      code,
      campaignId: 'cmp_r',
      singleUse: false,
      at: called,
      referrer: 'phone-x',
    },
    {
      fact: 'code-used',
      account,
      code,
      campaignId: 'cmp_r',
      singleUse: false,
      at: addMinutes(called, 1),
      useId: `red_${caller}`,
      how: 'keyed',
      callSid: 'CA1',
    },
  ]

  it('adds a touch of channel Referral to whatever else led to the call', async () => {
    const { account, open, write, page, lease, call, enquiries } = business('acc_refer')
    await open()
    await write(
      page('vis_1', 'ses_1', addMinutes(called, -10)),
      lease('vis_1', 'ses_1', addMinutes(called, -10)),
      call('CA1'),
      ...used(account, 'phone-a'),
    )
    expect(await enquiries()).toMatchObject([
      {
        source: { channel: 'Paid Search' },
        journey: [{ channel: 'Paid Search' }, { channel: 'Referral', campaign: 'cmp_r' }],
        credits: { linear: [{ micros: 500_000 }, { micros: 500_000 }] },
      },
    ])
  })

  it('is the source where nothing else is known, and nothing for who recommends themselves', async () => {
    const { account, open, write, call, enquiries } = business('acc_referred')
    await open()
    await write(call('CA1'), ...used(account, 'phone-a'))
    expect(await enquiries()).toMatchObject([{ confidence: 0.7, source: { channel: 'Referral' } }])

    const own = business('acc_selfreferred')
    await own.open()
    await own.write(own.call('CA1', called, { caller: 'phone-x' }), ...used(own.account, 'phone-x'))
    expect(await own.enquiries()).toMatchObject([{ source: null, evidence: [] }])
  })
})

describe('a switchboard', () => {
  it('is told from a person once too many were seen with its phone: the enquiries come apart by themselves', async () => {
    const { open, write, page, form, enquiries, totals } = business('acc_board')
    await open()
    const sent = (person: number) => [
      page(`vis_${person}`, `ses_${person}`, addMinutes(called, person)),
      form(`vis_${person}`, `ses_${person}`, addMinutes(called, person), `frm_${person}`),
    ]
    await write(...[1, 2, 3, 4, 5].flatMap(sent))
    expect(await enquiries()).toHaveLength(1)
    await write(...sent(6))
    expect(await enquiries()).toHaveLength(6)
    expect(await totals()).toMatchObject({ enquiries: 6, firstTimeEnquiries: 6 })
    await write(...sent(7))
    expect(await enquiries()).toHaveLength(7)
    expect(bridge.failures).toEqual([])
  })
})

describe('what people say of themselves', () => {
  it('decides only where nothing else does, and is shown beside what was measured', async () => {
    const { account, open, write, page, lease, call, enquiries } = business('acc_heard')
    await open()
    const heard = (contact: string): Fact => ({
      fact: 'self-report',
      account,
      contact,
      at: addMinutes(called, 5),
      by: 'agent',
      heard: 'Local radio',
    })
    await write(call('CA1'), heard('CA1'))
    expect(await enquiries()).toMatchObject([
      { confidence: 0.3, source: { channel: 'Offline', source: 'Local radio' }, selfReported: 'Local radio' },
    ])
    const shown = addMinutes(called, -5)
    await write(page('vis_1', 'ses_1', shown), lease('vis_1', 'ses_1', shown))
    const [enquiry] = await enquiries()
    expect(enquiry).toMatchObject({
      confidence: 0.95,
      source: { channel: 'Paid Search' },
      selfReported: 'Local radio',
      journey: [{ channel: 'Paid Search' }],
    })
    expect(enquiry?.explanation.sentences).toContain('The person said: “Local radio”.')
    expect(enquiry?.explanation.outweighed).toHaveLength(1)
  })
})

describe('what is said of a contact in the same breath as it comes', () => {
  it('does not hide what kind of contact it is', async () => {
    const { account, open, page, form, enquiries } = business('acc_breath')
    await open()
    const at = '2026-11-09T09:00:00.000Z'
    const won: Fact = {
      fact: 'outcome',
      account,
      contact: 'frm_1',
      at,
      by: 'api',
      stage: 'won',
      valueMinorUnits: 900,
    }
    for (const fact of [won, page('vis_1', 'ses_1', at), form('vis_1', 'ses_1', at, 'frm_1'), won]) {
      await bridge.write(fact)
    }
    await bridge.settled()
    expect(await enquiries()).toMatchObject([{ id: 'enq_frm_1', value: { amount: 900 } }])
  })
})

describe('rules that have changed', () => {
  it('are applied to all of the history by the first fact that comes', async () => {
    const { account, open, write, page, lease, call, enquiries, totals } = business('acc_rules')
    await open()
    const shown = addMinutes(called, -5)
    await write(page('vis_1', 'ses_1', shown), lease('vis_1', 'ses_1', shown), call('CA1'))
    const before = { enquiries: await enquiries(), totals: await totals('linear') }

    // As an earlier version would have left it: other rules' mark, and other results.
    await tables.views.put({ pk: `${account}#rebuild`, sk: 'rules', rules: 'of old', account })
    for (const sk of ['2026-11-02', '2026-11']) {
      await tables.views.delete({ pk: `${account}#${sk.length > 7 ? 'rollup' : 'months'}#UTC`, sk })
    }
    const later = await startAttribution(tables)
    await bridge.write(page('vis_9', 'ses_9', '2026-12-01T09:00:00.000Z'))
    await bridge.settled()
    await later.settled()
    await later.stop()
    expect(await enquiries()).toEqual(before.enquiries)
    expect(await totals('linear')).toEqual({ ...before.totals, sessions: 2 })
    expect(await tables.views.get({ pk: `${account}#rebuild`, sk: 'rebuild' })).toMatchObject({
      rebuild: { reason: 'rules', day: null },
    })
  })
})
