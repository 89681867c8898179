import { randomUUID } from 'node:crypto'
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { compose } from '../functions/admin/compose.ts'
import { engineClientConfig } from '../local/engine-config.ts'
import { createAccountStore } from '../shared/store/account-store.ts'
import { createTable, type Item } from '../shared/store/table.ts'
import type { Bench } from './bench.ts'
import { rateOf } from './coupons.ts'
import { example, exampleAccount, withBridge } from './http/bridge.ts'
import { interleave, median } from './measure.ts'

const sessionsPerRound = 1500
const rounds = 5
const perBatch = 25
const atATime = 4

/** A third of the visits are leased a number and call, a tenth send a form, a tenth quote a code. */
function historyOf(run: string): string {
  const at = (minute: number) => new Date(Date.UTC(2026, 5, 1, 0, minute)).toISOString()
  const lines: unknown[] = []
  for (let index = 0; index < sessionsPerRound; index++) {
    const session = `${run}-${index}`
    const number = `+4420794600${String(index % 100).padStart(2, '0')}`
    const url = `https://shop.example/doors?utm_source=bing&utm_medium=cpc&utm_campaign=c${index % 20}`
    lines.push({ fact: 'session', id: session, visitor: `v${session}`, at: at(index), url })
    if (index % 3 === 0) {
      const callSid = `CA${session}`
      lines.push({ fact: 'lease', number, session, from: at(index), until: at(index + 30) })
      const from = `+447700${String(900000 + index)}`
      lines.push({
        fact: 'call',
        callSid,
        from,
        to: number,
        at: at(index + 5),
        status: 'completed',
        durationSeconds: 60,
      })
    }
    if (index % 10 === 0) {
      const code = `${run.slice(0, 8)}${index}`
      lines.push({
        fact: 'form',
        id: `f${session}`,
        session,
        at: at(index + 2),
        email: `${index}@shop.example`,
      })
      lines.push({ fact: 'code-issued', code, campaign: 'spring', session, at: at(index) })
      lines.push({ fact: 'code-used', code, at: at(index + 6), callSid: `CA${session}` })
    }
  }
  return lines.map((line) => JSON.stringify(line)).join('\n')
}

export const imports: Bench = {
  name: 'imports',
  title:
    'Importing history, each line once whoever else sends it, beside the engine’s batches of the same items without conditions',

  run: (context) =>
    withBridge(async (ledger, { endpoint, tables }) => {
      const client = new DynamoDBClient(engineClientConfig(endpoint))
      try {
        const { secretKey, siteKey, masterKey } = example
        await createAccountStore(ledger).create(exampleAccount, { secretKey, siteKey })
        const written: Item[] = []
        const table = createTable(client, tables.ledger)
        const app = compose(
          {
            views: createTable(client, tables.views),
            ledger: {
              ...table,
              transact: (writes) => {
                for (const write of writes) if ('put' in write) written.push(write.put)
                return table.transact(writes)
              },
            },
          },
          {
            TIELINE_MASTER_KEY: masterKey,
            TIELINE_OPERATOR_KEY_SHA256: '',
            PUBLIC_BASE_URL: 'https://calls.example.com',
            TWILIO_ACCOUNT_SID: 'AC',
            TWILIO_AUTH_TOKEN: 'x',
          },
          { newAccountOrigins: [], pending: async () => 0, openApiDocument: async () => '{}' },
        )
        let itemsPerRound = 0
        const rates = await interleave(
          {
            async subject() {
              written.length = 0
              const body = historyOf(randomUUID())
              const startedAt = performance.now()
              const response = await app.request('/v1/imports', {
                method: 'POST',
                headers: { authorization: `Bearer ${secretKey}` },
                body,
              })
              const answer = (await response.json()) as { accepted: number; rejected: unknown[] }
              if (answer.rejected.length > 0) throw new Error('a line of the benchmark was rejected')
              itemsPerRound = written.length
              return (written.length * 1000) / (performance.now() - startedAt)
            },
            async floor() {
              const items = written
                .slice(0, itemsPerRound - (itemsPerRound % perBatch))
                .map((item) =>
                  marshall({ ...item, pk: `${randomUUID()}${item.pk}` }, { removeUndefinedValues: true }),
                )
              const batches = await rateOf(items.length / perBatch, atATime, () =>
                client.send(
                  new BatchWriteItemCommand({
                    RequestItems: {
                      [tables.ledger]: items.splice(0, perBatch).map((Item) => ({ PutRequest: { Item } })),
                    },
                  }),
                ),
              )
              return batches * perBatch
            },
          },
          rounds,
          (round) => context.progress(`round ${round + 1} of ${rounds}, ${sessionsPerRound} sessions each`),
        )
        return [
          {
            figure: 'items written',
            value: median(rates.subject),
            unit: '/s',
            floor: { name: `batches of ${perBatch}`, value: median(rates.floor.filter((rate) => rate > 0)) },
            aim: { of: 'ratio', atLeast: 0.6 },
          },
        ]
      } finally {
        client.destroy()
      }
    }),
}
