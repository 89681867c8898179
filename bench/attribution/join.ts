import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { compose as composeAdmin } from '../../functions/admin/compose.ts'
import { addMinutes, addSeconds } from '../../shared/domain/time.ts'
import type { Bench } from '../bench.ts'
import { rateOf } from '../coupons.ts'
import { example } from '../http/bridge.ts'
import { median } from '../measure.ts'
import { type OpenAttribution, watchCommands, withAttribution } from './open.ts'

const callsPerRound = 200
const rounds = 3
const atATime = 8

/** A visit with a number of its own, the call to it, and what became of the call: four facts that have to be joined. */
function historyOf(round: number): string {
  const lines = Array.from({ length: callsPerRound }, (_, index) => {
    const at = addMinutes('2026-11-02T08:00:00.000Z', round * 1440 + index * 5)
    const id = `${round}_${index}`
    const number = `+4416329${String(60_000 + (index % 40)).padStart(5, '0')}`
    const callSid = `CA${String(round * 1_000_000 + index).padStart(32, '0')}`
    const url = `https://shop.example/p${index % 30}?utm_source=google&utm_medium=cpc&utm_campaign=c${index % 12}`
    return [
      { fact: 'session', id: `ses_${id}`, visitor: `vis_${id}`, at, url },
      { fact: 'lease', number, session: `ses_${id}`, from: at, until: addMinutes(at, 30) },
      {
        fact: 'call',
        callSid,
        from: `+4477${String(round * 10_000 + index).padStart(8, '0')}`,
        to: number,
        at: addSeconds(at, 90),
        status: 'completed',
        durationSeconds: 60,
      },
      { fact: 'outcome', callSid, stage: 'won', value: 12_000, at: addMinutes(at, 60) },
    ]
  })
  return lines
    .flat()
    .map((line) => JSON.stringify(line))
    .join('\n')
}

/** Items written by whoever uses the client: each of a transaction or a batch counts. */
function countWrites(client: DynamoDBClient): { take(): number } {
  let writes = 0
  watchCommands(client, (name, input) => {
    if (/^TransactWrite/.test(name))
      writes += (input as { TransactItems?: unknown[] }).TransactItems?.length ?? 0
    else if (/^(Put|Update|Delete)Item/.test(name)) writes += 1
    return undefined
  })
  return {
    take() {
      const taken = writes
      writes = 0
      return taken
    },
  }
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
  const writes = countWrites(client)
  const subject: number[] = []
  const floor: number[] = []
  const facts: number[] = []
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}, ${callsPerRound} calls with their visits`)
    writes.take()
    const startedAt = performance.now()
    const response = await admin.request('/v1/imports', {
      method: 'POST',
      headers: { authorization: `Bearer ${example.secretKey}` },
      body: historyOf(round),
    })
    const { accepted } = (await response.json()) as { accepted: number }
    if (accepted !== callsPerRound * 4) throw new Error(`only ${accepted} facts were accepted`)
    await settled()
    const seconds = (performance.now() - startedAt) / 1000
    const written = writes.take()
    subject.push(written / seconds)
    facts.push(accepted / seconds)
    // The engine's own: as many writes of a usual size to the table that attribution writes most to, with its stream.
    let index = 0
    const body = new Uint8Array(500)
    floor.push(
      await rateOf(written, atATime, () =>
        tables.views.put({ pk: `floor#${round}#${index % 100}`, sk: String(index++), body }),
      ),
    )
    await settled()
  }
  return { subject: median(subject), floor: median(floor), facts: median(facts) }
}

export const join: Bench = {
  name: 'join',
  title: 'Facts imported and joined until every report shows them, beside as many bare writes to the engine',

  async run({ progress }) {
    const { subject, floor, facts } = await withAttribution((open) => measure(open, progress))
    return [
      {
        figure: 'writes',
        value: subject,
        unit: '/s',
        floor: { name: 'bare writes', value: floor },
        aim: { of: 'ratio', atLeast: 0.6 },
      },
      { figure: 'facts', value: facts, unit: '/s' },
    ]
  },
}
