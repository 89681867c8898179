import { createSocket } from 'node:dgram'
import { expect, test } from 'vitest'
import { observeLambda } from '../../shared/observe/lambda.ts'

const root = '1-5759e988-bd862e3fe1be46a994272793'

/** X-Ray's daemon, as far as it listens. */
async function startDaemon() {
  const received: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message) => received.push(message.toString()))
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address()
  return {
    address: `127.0.0.1:${port}`,
    async documents(count: number) {
      for (let tries = 0; received.length < count && tries < 200; tries++)
        await new Promise((resolve) => setTimeout(resolve, 10))
      return received.map((datagram) => {
        const [head = '', document = ''] = datagram.split('\n')
        expect(JSON.parse(head)).toEqual({ format: 'json', version: 1 })
        return JSON.parse(document)
      })
    },
    received,
    stop: () => socket.close(),
  }
}

function traced(address: string, sampled: '0' | '1') {
  const variables = {
    _X_AMZN_TRACE_ID: `Root=${root};Parent=53995c3f42cd8ad8;Sampled=${sampled}`,
    AWS_XRAY_DAEMON_ADDRESS: address,
  }
  return observeLambda({ name: 'call-webhook', variables, write: () => {} })
}
const webhook = { requestId: '', method: 'POST', route: '/twilio/voice', status: 200, milliseconds: 3 }

test('webhook, stream and join of a call are found by its id, in traces of their own', async () => {
  const daemon = await startDaemon()
  const observer = traced(daemon.address, '1')
  await observer.watch(async () => observer.request({ ...webhook, account: 'acc_1', callSid: 'CA1' }))({}, {})
  await observer.watch(async () => {
    for (const callSid of ['CA1', 'CA2'])
      observer.tell({
        level: 'info',
        event: 'joined',
        account: 'acc_1',
        callSid,
        kind: 'call',
        lagMilliseconds: 9,
      })
  })({}, {})
  const documents = await daemon.documents(3)
  expect(documents).toMatchObject([
    { annotations: { account: 'acc_1', callSid: 'CA1' } },
    { annotations: { account: 'acc_1', callSid: 'CA1' } },
    { annotations: { account: 'acc_1', callSid: 'CA2' } },
  ])
  for (const each of documents) {
    expect(each).toMatchObject({
      type: 'subsegment',
      trace_id: root,
      parent_id: '53995c3f42cd8ad8',
      name: 'call-webhook',
    })
    expect(each.id).toMatch(/^[0-9a-f]{16}$/)
    expect(each.end_time).toBeGreaterThanOrEqual(each.start_time)
  }
  daemon.stop()
})

test('a phone where the id should be is not what a trace is found by', async () => {
  const daemon = await startDaemon()
  const observer = traced(daemon.address, '1')
  await observer.watch(async () => observer.request({ ...webhook, callSid: '+447700900123' }))({}, {})
  expect(JSON.stringify(await daemon.documents(1))).not.toContain('7700900123')
  daemon.stop()
})

test('what is not sampled is not sent, and a daemon that is away costs nothing but the trace', async () => {
  const daemon = await startDaemon()
  const unsampled = traced(daemon.address, '0')
  await unsampled.watch(async () => unsampled.request({ ...webhook, callSid: 'CA1' }))({}, {})
  const alone = traced('127.0.0.1:9', '1')
  const answer = await alone.watch(async () => {
    alone.request({ ...webhook, callSid: 'CA1' })
    return 'answered'
  })({}, {})
  expect(answer).toBe('answered')
  expect(daemon.received).toEqual([])
  daemon.stop()
})
