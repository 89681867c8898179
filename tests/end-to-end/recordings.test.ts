import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { composeRecordingSweep } from '../../functions/admin/compose.ts'
import { readEndpoint } from '../../local/endpoint-file.ts'
import { engineClientConfig, localTables } from '../../local/engine-config.ts'
import { localAccountSid } from '../../local/settings.ts'
import { cardMark } from '../../shared/domain/redact.ts'
import { createTable } from '../../shared/store/table.ts'
import { authToken, type StartedBridge, secretKey, startBridge } from './support/started-bridge.ts'

let folder: string
let bridge: StartedBridge
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tieline-recordings-'))
  bridge = await startBridge({ TIELINE_DATA: folder })
})
afterAll(async () => {
  await bridge?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface State {
  readonly call: {
    readonly callSid: string
    readonly waits: string
    readonly phones: readonly { readonly sid: string }[]
    readonly recordings: readonly { readonly sid: string }[]
  }
}
/** The telephone in the browser, without the browser. */
const telephone = (act: string, body: unknown) => bridge.call<State>('POST', `/local/phone/${act}`, body)

async function newNumber(number: string, flow: Record<string, unknown>) {
  await bridge.call('POST', '/v1/numbers', {
    number,
    label: number,
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: ['+442079460099'], ...flow },
  })
  return number
}
interface Recording {
  readonly id: string
  readonly kind: string
  readonly url: string | null
  readonly transcript: string | null
  readonly durationSeconds: number
  readonly deletedBy: string | null
}
async function callOf(callSid: string) {
  await bridge.settled()
  const call = await bridge.call<{ outcome: string; recordings: Recording[] }>('GET', `/v1/calls/${callSid}`)
  const { data } = await bridge.call<{ data: { callSid: string; recordings: Recording[] }[] }>(
    'GET',
    '/v1/calls',
  )
  expect(data.find((each) => each.callSid === callSid)?.recordings).toEqual(call.recordings)
  return call
}
const withKey = { headers: { authorization: `Bearer ${secretKey}` } }

/** Asks Twilio itself, which on this machine is the telephone's own peer. */
const atTwilio = (sid: string) =>
  fetch(`${bridge.url}/local/twilio/2010-04-01/Accounts/${localAccountSid}/Recordings/${sid}.mp3`, {
    headers: { authorization: `Basic ${Buffer.from(`${localAccountSid}:${authToken}`).toString('base64')}` },
  })

/** What the bridge does by itself every hour. */
async function sweep() {
  const client = new DynamoDBClient(engineClientConfig(readEndpoint(folder) ?? ''))
  try {
    return await composeRecordingSweep(
      { ledger: createTable(client, localTables.ledger) },
      {
        TIELINE_MASTER_KEY: Buffer.alloc(32).toString('base64'),
        TIELINE_OPERATOR_KEY_SHA256: '',
        PUBLIC_BASE_URL: bridge.url,
        TWILIO_ACCOUNT_SID: localAccountSid,
        TWILIO_AUTH_TOKEN: authToken,
        TWILIO_API_BASE_URL: `${bridge.url}/local/twilio`,
      },
    )()
  } finally {
    client.destroy()
  }
}

it('a call is recorded, heard by who may, deleted when its time is over, and gone', async () => {
  const to = await newNumber('+442079463301', { record: true })
  const { call } = await telephone('call', { from: '+447700900123', to })
  const { callSid } = call
  const leg = call.phones[0]?.sid
  await telephone('act', { do: 'leg-answer', call: callSid, leg })
  await sleep(1200)
  await telephone('act', { do: 'leg-hang-up', call: callSid, leg })

  const told = await callOf(callSid)
  expect(told.outcome).toBe('answered')
  const [recording] = told.recordings
  expect(recording).toMatchObject({ kind: 'call', transcript: null, deletedBy: null })
  const url = recording?.url ?? ''
  expect(url).toBe(`${bridge.url}/v1/calls/${callSid}/recordings/${recording?.id}`)

  expect((await fetch(url)).status).toBe(401)
  const heard = await fetch(url, withKey)
  expect([heard.status, heard.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  expect(heard.headers.get('content-type')).toMatch(/^audio\//)
  const sound = Buffer.from(await heard.arrayBuffer())
  expect(sound.subarray(0, 4).toString()).toBe('RIFF')
  const sought = await fetch(url, { headers: { ...withKey.headers, range: 'bytes=8-11' } })
  expect([sought.status, await sought.text()]).toEqual([206, 'WAVE'])

  const link = await bridge.call<{ url: string }>('POST', `${new URL(url).pathname}/link`, {})
  expect(Buffer.from(await (await fetch(link.url)).arrayBuffer())).toEqual(sound)
  expect((await fetch(link.url.replace(/signature=.*/, 'signature=guessed'))).status).toBe(403)

  expect(await sweep()).toEqual({ due: 0, deleted: 0, failed: 0 })
  await bridge.call('PATCH', '/v1/account', { recordingRetentionDays: 0 })
  expect(await sweep()).toEqual({ due: 1, deleted: 1, failed: 0 })
  await bridge.call('PATCH', '/v1/account', { recordingRetentionDays: 90 })

  const after = await callOf(callSid)
  expect(after.outcome).toBe('answered')
  expect(after.recordings).toMatchObject([{ id: recording?.id, url: null, deletedBy: 'retention' }])
  expect((await fetch(url, withKey)).status).toBe(410)
  expect((await fetch(link.url)).status).toBe(410)
  expect((await atTwilio(recording?.id ?? '')).status).toBe(404)
})

it('a message is written down without the card that it names, and deleted by hand', async () => {
  const to = await newNumber('+442079463302', { voicemail: { transcribe: true } })
  const { call } = await telephone('call', { from: '+447700900124', to })
  const { callSid } = call
  await telephone('act', { do: 'leg-refuse', call: callSid, leg: call.phones[0]?.sid, how: 'busy' })
  await telephone('act', {
    do: 'leave-message',
    call: callSid,
    text: 'Charge 4242 4242 4242 4242, and call 020 7946 0123.',
    endsBy: 'hangup',
  })
  const told = await callOf(callSid)
  expect(told).toMatchObject({
    outcome: 'voicemail',
    recordings: [{ kind: 'voicemail', transcript: `Charge ${cardMark}, and call 020 7946 0123.` }],
  })
  const { id = '', url } = told.recordings[0] ?? {}
  expect((await atTwilio(id)).status).toBe(200)

  const deleted = await fetch(`${url}?reason=the+caller+asked`, { method: 'DELETE', ...withKey })
  expect(deleted.status).toBe(204)
  expect((await atTwilio(id)).status).toBe(404)
  expect(await callOf(callSid)).toMatchObject({
    outcome: 'voicemail',
    recordings: [{ id, url: null, transcript: null, deletedBy: 'api' }],
  })
})
