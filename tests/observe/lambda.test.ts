import { describe, expect, test } from 'vitest'
import { observeLambda } from '../../shared/observe/lambda.ts'

const record = { dynamodb: { SequenceNumber: '1' } }

function watched(work: (observer: ReturnType<typeof observeLambda>) => unknown = () => {}) {
  const lines: string[] = []
  const variables: Record<string, string> = {}
  let now = 1_800_000_000_000
  const observer = observeLambda({
    name: 'session',
    variables,
    write: (line) => lines.push(line),
    now: () => {
      now += 7
      return now
    },
  })
  const watching = observer.watch(async (_event: unknown, _context: unknown) => work(observer))
  const handler = (event: unknown, context?: unknown) => watching(event, context)
  return { handler, variables, lines, parsed: () => lines.map((line) => JSON.parse(line)) }
}

describe('an invocation', () => {
  test('ends with one line: what came, how long it took, by which ids it is found', async () => {
    const { handler, variables, parsed } = watched()
    variables._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1'
    await handler({ Records: [record, record] }, { awsRequestId: '8d5c4f6a-2f3b-4c58-9d10-6f1c5a7b2e11' })
    await handler({ sendMails: true })
    expect(parsed()).toEqual([
      {
        level: 'info',
        event: 'stream',
        records: 2,
        coldStart: true,
        milliseconds: 7,
        function: 'session',
        requestId: '8d5c4f6a-2f3b-4c58-9d10-6f1c5a7b2e11',
        traceId: '1-5759e988-bd862e3fe1be46a994272793',
      },
      expect.objectContaining({ event: 'order', function: 'session' }),
    ])
    expect(parsed()[1]).not.toHaveProperty('coldStart')
  })

  test('holds its metrics where CloudWatch finds them: counts as sums, times one by one, and no dimension', async () => {
    const { handler, parsed } = watched((observer) => {
      observer.count('Calls')
      observer.count('Calls', 2)
      observer.measure('AnswerTime', 12)
      observer.measure('AnswerTime', 34)
    })
    await handler({ requestContext: {} })
    expect(parsed()).toEqual([
      expect.objectContaining({
        event: 'request',
        Calls: 3,
        AnswerTime: [12, 34],
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Tieline',
              Dimensions: [[]],
              Metrics: [
                { Name: 'Calls', Unit: 'Count' },
                { Name: 'AnswerTime', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
      }),
    ])
  })

  test('counts what has a reason by it and altogether, on a line of its own for each', async () => {
    const { handler, parsed } = watched((observer) => {
      observer.count('RedemptionsRefused', 1, 'code_used')
      observer.count('RedemptionsRefused', 1, 'code_used')
      observer.count('RedemptionsRefused', 1, 'code_unknown')
    })
    await handler({})
    expect(
      parsed().map(({ RedemptionsRefused, reason, _aws }) => ({
        RedemptionsRefused,
        reason,
        dimensions: _aws.CloudWatchMetrics[0].Dimensions,
      })),
    ).toEqual([
      { RedemptionsRefused: 2, reason: 'code_used', dimensions: [[], ['reason']] },
      { RedemptionsRefused: 1, reason: 'code_unknown', dimensions: [[], ['reason']] },
    ])
  })

  test('of more values than a line may have writes several lines, none twice', async () => {
    const { handler, parsed } = watched((observer) => {
      observer.count('StreamRecords', 250)
      for (let value = 0; value < 250; value++) observer.measure('JoinLag', value)
    })
    await handler({})
    expect(parsed().map(({ JoinLag }) => JoinLag.length)).toEqual([100, 100, 50])
    expect(parsed().flatMap(({ JoinLag }) => JoinLag)).toEqual(
      Array.from({ length: 250 }, (_, value) => value),
    )
    expect(parsed().map(({ StreamRecords }) => StreamRecords)).toEqual([250, undefined, undefined])
  })

  test('that fails is told of and counted all the same, and fails still', async () => {
    const { handler, parsed } = watched((observer) => {
      observer.count('Calls')
      throw new SyntaxError('Unexpected token A, "Ann said…" is not valid JSON')
    })
    await expect(handler({})).rejects.toThrow(SyntaxError)
    expect(parsed()).toEqual([expect.objectContaining({ level: 'error', cause: 'SyntaxError', Calls: 1 })])
  })

  test('leaves nothing behind for the next', async () => {
    let isFirst = true
    const { handler, parsed } = watched((observer) => {
      if (!isFirst) return
      isFirst = false
      observer.count('Calls')
      observer.request({
        requestId: '',
        method: 'POST',
        route: '/r',
        status: 200,
        milliseconds: 1,
        account: 'acc_1',
      })
    })
    await handler({})
    await handler({})
    expect(parsed()[0]).toMatchObject({ account: 'acc_1', route: '/r', Calls: 1 })
    expect(parsed()[1]).not.toHaveProperty('account')
    expect(parsed()[1]).not.toHaveProperty('_aws')
  })
})

describe('a line', () => {
  test.each([
    [
      'a call’s id, whose digits are no phone',
      'callSid',
      'CA00000000000000000000000012345678',
      'CA00000000000000000000000012345678',
    ],
    ['a sequence number of a stream', 'sequence', '400000000000000499660', '400000000000000499660'],
    ['a phone where an id should be', 'callSid', '+447700900123', '[number]'],
    ['a phone without its plus', 'contact', '447700900123', '[number]'],
    ['an address where an id should be', 'contact', 'ann@example.com', '[e-mail]'],
    ['a phone in a cause', 'cause', 'Error: no route for +44 7700 900123', 'Error: no route for [number]'],
    ['a key', 'cause', 'Error: sk_abc123 is unknown', 'Error: [key] is unknown'],
  ])('has %s as it may be read', async (_what, field, value, expected) => {
    const { handler, parsed } = watched((observer) => observer.tell({ level: 'warn', [field]: value }))
    await handler({})
    expect(parsed()[0][field]).toBe(expected)
  })
})
