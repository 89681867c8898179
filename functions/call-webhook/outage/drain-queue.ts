import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { type CallTrouble, causeOf } from '../deps.ts'
import { type Deadline, within } from './deadline.ts'
import type { TextQueue } from './queue-spool.ts'
import { isHopeless } from './settle.ts'
import { callSidOf, type Spooled } from './spool.ts'

export interface DrainDeps {
  /** Brings one entry into the ledger, in which it may stand already. */
  readonly settle: (entry: Spooled) => Promise<void>
  /** Takes what the ledger will never take. */
  readonly deadLetters: TextQueue
  readonly report: (trouble: CallTrouble) => void
}

/** Below the function's own 10 s (`infra/bridge-stack.ts`): what it can't tell of any more would all come again. */
const patienceMilliseconds = 7000

/**
 * Settles a batch of the spool's queue: the entries of one call one after the other, those of several at once.
 * @returns what has to come again; everything else is in the ledger, or set aside among the dead letters
 */
export async function drainQueue(
  deps: DrainDeps,
  { Records: records }: Pick<SQSEvent, 'Records'>,
  milliseconds = patienceMilliseconds,
): Promise<SQSBatchResponse> {
  const failed: { readonly id: string; readonly cause: string }[] = []
  await within(milliseconds, (deadline) =>
    Promise.all(
      byCall(records).map(async (ofCall) => {
        for (const { messageId: id, body } of ofCall) {
          const cause = await settleOne(deps, body, deadline)
          if (cause !== undefined) failed.push({ id, cause })
        }
      }),
    ),
  )
  const [first] = failed
  if (first) {
    const cause = `${failed.length} of ${records.length} come again: ${first.cause}`
    deps.report({ trouble: 'spool-undrained', cause })
  }
  return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) }
}

/** @returns why the entry has to come again */
async function settleOne(
  { settle, deadLetters, report }: DrainDeps,
  text: string,
  deadline: Deadline,
): Promise<string | undefined> {
  let entry: Spooled | undefined
  try {
    if (deadline.isOver) return 'no time was left'
    entry = JSON.parse(text) as Spooled
    await deadline.race(settle(entry))
    return undefined
  } catch (error) {
    if (!isHopeless(error)) return causeOf(error)
    try {
      await deadline.race(deadLetters.send([text]))
      report({ trouble: 'spooled-set-aside', callSid: entry && callSidOf(entry), cause: causeOf(error) })
      return undefined
    } catch (refused) {
      return causeOf(refused)
    }
  }
}

function byCall(records: readonly SQSRecord[]): SQSRecord[][] {
  const calls = new Map<string, SQSRecord[]>()
  for (const record of records) {
    const key = callOf(record)
    calls.set(key, [...(calls.get(key) ?? []), record])
  }
  return [...calls.values()]
}

/** What makes no sense stands for itself. */
function callOf({ messageId, body }: SQSRecord): string {
  try {
    return callSidOf(JSON.parse(body) as Spooled)
  } catch {
    return messageId
  }
}
