import { Complaint } from '../command.ts'
import { readOptions } from '../options.ts'
import { count } from '../progress.ts'
import { type Action, begin, look } from './action.ts'
import { phoneOf, registrationOf, registrationOptions } from './given.ts'
import { placeOptions } from './place.ts'
import { countOf, nameOf } from './tell.ts'

/** Registers numbers that exist at Twilio, and touches nothing there: their calls go where they went, until a sync. */
export const importNumbers: Action = async (args, surroundings) => {
  const { values, positionals } = readOptions(args, {
    ...placeOptions,
    ...registrationOptions,
    all: { type: 'boolean' },
  })
  const { out, err, newId } = surroundings
  const register = registrationOf(values)
  const named = new Set(positionals.map(phoneOf))
  if (values.all && named.size > 0) throw new Complaint('name the numbers, or say --all, not both')

  const work = begin(surroundings, values.url)
  const { numbers, owned } = await look(work)
  const known = new Set(numbers.map(({ number }) => number))
  const absent = [...named].find((number) => !owned.some((each) => each.number === number))
  if (absent !== undefined) {
    throw new Complaint(`${absent} is no number of this Twilio account: “numbers buy ${absent}” may get it`)
  }
  const fresh = owned.filter(({ number }) => !known.has(number) && (named.size === 0 || named.has(number)))
  for (const number of named) if (known.has(number)) err(`${number} is in Tieline already.\n`)
  if (fresh.length === 0) {
    err(
      `Nothing to import: Tieline knows ${named.size > 0 ? 'these' : `all ${countOf(owned.length)} at Twilio`}.\n`,
    )
    return 0
  }
  if (!values.all && named.size === 0) {
    for (const { number, friendlyName } of fresh) out(`${nameOf({ number, label: friendlyName })}\n`)
    err(`${countOf(fresh.length)} not in Tieline. Nothing was imported: name some, or say --all.\n`)
    return 0
  }

  const run = newId()
  for (const [index, { number, friendlyName }] of fresh.entries()) {
    work.progress.show(() => `${count(index)} of ${count(fresh.length)} imported`)
    await work.management.create(register(number, friendlyName || number), run)
    work.progress.clear()
    out(`${nameOf({ number, label: values.label ?? friendlyName })}\n`)
  }
  err(
    `${countOf(fresh.length)} imported. At Twilio nothing was changed: “numbers sync” shows what would be.\n`,
  )
  if (values.pool === undefined && !values['forward-to']) {
    err('They ring no phone yet: give them a flow (PATCH /v1/numbers/ID) before you sync.\n')
  }
  return 0
}
