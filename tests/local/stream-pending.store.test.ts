import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tableCheckpoints } from '../../local/stream-checkpoints.ts'
import { createStreamPump } from '../../local/stream-pump.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

/** Its answers are late, so that a batch often ends between the end of a stream's reading and what is made of it. */
const slowReader = (client: DynamoDBStreamsClient) =>
  ({
    async send(command: Parameters<DynamoDBStreamsClient['send']>[0]) {
      const answer = await client.send(command)
      await new Promise((resolve) => setTimeout(resolve, 4))
      return answer
    },
  }) as DynamoDBStreamsClient

test('what a batch writes back into its own stream is pending without a gap, as rollups of rollups are', async () => {
  const steps = 30
  let reached = 0
  const failures: unknown[] = []
  const pump = createStreamPump({
    streamsClient: slowReader(tables.streamsClient),
    streamArn: tables.streamArns.ledger,
    checkpoints: tableCheckpoints(tables.views, 'chain', tables.streamArns.ledger),
    handler: async ({ Records }) => {
      for (const { dynamodb } of Records) {
        const step = Number(dynamodb?.NewImage?.step?.N)
        if (step < steps) await tables.ledger.put({ pk: 'chain', sk: 'link', step: step + 1 })
        reached = step
      }
      pump.ring()
      return undefined
    },
    onFailure: async (_record, error) => void failures.push(error),
    onError: (error) => void failures.push(error),
  })
  await pump.start()
  await tables.ledger.put({ pk: 'chain', sk: 'link', step: 1 })
  pump.ring()
  while ((await pump.pending()) > 0) {
    // Asked as often as it can be: the gap, if there is one, is short.
  }
  expect(reached).toBe(steps)
  expect(failures).toEqual([])
  await pump.stop()
})
