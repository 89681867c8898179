import type { Surroundings } from '../command.ts'
import { count, createProgress, type Progress } from '../progress.ts'
import type { BothSides } from './compare.ts'
import { all } from './management.ts'
import { openPlace, type Place } from './place.ts'

/** One of the things that `numbers` does. @returns the exit code */
export type Action = (args: readonly string[], surroundings: Surroundings) => Promise<number>

export interface AtWork extends Place {
  readonly progress: Progress
}

export function begin(surroundings: Surroundings, url: string | undefined): AtWork {
  const progress = createProgress(surroundings)
  return { ...openPlace(surroundings, url, progress), progress }
}

/** Reads both sides to their end. */
export async function look({ twilio, management, wanted, progress }: AtWork): Promise<BothSides> {
  let [here, there] = [0, 0]
  const show = () =>
    progress.show(() => `Looks: ${count(here)} numbers in Tieline, ${count(there)} at Twilio`)
  const [numbers, pools, owned] = await Promise.all([
    all(management.numbers(), (soFar) => {
      here = soFar
      show()
    }),
    all(management.pools()),
    all(twilio.owned(), (soFar) => {
      there = soFar
      show()
    }),
  ])
  progress.clear()
  return { numbers, pools, owned, wanted }
}
