import { isDeepStrictEqual } from 'node:util'
import type { BenchContext, Figure } from '../bench.ts'
import { interleave, median, percentile } from '../measure.ts'
import { startChild } from './child.ts'
import type { Load, LoadOutcome, LoadRequest } from './load.ts'
import type { ServerAnswer, ServerArgument, ServerQuestion } from './serve.ts'

export interface HttpComparison {
  /** Modules of this folder that serve (`serve.ts`). */
  readonly subject: string
  readonly floor: string
  readonly server: ServerArgument
  /** Fresh requests, distinct from all before. */
  readonly requests: (count: number) => readonly LoadRequest[]
  /** What the share of the floor's requests per second should be at least. */
  readonly aimAtLeast: number
}

const connections = 16
/** Until the compiler has seen enough of either: a busy server is not judged by its first second. */
const warmUpRequests = 2000
const rounds = 7
const secondsPerRound = 2

/** As many as the floor answered in the time of a round while it warmed up: bounded on a slow machine and a fast one. */
const requestsPerRound = (warmUp: LoadOutcome) =>
  Math.min(2000, Math.max(100, Math.round((secondsPerRound * 1000 * warmUpRequests) / warmUp.milliseconds)))

/**
 * Loads a subject and its floor in turns. Each runs in a process of its own, the load generator in another; all three
 * share one engine.
 * @throws if an answer is not 200, or the floor sends the engine other commands than the subject
 */
export async function compareOverHttp(
  comparison: HttpComparison,
  { progress }: BenchContext,
): Promise<readonly Figure[]> {
  const generator = await startChild<Load, LoadOutcome>('load-child.ts')
  const start = (module: string) => startChild<ServerQuestion, ServerAnswer>(module, comparison.server)
  const servers = { subject: await start(comparison.subject), floor: await start(comparison.floor) }
  try {
    const origins = {
      subject: (await servers.subject.ask({ tell: 'origin' })).origin,
      floor: (await servers.floor.ask({ tell: 'origin' })).origin,
    }
    const load = async (name: keyof typeof servers, requestCount: number): Promise<LoadOutcome> => {
      const outcome = await generator.ask({
        origin: origins[name],
        connections,
        requests: comparison.requests(requestCount),
      })
      if (outcome.failures > 0)
        throw new Error(`${name}: ${outcome.failures} of ${requestCount} answers were not 200`)
      return outcome
    }

    progress('warming up')
    await load('subject', warmUpRequests)
    const count = requestsPerRound(await load('floor', warmUpRequests))
    const [subjectSent, floorSent] = await Promise.all([
      servers.subject.ask({ tell: 'commands' }),
      servers.floor.ask({ tell: 'commands' }),
    ])
    if (!isDeepStrictEqual(subjectSent.commands, floorSent.commands)) {
      throw new Error(
        `the floor is none: it sends ${JSON.stringify(floorSent.commands)}, the subject ${JSON.stringify(subjectSent.commands)}`,
      )
    }

    const samples = await interleave(
      {
        subject: () => load('subject', count),
        floor: () => load('floor', count),
      },
      rounds,
      (round) => progress(`round ${round + 1} of ${rounds}, ${count} requests each`),
    )
    const perSecond = (outcomes: readonly LoadOutcome[]) =>
      median(outcomes.map(({ milliseconds }) => (count * 1000) / milliseconds))
    const latency = (outcomes: readonly LoadOutcome[], fraction: number) =>
      median(outcomes.map(({ latenciesMilliseconds }) => percentile(latenciesMilliseconds, fraction)))
    const beside = (
      figure: string,
      unit: Figure['unit'],
      of: (outcomes: readonly LoadOutcome[]) => number,
    ) => ({
      figure,
      unit,
      value: of(samples.subject),
      floor: { name: 'floor', value: of(samples.floor) },
    })
    return [
      {
        ...beside(`requests, ${connections} at a time`, '/s', perSecond),
        aim: { of: 'ratio', atLeast: comparison.aimAtLeast },
      },
      beside('latency, median', 'ms', (outcomes) => latency(outcomes, 0.5)),
      beside('latency, 99th percentile', 'ms', (outcomes) => latency(outcomes, 0.99)),
    ]
  } finally {
    await Promise.all([generator.stop(), servers.subject.stop(), servers.floor.stop()])
  }
}
