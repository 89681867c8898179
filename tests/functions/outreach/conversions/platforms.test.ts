import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { ga4 } from '../../../../functions/outreach/conversions/platforms/ga4.ts'
import { google } from '../../../../functions/outreach/conversions/platforms/google.ts'
import { fbcOf, meta } from '../../../../functions/outreach/conversions/platforms/meta.ts'
import { microsoft } from '../../../../functions/outreach/conversions/platforms/microsoft.ts'
import { addDays, addMinutes } from '../../../../shared/domain/time.ts'
import { destination, gclid, noon } from '../../../domain/conversion/examples.ts'
import { type Ga4Peer, ga4Peer } from './peers/ga4-peer.ts'
import { type GooglePeer, googlePeer } from './peers/google-peer.ts'
import { type MetaPeer, metaPeer } from './peers/meta-peer.ts'
import { type MicrosoftPeer, microsoftPeer } from './peers/microsoft-peer.ts'
import { credentials, restating, retracting, sending, settings, tellingAt } from './telling.ts'

const now = addMinutes(noon, 30)
const clock = () => now
const hash = 'a'.repeat(64)
const verdicts = (outcomes: readonly object[]) =>
  outcomes.map((outcome) =>
    Object.keys(outcome).find((key) => key !== 'status' && key !== 'tookMilliseconds'),
  )

describe('GA4 is told', () => {
  let peer: Ga4Peer
  beforeEach(async () => {
    peer = await ga4Peer(clock)
    return () => peer.stop()
  })
  const at = (over = {}) => destination({ platform: 'ga4', settings: settings.ga4, ...over })
  const tell = (all: Parameters<typeof ga4.send>[3], over = {}) =>
    ga4.send(tellingAt(peer.url, clock).deps, at(over), credentials.ga4, all)
  const browser = { gaClientId: '1234567890.1700000000', gaSessionId: '1763640000' }

  it('of a sale, in the browser’s own session, at its time', async () => {
    const sale = sending('cnv_a', { action: 'purchase', browser, at: noon })
    expect(verdicts(await tell([sale], { consent: { adUserData: 'granted' } }))).toEqual(['sent'])
    expect(JSON.parse(peer.requests[0]?.body ?? '')).toEqual({
      client_id: '1234567890.1700000000',
      timestamp_micros: Date.parse(noon) * 1000,
      consent: { ad_user_data: 'GRANTED' },
      events: [
        {
          name: 'purchase',
          params: {
            session_id: '1763640000',
            engagement_time_msec: 1,
            transaction_id: 'cnv_a',
            currency: 'GBP',
            value: 123.45,
          },
        },
      ],
    })
  })

  it('of a refund and a sale of another name where a sale is worth something else', async () => {
    const sale = { action: 'purchase', browser }
    await tell([sending('cnv_a', sale), restating('cnv_a', 500, sale, 2, now)])
    expect([...peer.purchases]).toEqual([['cnv_a-2', 5]])
    await tell([retracting('cnv_a', { ...sale, generation: 2 }, now)])
    expect([...peer.purchases]).toEqual([])
  })

  it('of a lead that came to nothing by the event for it', async () => {
    await tell([retracting('cnv_b', { action: 'generate_lead', browser }, now)])
    expect(peer.events.map(({ name }) => name)).toEqual(['disqualify_lead'])
  })

  it('of a user of its own where the page told none, always the same', async () => {
    const lead = sending('cnv_c', { action: 'generate_lead' })
    await tell([lead, lead])
    const [first, second] = peer.events
    expect(first?.client).toMatch(/^\d+\.\d+$/)
    expect(second?.client).toBe(first?.client)
  })

  it('nothing that it did not take, and does not know what was lost on the way', async () => {
    peer.troubles.push('lost', { status: 503 }, { status: 400 })
    const outcomes = await tell([sending('cnv_d'), sending('cnv_e'), sending('cnv_f')])
    expect(verdicts(outcomes)).toEqual(['unknown', 'later', 'refused'])
  })
})

describe('Google is told', () => {
  let peer: GooglePeer
  beforeEach(async () => {
    peer = await googlePeer(clock)
    return () => peer.stop()
  })
  const at = (over = {}) => destination({ settings: settings.google, ...over })
  const tell = (all: Parameters<typeof google.send>[3], over = {}, telling = tellingAt(peer.url, clock)) =>
    google.send(telling.deps, at(over), credentials.google, all)
  const events = () =>
    peer.requests.filter(({ url }) => url.pathname !== '/token').map(({ body }) => JSON.parse(body))

  it('of clicks in one request, each conversion action a destination', async () => {
    const identity = { email: hash, phone: hash }
    const all = [
      sending('cnv_a', { kind: 'call' }, { identity }),
      sending('cnv_b', { action: '1002', value: null, click: { name: 'wbraid', value: 'W', at: noon } }),
    ]
    const over = { consent: { adUserData: 'granted', adPersonalization: 'denied' } }
    expect(verdicts(await tell(all, over))).toEqual(['sent', 'sent'])
    const consent = { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_DENIED' }
    const operatingAccount = { accountType: 'GOOGLE_ADS', accountId: '1234567890' }
    expect(events()).toEqual([
      {
        destinations: [
          { reference: '1001', operatingAccount, productDestinationId: '1001' },
          { reference: '1002', operatingAccount, productDestinationId: '1002' },
        ],
        events: [
          {
            destinationReferences: ['1001'],
            transactionId: 'cnv_a',
            eventTimestamp: noon,
            eventSource: 'PHONE',
            adIdentifiers: { gclid },
            userData: { userIdentifiers: [{ emailAddress: hash }, { phoneNumber: hash }] },
            consent,
            currency: 'GBP',
            conversionValue: 123.45,
          },
          {
            destinationReferences: ['1002'],
            transactionId: 'cnv_b',
            eventTimestamp: noon,
            eventSource: 'OTHER',
            adIdentifiers: { wbraid: 'W' },
            consent,
          },
        ],
        encoding: 'HEX',
      },
    ])
  })

  it('of another value, and of none, under the same name', async () => {
    await tell([sending('cnv_a')])
    await tell([restating('cnv_a', 500, {}, 1, now)])
    expect(peer.conversions.get('1001 cnv_a')?.value).toBe(5)
    await tell([retracting('cnv_a', {}, now)])
    expect(peer.conversions.get('1001 cnv_a')?.value).toBe(0)
    expect(peer.conversions.size).toBe(1)
    expect(events().at(-1).events[0].lastUpdatedTimestamp).toBe(now)
  })

  test.each([
    [false, 3, 'the answer names the wrong ones, one at a time'],
    [true, 9, 'the answer names none: halves are tried'],
  ] as const)('of what is right though one fails all (vague answers: %s)', async (vague, most, _why) => {
    const strict = await googlePeer(clock, vague)
    const wrong = { click: { name: 'gclid', value: 'bad-one', at: noon } }
    const all = ['cnv_a', 'cnv_b', 'cnv_c', 'cnv_d', 'cnv_e'].map((name, index) =>
      sending(name, index === 1 || index === 4 ? wrong : {}),
    )
    const outcomes = await google.send(tellingAt(strict.url, clock).deps, at(), credentials.google, all)
    expect(verdicts(outcomes)).toEqual(['sent', 'refused', 'sent', 'sent', 'refused'])
    expect([...strict.conversions.keys()]).toEqual(['1001 cnv_a', '1001 cnv_c', '1001 cnv_d'])
    const asked = strict.requests.filter(({ url }) => url.pathname !== '/token')
    expect(asked.length).toBeLessThanOrEqual(most)
    await strict.stop()
  })

  it('later of an action that is not there, and at once of the others', async () => {
    const outcomes = await tell([sending('cnv_a', { action: '9999' }), sending('cnv_b')])
    expect(verdicts(outcomes)).toEqual(['later', 'sent'])
  })

  it('with a token that is asked for once, and anew when it holds no more', async () => {
    const telling = tellingAt(peer.url, clock)
    const tokens = () => peer.requests.filter(({ url }) => url.pathname === '/token').length
    await tell([sending('cnv_a')], {}, telling)
    await tell([sending('cnv_b')], {}, telling)
    expect(tokens()).toBe(1)
    peer.troubles.push({ status: 401 })
    expect(verdicts(await tell([sending('cnv_c')], {}, telling))).toEqual(['sent'])
    expect(tokens()).toBe(2)
  })

  it('nothing without a token: whoever connected it has to do so again', async () => {
    const outcomes = await google.send(
      tellingAt(peer.url, clock).deps,
      at(),
      { ...credentials.google, refreshToken: 'revoked' },
      [sending('cnv_a')],
    )
    expect(outcomes).toMatchObject([{ later: expect.stringContaining('connect the destination again') }])
    expect(JSON.stringify(outcomes)).not.toContain('revoked')
  })

  it('at most 2,000 at once', async () => {
    const all = Array.from({ length: 2001 }, (_, index) => sending(`cnv_${index}`))
    expect(new Set(verdicts(await tell(all)))).toEqual(new Set(['sent']))
    expect(events().map(({ events: sent }) => sent.length)).toEqual([2000, 1])
  })
})

describe('Meta is told', () => {
  let peer: MetaPeer
  beforeEach(async () => {
    peer = await metaPeer(clock)
    return () => peer.stop()
  })
  const tell = (all: Parameters<typeof meta.send>[3]) =>
    meta.send(
      tellingAt(peer.url, clock).deps,
      destination({ platform: 'meta', settings: settings.meta }),
      credentials.meta,
      all,
    )
  const click = { name: 'fbclid', value: 'IwAR0-example', at: addMinutes(noon, -20) }

  it('of the click as its cookie would spell it, in seconds', async () => {
    const identity = { email: hash, phone: hash }
    await tell([sending('cnv_a', { action: 'Purchase', kind: 'call', click }, { identity })])
    expect([...peer.events.values()]).toEqual([
      {
        event_name: 'Purchase',
        event_time: Date.parse(noon) / 1000,
        event_id: 'cnv_a',
        action_source: 'phone_call',
        user_data: { em: [hash], ph: [hash], fbc: `fb.1.${Date.parse(click.at)}.IwAR0-example` },
        custom_data: { event_source: 'crm', lead_event_source: 'Tieline', currency: 'GBP', value: 123.45 },
      },
    ])
  })

  it('of the cookie where no click id is known', () => {
    expect(fbcOf({ browser: { fbc: 'fb.1.1700000000000.abc' } })).toBe('fb.1.1700000000000.abc')
  })

  it('of what is right though one that is too old fails all', async () => {
    const old = { action: 'Lead', click, at: addDays(now, -8) }
    const outcomes = await tell([
      sending('cnv_a', { action: 'Lead', click }),
      sending('cnv_b', old),
      sending('cnv_c', { action: 'Lead', click }),
    ])
    expect(verdicts(outcomes)).toEqual(['sent', 'refused', 'sent'])
    expect(outcomes[1]).toMatchObject({ refused: expect.stringContaining('Too Old') })
    expect(peer.events.size).toBe(2)
  })

  it('later where its token is over, or it is asked too often; it counts what comes twice once', async () => {
    const one = [sending('cnv_a', { action: 'Lead', click })]
    peer.troubles.push(
      { status: 400, body: { error: { message: 'expired', code: 190 } } },
      { status: 400, body: { error: { message: 'limit', code: 613 } } },
      'lost',
    )
    for (const verdict of ['later', 'later', 'unknown', 'sent'])
      expect(verdicts(await tell(one))).toEqual([verdict])
    expect(peer.events.size).toBe(1)
  })
})

describe('Microsoft is told', () => {
  let peer: MicrosoftPeer
  beforeEach(async () => {
    peer = await microsoftPeer(clock)
    return () => peer.stop()
  })
  const tell = (all: Parameters<typeof microsoft.send>[3], telling = tellingAt(peer.url, clock)) =>
    microsoft.send(
      telling.deps,
      destination({ platform: 'microsoft', settings: settings.microsoft }),
      credentials.microsoft,
      all,
    )
  const click = { name: 'msclkid', value: 'f894f652ea334e739002f7167ab8f8e3', at: addMinutes(noon, -20) }
  const goal = { action: 'Sale', click }

  it('of new ones and of changes, each by its own way, and what came of each', async () => {
    const telling = tellingAt(peer.url, clock)
    const first = await tell(
      [
        sending('cnv_a', goal),
        sending('cnv_b', { ...goal, at: addDays(noon, -91) }),
        sending('cnv_c', { ...goal, at: addMinutes(noon, 1), click: { ...click, value: 'other' } }),
      ],
      telling,
    )
    expect(verdicts(first)).toEqual(['sent', 'refused', 'sent'])
    expect(first[1]).toMatchObject({ refused: expect.stringContaining('OfflineConversionTimeTooOld') })
    expect(telling.keptTokens).toEqual(['microsoft-refresh-1'])
    expect(JSON.parse(peer.requests[1]?.body ?? '').OfflineConversions[0]).toEqual({
      ConversionName: 'Sale',
      ConversionTime: '2026-11-20T12:00:00Z',
      MicrosoftClickId: click.value,
      ConversionValue: 123.45,
      ConversionCurrencyCode: 'GBP',
    })
    const second = await tell(
      [
        restating('cnv_a', 500, goal, 1, now),
        retracting('cnv_c', { ...goal, at: addMinutes(noon, 1), click: { ...click, value: 'other' } }, now),
        retracting('cnv_d', { ...goal, action: 'Never' }, now),
      ],
      telling,
    )
    expect(verdicts(second)).toEqual(['sent', 'sent', 'refused'])
    expect([...peer.conversions.values()]).toEqual([{ value: 5 }, { value: 123.45, retracted: true }])
  })

  it('a second later of what was taken back and comes anew, since it would ignore it else', async () => {
    const telling = tellingAt(peer.url, clock)
    await tell([sending('cnv_a', goal)], telling)
    await tell([retracting('cnv_a', goal, now)], telling)
    await tell([sending('cnv_a', { ...goal, generation: 2 })], telling)
    expect([...peer.conversions].map(([key, { retracted = false }]) => [key.slice(-20), retracted])).toEqual([
      ['2026-11-20T12:00:00Z', true],
      ['2026-11-20T12:00:01Z', false],
    ])
  })
})

describe('what the log shows', () => {
  let peer: GooglePeer
  beforeAll(async () => {
    peer = await googlePeer(clock)
  })
  afterAll(() => peer.stop())
  it('is what would be sent, short of what tells who somebody is', () => {
    const named = { email: '(SHA-256 of the e-mail)' }
    const shown = JSON.stringify(google.preview(destination(), sending('cnv_a', {}, { identity: named })))
    expect(shown).toContain(gclid)
    expect(shown).toContain('(SHA-256 of the e-mail)')
    expect(shown).not.toMatch(/[0-9a-f]{64}/)
  })
})
