import { TwilioError } from '../../shared/twilio/api.ts'
import { Complaint } from '../command.ts'
import { readOptions } from '../options.ts'
import { count } from '../progress.ts'
import { type Action, begin } from './action.ts'
import { confirm } from './confirm.ts'
import { phoneOf, registrationOf, registrationOptions } from './given.ts'
import { all } from './management.ts'
import { placeOptions } from './place.ts'
import { countGiven, decideSearch, searchNumbers, searchOptions } from './search.ts'
import { countOf, tellAvailable } from './tell.ts'

const mostAtOnce = 100

const notBought = (number: string, { failure, message }: TwilioError) =>
  new Complaint(
    failure.outcome === 'uncertain'
      ? `${number} may have been bought: ${message}; “numbers audit” will tell`
      : `${number} was not bought: ${message}`,
  )

/**
 * Bought first, registered then: a number that Tieline knows and Twilio does not would be shown to visitors, and nobody could
 * call it. What was bought and could not be registered is said, with what to do.
 */
export const buy: Action = async (args, surroundings) => {
  const { values, positionals } = readOptions(args, {
    ...placeOptions,
    ...searchOptions,
    ...registrationOptions,
    count: { type: 'string' },
    address: { type: 'string' },
    bundle: { type: 'string' },
    yes: { type: 'boolean' },
  })
  const { out, err, newId } = surroundings
  if (values.pool === undefined && !values['forward-to']) {
    throw new Complaint(
      'say whom its callers reach: --forward-to +44…, or --pool pol_… for a number of a pool',
    )
  }
  const register = registrationOf(values)
  let numbers = positionals.map(phoneOf)
  if (numbers.length > 0 && values.count !== undefined) {
    throw new Complaint('name the numbers, or say --count and what to search for, not both')
  }
  const wanted = countGiven('count', values.count, 1, mostAtOnce)
  const decided = numbers.length > 0 ? undefined : decideSearch(values, wanted)
  const { twilio, management, wanted: wantedOf, progress } = begin(surroundings, values.url)

  // Before money is spent: is the bridge there, is the key right, is there such a pool?
  const pools = await all(management.pools())
  if (values.pool !== undefined && !pools.some(({ id }) => id === values.pool)) {
    throw new Complaint(`there is no pool ${values.pool}: GET /v1/pools lists them`)
  }
  if (decided) {
    const found = await searchNumbers(twilio, decided)
    if (found.length === 0) throw new Complaint('Twilio has no such number just now: try “numbers search”')
    err(tellAvailable(found))
    if (found.length < wanted)
      err(`Twilio has no more than ${countOf(found.length)} of that kind just now.\n`)
    if (!values.yes && !(await confirm(surroundings, `Buy ${countOf(found.length)}`))) {
      err('Nothing was bought.\n')
      return 1
    }
    numbers = found.map(({ number }) => number)
  }

  const run = newId()
  for (const [index, number] of numbers.entries()) {
    progress.show(() => `${count(index)} of ${count(numbers.length)} bought`)
    const registration = register(number, number)
    const bought = await twilio
      .buy({
        number,
        friendlyName: registration.label.slice(0, 64),
        settings: wantedOf(number),
        addressSid: values.address,
        bundleSid: values.bundle,
      })
      .catch((error: unknown) => {
        throw error instanceof TwilioError ? notBought(number, error) : error
      })
    progress.clear()
    try {
      const made = await management.create(registration, run)
      out(`${number}  bought (${bought.sid})${made === 'known' ? ', and in Tieline already' : ''}\n`)
    } catch (error) {
      if (!(error instanceof Complaint)) throw error
      throw new Complaint(
        `${number} was bought (${bought.sid}) and is not in Tieline: ${error.message}; then “numbers import ${number}”`,
      )
    }
  }
  return 0
}
