import { setTimeout as sleep } from 'node:timers/promises'
import { setUpAfterSale } from './after-sale.ts'
import type { ExampleClient } from './client.ts'
import type { ExampleFact, ExampleMark, ExampleMessage } from './fact.ts'
import { allFacts, type Chapter, type History } from './history.ts'
import { type CampaignIds, setUpExample } from './setup.ts'

export interface ExampleLoad {
  readonly client: ExampleClient
  readonly history: History
  readonly account: string
  /** Changes that the views do not show yet, the history's rest not counted. */
  readonly pending: () => Promise<number>
  /** Told of each part that the ledger has taken. */
  readonly onTaken: (facts: number) => void
  readonly signal: AbortSignal
}

/** So many facts are sent at once: many of one day come to few sums, and whoever uses the bridge meanwhile has their turn. */
const factsAtOnce = 200
/** The first are fewer: whoever looks at once sees every page alive by them. */
const factsAtFirst = 90
/** More are sent once no more than these wait to be joined: a call made meanwhile is not behind the whole history. */
const mostPending = 60
const pauseMilliseconds = 100

const namedBy =
  (ids: CampaignIds) =>
  (fact: ExampleFact): ExampleFact =>
    fact.fact === 'code-issued' ? { ...fact, campaign: ids[fact.campaign as keyof CampaignIds] } : fact

interface Part {
  readonly facts: readonly ExampleFact[]
  readonly marks: readonly ExampleMark[]
  readonly messages: readonly ExampleMessage[]
}

/** Whole days, as many together as make a part worth its while. */
function* partsOf(chapters: readonly Chapter[]): Generator<Part> {
  let gathered: Chapter[] = []
  let enough = factsAtFirst
  const told = () => gathered.flatMap(({ facts }) => facts)
  const part = (): Part => ({
    facts: told(),
    marks: gathered.flatMap(({ marks }) => marks),
    messages: gathered.flatMap(({ messages }) => messages),
  })
  for (const chapter of chapters) {
    gathered.push(chapter)
    if (told().length < enough) continue
    yield part()
    enough = factsAtOnce
    gathered = []
  }
  if (gathered.length > 0) yield part()
  yield { facts: chapters.flatMap(({ late }) => late), marks: [], messages: [] }
}

/** As Twilio tells of a message: https://www.twilio.com/docs/voice/twiml/record#recordingstatuscallback */
async function leave(
  { twilio }: ExampleClient,
  account: string,
  { callSid, number, recordingSid, at, seconds, text }: ExampleMessage,
): Promise<void> {
  const about = `account=${account}&kind=voicemail&number=${encodeURIComponent(number)}`
  await twilio(`/twilio/recording?${about}`, {
    CallSid: callSid,
    RecordingSid: recordingSid,
    RecordingStatus: 'completed',
    RecordingDuration: String(seconds),
    RecordingStartTime: new Date(at).toUTCString().replace('GMT', '+0000'),
  })
  const owner = `account=${account}&number=${encodeURIComponent(number)}`
  await twilio(`/twilio/recording/transcription?${owner}`, {
    CallSid: callSid,
    RecordingSid: recordingSid,
    TranscriptionSid: `TR${recordingSid.slice(2)}`,
    TranscriptionStatus: 'completed',
    TranscriptionText: text,
  })
}

export const sizeOf = (history: History): number => allFacts(history).length

/**
 * Sets the example up and imports its history, the newest days first. May be repeated: what stands already stays.
 * @throws an AbortError where it is told to stop, and whatever the bridge refuses
 */
export async function loadExample(load: ExampleLoad): Promise<void> {
  const { client, history, account, pending, onTaken, signal } = load
  const ids = await setUpExample(client)
  for (const { facts, marks, messages } of partsOf(history.chapters)) {
    signal.throwIfAborted()
    const { rejected } = await client.importFacts(facts.map(namedBy(ids)))
    if (rejected.length > 0)
      throw new Error(`facts of the example were rejected: ${JSON.stringify(rejected)}`)
    for (const message of messages) await leave(client, account, message)
    for (const { callSid, change } of marks) await client.call('PATCH', `/v1/calls/${callSid}`, change)
    onTaken(facts.length)
    while ((await pending()) > mostPending) await sleep(pauseMilliseconds, undefined, { signal })
  }
  const from = `${history.chapters.at(-1)?.day}T00:00:00Z`
  await setUpAfterSale(client, { from, facts: allFacts(history) })
}
