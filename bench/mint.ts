import { randomBytes } from 'node:crypto'
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { engineClientConfig } from '../local/engine-config.ts'
import { newCodes } from '../shared/domain/code-minting.ts'
import { issuedCode } from '../shared/domain/coupon-mint.ts'
import { createCampaignStore } from '../shared/store/campaign-store.ts'
import { codeItem } from '../shared/store/code-item.ts'
import { createMintJobStore } from '../shared/store/mint-job-store.ts'
import type { Bench } from './bench.ts'
import { benchCampaign, rateOf } from './coupons.ts'
import { example, withBridge } from './http/bridge.ts'
import { interleave, median } from './measure.ts'

const perRound = 4000
const rounds = 5
const perBatch = 25
const atATime = 4
const now = '2099-11-22T12:00:00.000Z'

export const mint: Bench = {
  name: 'mint',
  title:
    'Storing codes by a bulk job, each on the condition that it is new, beside the engine’s batches of the same items without conditions',

  run: (context) =>
    withBridge(async (ledger, { endpoint, tables }) => {
      const client = new DynamoDBClient(engineClientConfig(endpoint))
      try {
        const { account } = example
        await createCampaignStore(ledger).create(account, benchCampaign)
        const jobs = createMintJobStore(ledger, randomBytes)
        const rates = await interleave(
          {
            async subject() {
              const startedAt = performance.now()
              const minted = await jobs.mintMany(account, benchCampaign, perRound, now)
              if (minted.kind === 'refused') throw new Error(minted.detail)
              return (perRound * 1000) / (performance.now() - startedAt)
            },
            async floor() {
              const items = newCodes(perRound, benchCampaign.digits, randomBytes).map((code) =>
                marshall(codeItem(issuedCode('acc_floor', benchCampaign, code, {}, now)), {
                  removeUndefinedValues: true,
                }),
              )
              const batches = await rateOf(perRound / perBatch, atATime, () =>
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
          (round) => context.progress(`round ${round + 1} of ${rounds}, ${perRound} codes each`),
        )
        return [
          {
            figure: 'codes stored',
            value: median(rates.subject),
            unit: '/s',
            floor: { name: `batches of ${perBatch}`, value: median(rates.floor) },
          },
        ]
      } finally {
        client.destroy()
      }
    }),
}
