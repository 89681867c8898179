import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { redrive } from '../../cli/redrive-command.ts'
import { type FaultyServer, startFaultyServer } from '../support/faulty-server.ts'
import { run } from './run.ts'

const arn = 'arn:aws:sqs:eu-west-2:000000000000:dead'
const live = 'https://sqs.eu-west-2.amazonaws.com/000000000000/live'

/** As much of SQS as moving letters takes: its JSON protocol, and a move that takes a few looks. */
interface Peer {
  letters: number
  sources: string[]
  /** Statuses that further looks find, the last one for good; empty before a move. */
  looks: Record<string, unknown>[]
  readonly asked: [operation: string, input: Record<string, unknown>][]
}

let server: FaultyServer
let peer: Peer
const queueUrl = () => `${server.url}/000000000000/dead`

beforeEach(async () => {
  vi.stubEnv('AWS_REGION', 'eu-west-2')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  peer = { letters: 3, sources: [live], looks: [], asked: [] }
  server = await startFaultyServer(async (incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).replace('AmazonSQS.', '')
    const input = JSON.parse(await text(incoming))
    peer.asked.push([operation, input])
    const answers: Record<string, () => object> = {
      GetQueueAttributes: () => ({
        Attributes: { QueueArn: arn, ApproximateNumberOfMessages: String(peer.letters) },
      }),
      ListDeadLetterSourceQueues: () => ({ queueUrls: peer.sources }),
      ListMessageMoveTasks: () => {
        const [look] = peer.looks
        if (peer.looks.length > 1) peer.looks.shift()
        return { Results: look ? [{ SourceArn: arn, ...look }] : [] }
      },
      StartMessageMoveTask: () => {
        peer.looks = moving
        return { TaskHandle: 'task' }
      },
    }
    outgoing
      .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(answers[operation]?.()))
  })
})
afterEach(async () => {
  await server.close()
  vi.unstubAllEnvs()
})

const look = (Status: string, moved: number, more = {}) => ({
  Status,
  ApproximateNumberOfMessagesMoved: moved,
  ApproximateNumberOfMessagesToMove: 3,
  ...more,
})
let moving = [look('RUNNING', 1), look('COMPLETED', 3)]
beforeEach(() => {
  moving = [look('RUNNING', 1), look('COMPLETED', 3)]
})
const started = () => peer.asked.filter(([operation]) => operation === 'StartMessageMoveTask')

describe('dead letters', () => {
  test('are moved back to where they died, and followed to the end', async () => {
    const { code, out, err, pauses } = await run(redrive, [queueUrl(), '--per-second', '20'])
    expect([code, out]).toEqual([0, '3 moved.\n'])
    expect(err).toBe(`Moves about 3 back to ${live}.\n`)
    expect(pauses).toEqual([2000])
    expect(started()).toEqual([
      ['StartMessageMoveTask', { SourceArn: arn, MaxNumberOfMessagesPerSecond: 20 }],
    ])
  })

  test('that are being moved already are followed, and not moved twice', async () => {
    peer.looks = [look('RUNNING', 1), look('RUNNING', 2), look('COMPLETED', 3)]
    const { code, out, err } = await run(redrive, [queueUrl()])
    expect([code, out, err]).toEqual([0, '3 moved.\n', 'They are being moved already.\n'])
    expect(started()).toEqual([])
  })

  test('are none: nothing is begun', async () => {
    peer.letters = 0
    expect(await run(redrive, [queueUrl()])).toMatchObject({ code: 0, out: 'Nothing waits there.\n' })
    expect(started()).toEqual([])
  })

  test('that can’t be moved are said to stay, and why', async () => {
    moving = [look('RUNNING', 1), look('FAILED', 1, { FailureReason: 'AccessDenied' })]
    const { code, err } = await run(redrive, [queueUrl()])
    expect(code).toBe(1)
    expect(err).toContain('Stopped after 1: AccessDenied.')
  })

  test('of streams are places, which SQS can’t move: said before anything is begun', async () => {
    peer.sources = []
    const { code, err } = await run(redrive, [queueUrl()])
    expect(code).toBe(1)
    expect(err).toContain('"rebuild"')
    expect(started()).toEqual([])
  })
})

describe('in one line', () => {
  test('what AWS refuses', async () => {
    await server.close()
    server = await startFaultyServer((_, outgoing) => {
      outgoing
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'no such queue' }))
    })
    const { code, err } = await run(redrive, [queueUrl()])
    expect([code, err]).toEqual([1, 'QueueDoesNotExist: no such queue'])
  })

  test.each([
    [[], 'say which queue'],
    [['dead'], 'say which queue'],
    [['https://sqs.example.com/0/dead', '--per-second', '501'], 'from 1 to 500, not 501'],
    [['https://sqs.example.com/0/dead', '--fast'], '--fast'],
  ])('%j', async (args, words) => {
    const { code, err } = await run(redrive, args)
    expect(code).toBe(1)
    expect(err).toContain(words)
  })
})
