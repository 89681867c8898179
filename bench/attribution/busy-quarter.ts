import { compose as composeAdmin } from '../../functions/admin/compose.ts'
import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'
import type { Bench } from '../bench.ts'
import { example } from '../http/bridge.ts'
import { median } from '../measure.ts'
import { type OpenAttribution, withAttribution } from './open.ts'

const callsPerSecond = 4
const callsPerRound = 400
/** All of it lies within one quarter of an hour. */
const rounds = 8
const quarterStart: Instant = '2026-11-02T08:00:00.000Z'

/** Visits with a number of their own, and the calls to them, one after the other. */
function historyOf(round: number): string {
  return Array.from({ length: callsPerRound }, (_, each) => {
    const index = round * callsPerRound + each
    const at = addSeconds(quarterStart, index / callsPerSecond)
    const number = `+4416149${String(70_000 + (index % 1000)).padStart(5, '0')}`
    const callSid = `CA${String(index).padStart(32, '0')}`
    const url = `https://shop.example/p${index % 30}?utm_source=s${index % 4}&utm_medium=cpc&utm_campaign=c${index % 7}`
    const from = `+4477009${String(index).padStart(5, '0')}`
    return [
      { fact: 'session', id: `ses_${index}`, visitor: `vis_${index}`, at, url },
      { fact: 'lease', number, session: `ses_${index}`, from: at, until: addMinutes(at, 1) },
      {
        fact: 'call',
        callSid,
        from,
        to: number,
        at: addSeconds(at, 1),
        status: 'completed',
        durationSeconds: 60,
      },
    ]
  })
    .flat()
    .map((line) => JSON.stringify(line))
    .join('\n')
}

/** @returns facts a second, round by round */
async function measure({ tables, settled }: OpenAttribution, progress: (text: string) => void) {
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
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    const response = await admin.request('/v1/imports', {
      method: 'POST',
      headers: { authorization: `Bearer ${example.secretKey}` },
      body: historyOf(round),
    })
    const { accepted } = (await response.json()) as { accepted: number }
    await settled()
    rates.push(accepted / ((performance.now() - startedAt) / 1000))
    progress(`round ${round + 1} of ${rounds}: ${rates.at(-1)?.toFixed(0)} facts a second`)
  }
  return rates
}

export const busyQuarter: Bench = {
  name: 'busy-quarter',
  title: `Facts joined in a quarter of an hour that fills up with ${callsPerSecond} calls a second, at its end beside its start`,

  async run({ progress }) {
    const rates = await withAttribution((open) => measure(open, progress))
    const quarter = Math.ceil(rates.length / 4)
    return [
      {
        figure: 'facts',
        value: median(rates.slice(-quarter)),
        unit: '/s',
        // The first round warms up.
        floor: { name: 'at its start', value: median(rates.slice(1, 1 + quarter)) },
        aim: { of: 'ratio', atLeast: 0.6 },
      },
    ]
  },
}
