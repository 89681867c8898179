import { TwilioError } from '../../shared/twilio/api.ts'
import { Complaint } from '../command.ts'
import { readOptions } from '../options.ts'
import { count } from '../progress.ts'
import { type Action, begin, look } from './action.ts'
import { compareSides, type Drifted, decideRepairs } from './compare.ts'
import { phoneOf } from './given.ts'
import { placeOptions } from './place.ts'
import { countOf, nameOf, tellDrift } from './tell.ts'

/** Twilio answers a change in a few hundred milliseconds, and has more patience with four at once than with forty. */
const parallelism = 4

export const sync: Action = async (args, surroundings) => {
  const { values, positionals } = readOptions(args, { ...placeOptions, apply: { type: 'boolean' } })
  const { out, err } = surroundings
  const named = new Set(positionals.map(phoneOf))
  const work = begin(surroundings, values.url)
  const sides = await look(work)
  const chosen = sides.numbers.filter(({ number }) => named.size === 0 || named.has(number))
  const strange = [...named].find((number) => !chosen.some((each) => each.number === number))
  if (strange !== undefined) {
    throw new Complaint(`${strange} is not in Tieline: “numbers import ${strange}” takes it in`)
  }
  const findings = compareSides({ ...sides, numbers: chosen })
  const { repairs, leftAlone } = decideRepairs(findings)

  for (const each of repairs) out(tellDrift(each, each.drift))
  for (const each of leftAlone) {
    err(`${nameOf(each)}: left as it is, since it rings no phone in Tieline: give it a flow first.\n`)
  }
  const absent = findings.filter(({ finding }) => finding === 'not-at-twilio').length
  if (absent > 0) err(`${countOf(absent)} not of this Twilio account: see “numbers audit”.\n`)
  if (repairs.length === 0) {
    err(`Nothing to repair: ${countOf(chosen.length - leftAlone.length - absent)} set as they should be.\n`)
    return 0
  }
  if (!values.apply) {
    err(
      `${count(repairs.length)} of ${countOf(chosen.length)} set differently. Nothing was changed: --apply repairs it.\n`,
    )
    return 0
  }

  const queue = [...repairs]
  const failed: Drifted[] = []
  let done = 0
  async function repair(each: Drifted): Promise<void> {
    try {
      const change = Object.fromEntries(each.drift.map(({ name, wanted }) => [name, wanted]))
      await work.twilio.change(each.sid, change)
      done += 1
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error
      failed.push(each)
      work.progress.clear()
      err(`${nameOf(each)}: ${error.message}\n`)
      // What the account may not do for one number it may not do for any.
      if (error.failure.outcome === 'refused' && [401, 403].includes(error.failure.status)) queue.length = 0
    }
    work.progress.show(() => `${count(done)} of ${count(repairs.length)} repaired`)
  }
  const worker = async () => {
    for (let each = queue.shift(); each; each = queue.shift()) await repair(each)
  }
  await Promise.all(Array.from({ length: parallelism }, worker))
  work.progress.clear()
  err(`${count(done)} of ${count(repairs.length)} repaired.\n`)
  return done === repairs.length ? 0 : 1
}
