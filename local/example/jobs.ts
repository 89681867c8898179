import { addDays, type Instant } from '../../shared/domain/time.ts'
import type { ExampleFact } from './fact.ts'
import type { Random } from './random.ts'

type OutcomeFact = Extract<ExampleFact, { fact: 'outcome' }>

/** What people want, in parts of all, and what it costs, in whole pounds. */
const jobs = [
  { name: 'service', parts: 42, from: 95, until: 125, isLarge: false },
  { name: 'repair', parts: 38, from: 140, until: 620, isLarge: false },
  { name: 'radiators', parts: 9, from: 450, until: 1200, isLarge: true },
  { name: 'new boiler', parts: 11, from: 2400, until: 4300, isLarge: true },
]

/** Of an enquiry by an arrival of usual quality. */
const wonShare = { small: 0.58, large: 0.42 }
const lostShare = 0.2

/**
 * What became of an enquiry: large jobs are looked at and quoted for, small ones are done or not.
 * @param about the contact that is told of
 * @param quality how likely it is won, beside the others
 */
export function outcomesOf(
  about: { readonly callSid: string } | { readonly contact: string },
  at: Instant,
  quality: number,
  random: Random,
): OutcomeFact[] {
  const job = random.weighted(jobs, ({ parts }) => parts)
  const value = random.whole(job.from / 5, job.until / 5) * 500
  const later = (days: number) => addDays(at, days)
  const told = (stage: string, at: Instant, value?: number): OutcomeFact => ({
    fact: 'outcome',
    ...about,
    stage,
    ...(value !== undefined && { value }),
    at,
  })
  const luck = random.next()
  const won = Math.min(0.9, (job.isLarge ? wonShare.large : wonShare.small) * quality)
  const isWon = luck < won
  const isLost = !isWon && luck < won + lostShare
  if (!job.isLarge) {
    const days = random.whole(1, 3)
    if (isWon) return [told('won', later(days), value)]
    return isLost ? [told('lost', later(days))] : []
  }
  const seen = told('opportunity', later(1))
  const quoted = told('quote', later(random.whole(2, 4)), value)
  const days = random.whole(7, 12)
  if (isWon) return [seen, quoted, told('won', later(days), value)]
  return isLost ? [seen, quoted, told('lost', later(days))] : [seen, quoted]
}
