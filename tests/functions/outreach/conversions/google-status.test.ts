import { describe, expect, it, test } from 'vitest'
import { google } from '../../../../functions/outreach/conversions/platforms/google.ts'
import {
  googleLater,
  readGoogleStatus,
} from '../../../../functions/outreach/conversions/platforms/google-status.ts'
import { addMinutes } from '../../../../shared/domain/time.ts'
import { destination, noon } from '../../../domain/conversion/examples.ts'
import { googlePeer } from './peers/google-peer.ts'
import { credentials, sending, settings, tellingAt } from './telling.ts'

const error = (reason: string, count?: number) => ({ reason, count })
const failed = (...errors: ReturnType<typeof error>[]) =>
  ({ action: '1001', is: 'failed', errors, warnings: [] }) as const
const partly = (...errors: ReturnType<typeof error>[]) => ({ ...failed(...errors), is: 'partly' }) as const

describe('what Google says of a request means', () => {
  test.each([
    ['it is not through with it', { ...failed(), is: 'under-way' } as const, 1, 'send', undefined],
    ['it took it', { ...failed(), is: 'processed' } as const, 3, 'send', { said: 'processed' }],
    [
      'it took it, and has something to say',
      { ...failed(), is: 'processed', warnings: [error('KEK_PERMISSION_DENIED', 1)] } as const,
      1,
      'send',
      { said: 'processed', because: 'Google: kek permission denied' },
    ],
    [
      'never, in its words where ours are missing',
      failed(error('SOMETHING_NEW', 1)),
      1,
      'send',
      { said: 'failed', isForNow: false, because: 'Google: something new' },
    ],
    [
      'not for now',
      failed(error('TOO_RECENT_CLICK', 1)),
      1,
      'send',
      { said: 'failed', isForNow: true, because: 'Google: the click is too recent' },
    ],
    [
      'a reason need not be given',
      failed(),
      1,
      'send',
      { said: 'failed', isForNow: false, because: 'Google: no reason given' },
    ],
    [
      'it had it from before: an answer was lost',
      failed(error('DUPLICATE_TRANSACTION_ID', 1)),
      1,
      'send',
      { said: 'processed', because: 'Google: there is a conversion of this name already' },
    ],
    [
      'a change that it takes for the same again was not made',
      failed(error('DUPLICATE_TRANSACTION_ID', 1)),
      1,
      'restate',
      { said: 'failed', isForNow: false },
    ],
    [
      'some of them, and not which: each is sent in smaller company',
      partly(error('INVALID_GCLID', 1)),
      20,
      'send',
      { said: 'partly', together: 3, because: 'Google: 1 of 20: the click id can’t be read' },
    ],
    [
      'none of them, each for the same reason',
      failed(error('CLICK_NOT_FOUND', 4)),
      4,
      'send',
      { said: 'failed', isForNow: false, because: 'Google: 4 of 4: no such click is known' },
    ],
    [
      'none of them, for reasons that ask for different things',
      failed(error('INTERNAL_ERROR', 1), error('INVALID_GCLID', 1)),
      2,
      'send',
      { said: 'partly', together: 1 },
    ],
    ['a part of one is nothing to go by', partly(), 1, 'send', { said: 'unknown' }],
  ] as const)('%s', (_why, status, count, op, expected) => {
    const said = googleLater.judge(status, count, op)
    if (expected === undefined) expect(said).toBeUndefined()
    else expect(said).toMatchObject(expected)
  })
})

describe('its answer', () => {
  it('is read as its proto writes it: counts as text, what is empty left out, names under two spellings', () => {
    const answer = {
      requestStatusPerDestination: [
        {
          destination: { reference: 'a', productDestinationId: '1001' },
          requestStatus: 'FAILURE',
          errorInfo: {
            errorCounts: [
              { recordCount: '2', reason: 'PROCESSING_ERROR_REASON_INVALID_GCLID' },
              { reason: 'PROCESSING_ERROR_OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER' },
            ],
          },
          eventsIngestionStatus: { recordCount: '3' },
        },
        { destination: { productDestinationId: '1002' }, requestStatus: 'SUCCESS' },
        { destination: { productDestinationId: '1003' } },
        { requestStatus: 'A_NEW_ONE' },
      ],
    }
    expect(readGoogleStatus(JSON.stringify(answer))).toEqual([
      {
        action: '1001',
        is: 'failed',
        errors: [error('INVALID_GCLID', 2), error('OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER', undefined)],
        warnings: [],
      },
      { action: '1002', is: 'processed', errors: [], warnings: [] },
      { action: '1003', is: 'under-way', errors: [], warnings: [] },
      { action: '', is: 'under-way', errors: [], warnings: [] },
    ])
    expect(readGoogleStatus('<html>')).toBeUndefined()
  })

  it('comes for the request it gave a name to, with a token as fresh as need be', async () => {
    let now = noon
    const peer = await googlePeer(() => now)
    const { deps } = tellingAt(peer.url, () => now)
    const at = destination({ settings: settings.google })
    const [sent] = await google.send(deps, at, credentials.google, [sending('cnv_a')])
    const request = sent && 'sent' in sent ? (sent.request ?? '') : ''
    const ask = (name: string) => googleLater.ask(deps, at, credentials.google, name)
    expect(await ask(request)).toMatchObject({ statuses: [{ action: '1001', is: 'under-way' }] })
    now = addMinutes(now, 30)
    peer.troubles.push({ status: 401 })
    expect(await ask(request)).toMatchObject({ statuses: [{ is: 'processed' }] })
    peer.troubles.push({ status: 429 }, 'lost')
    expect(await ask(request)).toEqual({ later: 'Google answered 429: no JSON' })
    expect(await ask(request)).toEqual({ later: 'the connection was cut' })
    expect(await ask('another')).toMatchObject({ unknown: expect.stringContaining('400') })
    await peer.stop()
  })
})

it('is told of at most ten conversion actions in one request, and of each in no larger company than it may be', async () => {
  const peer = await googlePeer(() => addMinutes(noon, 30))
  for (let action = 1; action <= 12; action += 1) peer.actions.add(`${action}`)
  const all = Array.from({ length: 12 }, (_, index) => sending(`cnv_${index}`, { action: `${index + 1}` }))
  const alone = ['x', 'y', 'z'].map((name) => sending(`cnv_${name}`, { action: '1' }, { together: 2 }))
  const { deps } = tellingAt(peer.url, () => noon)
  const outcomes = await google.send(deps, destination({ settings: settings.google }), credentials.google, [
    ...all,
    ...alone,
  ])
  expect(outcomes.every((outcome) => 'sent' in outcome)).toBe(true)
  const asked = peer.requests
    .filter(({ url }) => url.pathname !== '/token')
    .map(({ body }) => JSON.parse(body))
  expect(asked.map(({ destinations, events }) => [destinations.length, events.length])).toEqual([
    [10, 10],
    [2, 2],
    [1, 2],
    [1, 1],
  ])
  await peer.stop()
})
