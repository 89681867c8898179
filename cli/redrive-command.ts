import { readUrl } from '../shared/domain/url.ts'
import { type Command, Complaint, type Surroundings } from './command.ts'
import { readOptions } from './options.ts'
import { count, createProgress } from './progress.ts'
import type { DeadLetters, Move } from './redrive/dead-letters.ts'

/** SQS's own limit. */
const fastest = 500
const pollMilliseconds = 2000

export const redrive: Command = {
  name: 'redrive',
  usage: 'redrive QUEUE_URL [--per-second N]',
  summary: 'Give a deployment’s dead letters another try',
  help: `
Has SQS move all letters of a dead-letter queue back to the queue they died in, and follows it
to the end. QUEUE_URL is the stack's output CallDeadLetters: facts of calls that the ledger did
not take for most of a day, or never will. What settles stands once, however often it was tried;
what fails again comes back. So mend first what made them die.

--per-second N   no faster (1 to ${fastest}); as fast as SQS likes unless given

A queue that streams set aside in (StreamSetAside) holds places in a stream, which SQS can't
move: "rebuild" derives from the ledger what was missed.

The credentials are those of the AWS command line; they need sqs:GetQueueAttributes,
ListDeadLetterSourceQueues, ListMessageMoveTasks and StartMessageMoveTask on the queue,
ReceiveMessage and DeleteMessage on it, and SendMessage on the other.

Example
  npm run tieline -- redrive https://sqs.eu-west-2.amazonaws.com/123456789012/Tieline-CallSpoolDeadLetters-…
`,
  async run(args, surroundings) {
    const { values, positionals } = readOptions(args, { 'per-second': { type: 'string' } })
    const url = urlOf(positionals)
    const perSecond = rateOf(values['per-second'])
    const { openDeadLetters } = await import('./redrive/dead-letters.ts')
    const letters = await openDeadLetters(url).catch(asComplaint)
    try {
      return await moveBack(letters, perSecond, surroundings)
    } catch (error) {
      return asComplaint(error)
    } finally {
      letters.close()
    }
  },
}

async function moveBack(
  letters: DeadLetters,
  perSecond: number | undefined,
  surroundings: Surroundings,
): Promise<number> {
  const { err, out, pause } = surroundings
  const sources = await letters.sources()
  if (sources.length === 0) {
    throw new Complaint(
      'no queue’s letters die there, so that SQS can move none back: what streams set aside is made up for by "rebuild"',
    )
  }
  const isRunning = (await letters.lastMove())?.status === 'RUNNING'
  if (isRunning) err('They are being moved already.\n')
  else {
    const waiting = await letters.waiting()
    if (waiting === 0) {
      out('Nothing waits there.\n')
      return 0
    }
    err(`Moves about ${count(waiting)} back to ${sources.join(', ')}.\n`)
    await letters.start(perSecond)
  }
  const progress = createProgress(surroundings)
  let move = await letters.lastMove()
  while (move?.status === 'RUNNING' || move?.status === 'CANCELLING') {
    const { moved, toMove } = move
    progress.show(() => `${count(moved)}${toMove === undefined ? '' : ` of about ${count(toMove)}`} moved`)
    await pause(pollMilliseconds)
    move = await letters.lastMove()
  }
  progress.clear()
  return tell(move, surroundings)
}

function tell(move: Move | undefined, { out, err }: Surroundings): number {
  if (move?.status === 'COMPLETED') {
    out(`${count(move.moved)} moved.\n`)
    return 0
  }
  err(
    `Stopped after ${count(move?.moved ?? 0)}: ${move?.failure ?? move?.status ?? 'SQS knows of no move'}.\n`,
  )
  return 1
}

function urlOf([given, ...others]: readonly string[]): URL {
  const url = given !== undefined && /^https?:\/\/.+\/.+/.test(given) ? readUrl(given) : undefined
  if (!url || others.length > 0) {
    throw new Complaint('say which queue, by its URL: the stack’s output CallDeadLetters')
  }
  return url
}

function rateOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const rate = Number(given)
  if (!Number.isInteger(rate) || rate < 1 || rate > fastest) {
    throw new Complaint(`--per-second is a whole number from 1 to ${fastest}, not ${given}`)
  }
  return rate
}

/** What AWS refuses (no credentials, no right, no such queue) is told in its own words, without a stack. */
function asComplaint(error: unknown): never {
  if (error instanceof Complaint || !(error instanceof Error)) throw error
  throw new Complaint(`${error.name}: ${error.message}`)
}
