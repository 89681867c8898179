import { compose as composeCallWebhook } from '../../functions/call-webhook/compose.ts'
import { compose as composeSession } from '../../functions/session/compose.ts'
import type { Bench } from '../bench.ts'
import { beacon, call, functionEnv, openPool } from './acts.ts'
import { countUnits } from './count-units.ts'
import { type OpenAttribution, withAttribution } from './open.ts'

const atOnce = 20

async function measure({ client, tables, settled }: OpenAttribution) {
  await openPool(tables.ledger, atOnce * 2)
  const session = composeSession(tables, functionEnv, {
    snippet: async () => '',
    checkScript: async () => '',
  })
  const webhook = composeCallWebhook(tables, functionEnv)
  const units = countUnits(client)
  async function costOf(count: number, work: () => Promise<unknown>): Promise<number> {
    await Promise.all(Array.from({ length: count }, work))
    await settled()
    return units.take().writes / count
  }
  // What is written once a day or once for ever is written before.
  await beacon(session, 'page')
  await settled()
  units.take()

  const numbers: string[] = []
  const look = async () => void numbers.push((await beacon(session, 'page')).number)
  const ring = () => call(webhook, numbers.pop() ?? '')
  const aloneSession = await costOf(1, look)
  const aloneCall = await costOf(1, ring)
  const busySession = await costOf(atOnce, look)
  const busyCall = await costOf(atOnce, ring)
  return { aloneSession, aloneCall, busySession, busyCall }
}

export const writeUnits: Bench = {
  name: 'write-units',
  title: `Write units of a visit and of a whole call (webhooks, join, rollups), alone and of ${atOnce} at the same time`,

  async run(context) {
    context.progress('visits and calls, alone and at once')
    const { aloneSession, aloneCall, busySession, busyCall } = await withAttribution(measure)
    const figure = (name: string, value: number, atMost: number) =>
      ({ figure: name, value, unit: 'write units', aim: { of: 'value', atMost } }) as const
    return [
      figure('a session, alone', aloneSession, 4),
      figure('a session, of many', busySession, 4),
      figure('a call, alone', aloneCall, 12),
      figure('a call, of many', busyCall, 12),
    ]
  },
}
