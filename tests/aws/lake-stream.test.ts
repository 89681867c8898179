import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLakeStream } from '../../shared/aws/lake-stream.ts'

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-2')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})
afterEach(() => vi.unstubAllEnvs())

const rowsIn = (texts: readonly string[]) =>
  texts.flatMap((text) =>
    text
      .replaceAll('}{', '}\n{')
      .split('\n')
      .map((row) => JSON.parse(row)),
  )

describe('rows for the lake', () => {
  it('travel together, since each record is billed as 5 kB at least, and below Firehose’s limits', async () => {
    const firehose = mockClient(FirehoseClient)
    firehose.on(PutRecordBatchCommand).resolves({ FailedPutCount: 0, RequestResponses: [] })
    const rows = Array.from({ length: 3000 }, (_, index) => ({
      account: 'acc',
      fact_id: String(index),
      at: 'x'.repeat(2000),
    }))
    await openLakeStream('lake').put(rows)
    const requests = firehose.commandCalls(PutRecordBatchCommand).map(({ args: [{ input }] }) => input)
    const records = requests.map(({ Records = [] }) =>
      Records.map(({ Data }) => Buffer.from(Data ?? []).toString()),
    )
    expect(rowsIn(records.flat())).toEqual(rows)
    expect(records.flat().length).toBeLessThan(40)
    for (const of of records) {
      expect(of.every((record) => record.length <= 1_000 * 1024)).toBe(true)
      expect(of.join('').length).toBeLessThan(4 * 1024 * 1024)
    }
    firehose.restore()
  })

  it('go again where the stream took a part of them', async () => {
    const firehose = mockClient(FirehoseClient)
    firehose
      .on(PutRecordBatchCommand)
      .resolvesOnce({
        FailedPutCount: 1,
        RequestResponses: [{ RecordId: '1' }, { ErrorCode: 'ServiceUnavailableException' }],
      })
      .resolves({ FailedPutCount: 0, RequestResponses: [{ RecordId: '2' }] })
    const long = 'x'.repeat(200_000)
    await openLakeStream('lake').put([{ a: long }, { b: long }])
    const [first, second] = firehose
      .commandCalls(PutRecordBatchCommand)
      .map(({ args: [{ input }] }) => input.Records)
    expect(first).toHaveLength(2)
    expect(second).toEqual([first?.[1]])
    firehose.restore()
  })

  it('fail where it goes on refusing: the batch comes again from the ledger’s stream', async () => {
    const firehose = mockClient(FirehoseClient)
    firehose
      .on(PutRecordBatchCommand)
      .resolves({ FailedPutCount: 1, RequestResponses: [{ ErrorCode: 'ServiceUnavailableException' }] })
    await expect(openLakeStream('lake').put([{ a: 1 }])).rejects.toThrow(
      'refused 1 records: ServiceUnavailableException',
    )
    expect(firehose.commandCalls(PutRecordBatchCommand)).toHaveLength(3)
    firehose.restore()
  })
})
