import { randomBytes, randomUUID } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { engineClientConfig } from '../local/engine-config.ts'
import { createCampaignStore } from '../shared/store/campaign-store.ts'
import { createCodeStore } from '../shared/store/code-store.ts'
import type { Bench } from './bench.ts'
import { benchCampaign, rateOf } from './coupons.ts'
import { example, withBridge } from './http/bridge.ts'
import { interleave, median } from './measure.ts'
import { createRedeemFloor } from './redeem-floor.ts'

const atATime = 16
const perRound = 500
const rounds = 7
const now = '2099-11-22T12:00:00.000Z'

export const redeem: Bench = {
  name: 'redeem',
  title: 'Redeeming codes, each once, beside the same reads and transaction sent bare',

  run: (context) =>
    withBridge(async (ledger, { endpoint, tables }) => {
      const client = new DynamoDBClient(engineClientConfig(endpoint))
      try {
        const { account } = example
        await createCampaignStore(ledger).create(account, benchCampaign)
        const store = createCodeStore(ledger, { randomBytes })
        const floor = createRedeemFloor(client, tables.ledger, account)
        const codes: string[] = []
        const refill = async () => {
          const minted = await store.mintMany(account, benchCampaign, 10_000, now)
          if (minted.kind === 'refused') throw new Error(minted.detail)
          codes.push(...minted.codes.map(({ code }) => code))
        }
        context.progress('minting')
        while (codes.length < 3 * perRound * (rounds + 1)) await refill()
        const next = () => codes.pop() as string

        const work = {
          subject: async () => {
            const owner = randomUUID()
            const use = { owner, how: 'online', session: owner } as const
            const outcome = await store.redeem(account, next(), use, now)
            if (outcome.kind !== 'redeemed') throw new Error(outcome.code)
          },
          floor: async () => {
            const [code, owner] = [next(), randomUUID()]
            await floor.read(code, owner)
            await floor.write(code, owner)
          },
          transaction: () => floor.write(next(), randomUUID()),
        }
        const measured = (name: keyof typeof work) => () => rateOf(perRound, atATime, work[name])
        const subjects = {
          subject: measured('subject'),
          floor: measured('floor'),
          transaction: measured('transaction'),
        }
        await interleave(subjects, 1)
        const rates = await interleave(subjects, rounds, (round) =>
          context.progress(`round ${round + 1} of ${rounds}, ${perRound} redemptions each`),
        )
        const value = median(rates.subject)
        return [
          {
            figure: `redemptions, ${atATime} at a time`,
            value,
            unit: '/s',
            floor: { name: 'floor', value: median(rates.floor) },
            aim: { of: 'ratio', atLeast: 0.85 },
          },
          {
            figure: 'the same, beside the transaction alone, nothing read',
            value,
            unit: '/s',
            floor: { name: 'transaction', value: median(rates.transaction) },
          },
        ]
      } finally {
        client.destroy()
      }
    }),
}
