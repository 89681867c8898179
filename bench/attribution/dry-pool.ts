import { compose as composeAdmin } from '../../functions/admin/compose.ts'
import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'
import type { Bench } from '../bench.ts'
import { example } from '../http/bridge.ts'
import { type OpenAttribution, watchCommands, withAttribution } from './open.ts'

const start: Instant = '2026-11-02T08:00:00.000Z'
const calls = 40

/** As many calls, each to a number that so many sessions share. */
function historyOf(sharing: number, day: number): string {
  const number = `+4416149${String(80_000 + day).padStart(5, '0')}`
  const from = addMinutes(start, day * 1440)
  const visits = Array.from({ length: sharing }, (_, index) => {
    const at = addSeconds(from, index)
    const id = `${day}_${index}`
    const url = `https://shop.example/p${index % 30}?utm_source=s${index % 4}&utm_medium=cpc`
    return [
      { fact: 'session', id: `ses_${id}`, visitor: `vis_${id}`, at, url },
      { fact: 'lease', number, session: `ses_${id}`, from: at, until: addMinutes(at, 30) },
    ]
  })
  const rung = Array.from({ length: calls }, (_, index) => ({
    fact: 'call',
    callSid: `CA${String(day * 1000 + index).padStart(32, '0')}`,
    from: `+4477009${String(day * 1000 + index).padStart(5, '0')}`,
    to: number,
    at: addSeconds(from, 300 + index),
    status: 'completed',
    durationSeconds: 60,
  }))
  return [...visits.flat(), ...rung].map((line) => JSON.stringify(line)).join('\n')
}

async function measure({ client, tables, settled }: OpenAttribution, progress: (text: string) => void) {
  const admin = composeAdmin(
    tables,
    {
      TIELINE_MASTER_KEY: example.masterKey,
      TIELINE_OPERATOR_KEY_SHA256: '',
      PUBLIC_BASE_URL: 'https://calls.example.com',
      TWILIO_ACCOUNT_SID: 'AC',
      TWILIO_AUTH_TOKEN: 'x',
    },
    { newAccountOrigins: [], pending: async () => 0, openApiDocument: async () => '{}' },
  )
  let requests = 0
  watchCommands(client, () => {
    requests += 1
    return undefined
  })
  /** Requests to the engine for each call, what the visits themselves cost left out of account. */
  async function requestsPerCall(sharing: number, day: number): Promise<number> {
    requests = 0
    const response = await admin.request('/v1/imports', {
      method: 'POST',
      headers: { authorization: `Bearer ${example.secretKey}` },
      body: historyOf(sharing, day),
    })
    await response.json()
    await settled()
    progress(`${sharing} sessions share the number: ${requests} requests`)
    return requests / calls
  }
  await requestsPerCall(5, 0)
  return { few: await requestsPerCall(5, 1), many: await requestsPerCall(50, 2) }
}

export const dryPool: Bench = {
  name: 'dry-pool',
  title:
    'Requests to the engine for a call to a number that 50 sessions share, its part of their visits included',

  async run({ progress }) {
    const { few, many } = await withAttribution((open) => measure(open, progress))
    return [
      {
        figure: 'requests of a call',
        value: many,
        unit: 'requests',
        floor: { name: 'where 5 share it', value: few },
        aim: { of: 'ratio', atMost: 2.5 },
      },
    ]
  },
}
