import { expect, test } from 'vitest'
import { createExchange } from '../../local/phone/exchange.ts'
import { createRestPeer } from '../../local/phone/rest-peer.ts'

const accountSid = `AC${'0'.repeat(32)}`
const authorization = `Basic ${Buffer.from(`${accountSid}:12345`).toString('base64')}`

function peer() {
  const exchange = createExchange({
    fetch: () => Promise.reject(new Error('nobody is called')),
    accountSid,
    authToken: '12345',
    publicBaseUrl: 'http://localhost:8787',
    restUrl: 'http://localhost:8787/local/twilio',
    numbers: async () => [],
    now: () => 0,
    newToken: () => 'token',
    newSid: (prefix) => `${prefix}1`,
  })
  const app = createRestPeer(exchange, accountSid, '12345')
  exchange.recordings.put({ sid: 'RE1', url: '', seconds: 1, text: 'Hello.', transcriptionSid: 'TR1' })
  const ask = (method: string, file: string, headers: Record<string, string> = {}) =>
    app.request(`http://localhost:8787/2010-04-01/Accounts/${accountSid}/${file}`, {
      method,
      headers: { authorization, ...headers },
    })
  return { exchange, ask }
}

test('a recording is heard, whole or in part, in either format', async () => {
  const { ask } = peer()
  const whole = Buffer.from(await (await ask('GET', 'Recordings/RE1.mp3')).arrayBuffer())
  expect([whole.length, whole.subarray(8, 12).toString()]).toEqual([8044, 'WAVE'])
  for (const [range, status, told, bytes] of [
    ['bytes=8-11', 206, 'bytes 8-11/8044', whole.subarray(8, 12)],
    ['bytes=8000-', 206, 'bytes 8000-8043/8044', whole.subarray(8000)],
    ['bytes=-4', 206, 'bytes 8040-8043/8044', whole.subarray(8040)],
    ['bytes=8000-9000', 206, 'bytes 8000-8043/8044', whole.subarray(8000)],
    ['bytes=8044-', 416, 'bytes */8044', Buffer.alloc(0)],
    ['bytes=0-1,4-5', 200, null, whole],
  ] as const) {
    const answer = await ask('GET', 'Recordings/RE1.wav', { range })
    expect([answer.status, answer.headers.get('content-range')], range).toEqual([status, told])
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes)
  }
})

test('it is deleted with what was written down of it, once; a stranger deletes nothing', async () => {
  const { exchange, ask } = peer()
  expect((await ask('DELETE', 'Recordings/RE1.json', { authorization: 'Basic x' })).status).toBe(401)
  const list = await (await ask('GET', 'Recordings/RE1/Transcriptions.json')).json()
  expect(list).toEqual({ transcriptions: [{ sid: 'TR1' }] })
  expect((await ask('DELETE', 'Transcriptions/TR1.json')).status).toBe(204)
  expect((await ask('DELETE', 'Transcriptions/TR1.json')).status).toBe(404)
  expect(await (await ask('GET', 'Recordings/RE1/Transcriptions.json')).json()).toEqual({
    transcriptions: [],
  })
  expect((await ask('DELETE', 'Recordings/RE1.json')).status).toBe(204)
  for (const [method, file] of [
    ['GET', 'Recordings/RE1.mp3'],
    ['DELETE', 'Recordings/RE1.json'],
    ['GET', 'Recordings/RE1/Transcriptions.json'],
  ] as const) {
    expect((await ask(method, file)).status, `${method} ${file}`).toBe(404)
  }
  expect(exchange.recordings.all()).toEqual([])
})
