import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { minorUnitsOf, secondsOf } from '../../cli/convert/callrail.ts'
import { readWrittenTime } from '../../cli/convert/written-time.ts'
import { convert } from '../../cli/convert-command.ts'
import { readLine } from '../../functions/admin/imports/import-read.ts'
import { run } from './run.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/history/${name}`, import.meta.url))
async function converted(...args: readonly string[]) {
  const { code, out, err } = await run(convert, args)
  const texts = out.split('\n').filter(Boolean)
  for (const text of texts) expect(readLine(Buffer.from(text))).toHaveProperty('read')
  return { code, err, facts: texts.map((text) => JSON.parse(text) as Record<string, unknown>) }
}

describe('CallRail’s call log', () => {
  it('becomes calls, the visits they came from, and what became of them', async () => {
    const { code, err, facts } = await converted(
      'callrail',
      fixture('callrail-calls.csv'),
      '--zone',
      'America/New_York',
    )
    expect(code).toBe(0)
    const calls = facts.filter(({ fact }) => fact === 'call')
    expect(calls).toMatchObject([
      {
        from: '+12125550101',
        to: '+16465550110',
        at: '2026-06-01T13:05:00.000Z',
        status: 'completed',
        durationSeconds: 185,
      },
      {
        from: '+12125550102',
        to: '+16465550110',
        at: '2026-06-01T13:20:00.000Z',
        status: 'no-answer',
        durationSeconds: 22,
      },
      {
        from: 'anonymous',
        to: '+16465550111',
        at: '2026-06-02T18:00:10.000Z',
        status: 'completed',
        durationSeconds: 75,
      },
      {
        from: '+12125550103',
        to: '+16465550111',
        at: '2026-06-02T22:30:00.000Z',
        status: 'canceled',
        durationSeconds: 4,
      },
    ])
    const [first] = calls
    expect(facts.filter(({ fact }) => fact === 'session')).toMatchObject([
      {
        at: '2026-06-01T13:04:59.000Z',
        url: 'https://shop.example/doors?utm_source=google&utm_medium=cpc&utm_campaign=doors-june&utm_term=sash+doors&gclid=AbC123',
        referrer: 'https://www.google.com/',
      },
      { url: 'https://shop.example/?utm_source=bing&utm_medium=organic' },
    ])
    expect(facts.filter(({ fact }) => fact === 'lease')).toMatchObject([
      { number: '+16465550110', from: '2026-06-01T13:04:59.000Z', until: '2026-06-01T13:05:01.000Z' },
      { number: '+16465550110' },
    ])
    expect(facts.filter(({ fact }) => fact === 'outcome')).toEqual([
      {
        fact: 'outcome',
        callSid: first?.callSid,
        stage: 'good-lead',
        value: 120_050,
        at: '2026-06-01T13:08:05.000Z',
      },
    ])
    expect(err).toContain('Facts: 2 session, 2 lease, 4 call, 1 outcome.')
    expect(err).toContain('1 with no start time that can be read')
    expect(err).toContain('1 with no tracking number that can be read')
    expect(err).toMatch(/source number[\s\S]*\+16465550111 {2}Van, Van/)
  })

  it('gives the same facts each time, so that it may be imported again', async () => {
    const once = await converted('callrail', fixture('callrail-calls.csv'))
    expect((await converted('callrail', fixture('callrail-calls.csv'))).facts).toEqual(once.facts)
  })

  it('is read under the names of its API, too, and outgoing calls are left out', async () => {
    const { facts, err } = await converted('callrail', fixture('callrail-api.csv'))
    expect(facts.filter(({ fact }) => fact === 'call')).toMatchObject([
      { callSid: 'CAL8154748ae6bd4e278a7cddd38a662f4f', at: '2026-06-01T13:05:00.000Z', status: 'completed' },
    ])
    expect(facts.find(({ fact }) => fact === 'session')?.url).toBe(
      'https://shop.example/?gclid=own&utm_source=google&utm_medium=cpc&utm_campaign=doors',
    )
    expect(err).toContain('1 with an outgoing call')
  })

  test.each([
    ['2026-06-01 10:05', '2026-06-01T14:05:00.000Z'],
    ['2026-06-01 10:05:33 PM', '2026-06-02T02:05:33.000Z'],
    ['2026-06-01 12:05 a.m.', '2026-06-01T04:05:00.000Z'],
    ['2026-06-01 12:05 PM', '2026-06-01T16:05:00.000Z'],
    ['2026-06-01T10:05:00Z', '2026-06-01T10:05:00.000Z'],
    ['2026-06-01 10:05:00 UTC', '2026-06-01T10:05:00.000Z'],
    ['2026-06-01 10:05:00.123 -0700', '2026-06-01T17:05:00.000Z'],
    ['1/6/2026 9:05 AM', '2026-01-06T14:05:00.000Z'],
    ['2026-02-30 10:05', undefined],
    ['13/13/2026 10:05', undefined],
    ['Monday', undefined],
    ['', undefined],
  ])('reads the time %s, in New York, as %s', (written, instant) => {
    expect(readWrittenTime(written, 'America/New_York')).toBe(instant)
  })

  test.each([
    ['75', 75],
    ['1:15', 75],
    ['0:01:15', 75],
    ['1m 15s', 75],
    ['1h 0m 5s', 3605],
    ['0', 0],
    ['', undefined],
    ['long', undefined],
  ])('reads the duration %s as %s seconds', (written, seconds) => expect(secondsOf(written)).toBe(seconds))

  test.each([
    ['$1,200.50', 2, 120_050],
    ['120', 2, 12_000],
    ['1200', 0, 1200],
    ['0', 2, undefined],
    ['', 2, undefined],
    ['much', 2, undefined],
  ])('reads the amount %s with %s decimals as %s', (written, decimals, minor) =>
    expect(minorUnitsOf(written, decimals)).toBe(minor),
  )
})

describe('GA4’s export', () => {
  it('becomes one session each, with the page it began with, whatever the order of its events', async () => {
    const { code, facts, err } = await converted('ga4', fixture('ga4-events.json'))
    expect(code).toBe(0)
    expect(facts).toEqual([
      {
        fact: 'session',
        id: 'ga4-1234567890.1780000000.1780308300',
        visitor: 'ga4-1234567890.1780000000',
        at: '2026-06-01T10:05:00.123Z',
        url: 'https://shop.example/?gclid=AbC123&utm_campaign=doors-june',
        referrer: 'https://www.google.com/',
      },
      {
        fact: 'session',
        id: 'ga4-222.333.1780309000',
        visitor: 'ga4-222.333',
        at: '2026-06-01T10:16:40.000Z',
        url: 'https://shop.example/windows?utm_source=newsletter&utm_medium=email',
      },
    ])
    expect(err).toContain('1 with no user_pseudo_id')
  })

  it('tells forms where it is told which event is one', async () => {
    const { facts } = await converted('ga4', fixture('ga4-events.json'), '--form-event', 'generate_lead')
    expect(facts.filter(({ fact }) => fact === 'form')).toMatchObject([
      { session: 'ga4-1234567890.1780000000.1780308300', at: '2026-06-01T10:06:40.000Z' },
    ])
  })

  it('is read as the flat CSV of the guide’s query, too', async () => {
    const { facts } = await converted('ga4', fixture('ga4-flat.csv'))
    expect(facts.map(({ id, url }) => [id, url])).toEqual([
      ['ga4-1234567890.1780000000.1780308300', 'https://shop.example/?gclid=AbC123'],
      ['ga4-222.333.1780309000', 'https://shop.example/windows?utm_source=newsletter&utm_medium=email'],
    ])
  })
})

test.each([
  [[], /callrail, ga4/],
  [['hubspot', 'x.csv'], /callrail, ga4/],
  [['toString', 'x.csv'], /callrail, ga4/],
  [['callrail'], /name one file/],
  [['callrail', '/no/such/file.csv'], /no file/],
  [['callrail', fixture('callrail-calls.csv'), '--zone', 'New York'], /IANA/],
  [['callrail', fixture('callrail-calls.csv'), '--country', 'usa'], /two capitals/],
  [['callrail', fixture('callrail-calls.csv'), '--currency', 'dollars'], /ISO 4217/],
])('convert %j says what is wrong in one line', async (args, message) => {
  const { code, err } = await run(convert, args)
  expect(code).toBe(1)
  expect(err).toMatch(message)
  expect(err.trim().split('\n')).toHaveLength(1)
})
