import { callingCodeOf } from '../../shared/domain/phone-country.ts'
import {
  type AvailableNumber,
  type Capability,
  capabilities,
  type NumberSearch,
  type NumberType,
  numberTypes,
} from '../../shared/twilio/number-resource.ts'
import type { TwilioNumbers } from '../../shared/twilio/numbers.ts'
import { Complaint } from '../command.ts'
import { readOptions } from '../options.ts'
import { type Action, begin } from './action.ts'
import { placeOptions } from './place.ts'
import { tellAvailable } from './tell.ts'

export const searchOptions = {
  country: { type: 'string' },
  type: { type: 'string' },
  'area-code': { type: 'string' },
  contains: { type: 'string' },
  locality: { type: 'string' },
  region: { type: 'string' },
  can: { type: 'string' },
  'without-address': { type: 'boolean' },
} as const

export interface GivenSearch {
  readonly country?: string | undefined
  readonly type?: string | undefined
  readonly 'area-code'?: string | undefined
  readonly contains?: string | undefined
  readonly locality?: string | undefined
  readonly region?: string | undefined
  readonly can?: string | undefined
  readonly 'without-address'?: boolean | undefined
}

/** The search that Twilio is asked for, and the beginning that its numbers must have. */
export interface DecidedSearch {
  readonly search: NumberSearch
  readonly beginning: string
  /** Of what is left of Twilio's answer. */
  readonly limit: number
}

/** Twilio's own cap. */
const mostFound = 1000

const isType = (text: string): text is NumberType => Object.hasOwn(numberTypes, text)
const isCapability = (text: string): text is Capability => (capabilities as readonly string[]).includes(text)

/**
 * Twilio knows area codes in the USA and Canada only; elsewhere the beginning of the number stands for them.
 * @throws Complaint
 */
export function decideSearch(given: GivenSearch, limit: number): DecidedSearch {
  const { country = 'US', type = 'local', contains, locality, region } = given
  const callingCode = /^[A-Z]{2}$/.test(country) ? callingCodeOf(country) : undefined
  if (callingCode === undefined) {
    throw new Complaint(`--country must be an ISO 3166 code such as GB, not ${country}`)
  }
  if (!isType(type)) {
    throw new Complaint(`--type must be one of ${Object.keys(numberTypes).join(', ')}, not ${type}`)
  }
  const can = (given.can ?? 'voice').split(',').map((each) => {
    if (isCapability(each)) return each
    throw new Complaint(`--can must list some of ${capabilities.join(',')}, not ${each}`)
  })
  const area = given['area-code']?.replace(/^0/, '')
  if (area !== undefined && !/^\d{1,6}$/.test(area)) {
    throw new Complaint(`--area-code must be digits such as 415 or 020, not ${given['area-code']}`)
  }
  if (contains !== undefined && !/^[0-9A-Za-z*]{2,16}$/.test(contains)) {
    throw new Complaint(`--contains must be at least two digits or letters, * for any digit, not ${contains}`)
  }
  const hasAreaCodes = callingCode === '1'
  if (hasAreaCodes && area !== undefined && area.length !== 3) {
    throw new Complaint(`--area-code must have three digits in ${country}, not ${area}`)
  }
  const beginning = area === undefined ? '' : `${callingCode}${area}`
  // Where the pattern is another, Twilio's answer holds other areas, too.
  const isFiltered = !hasAreaCodes && area !== undefined && contains !== undefined
  return {
    limit,
    beginning: area === undefined ? '' : `+${beginning}`,
    search: {
      country,
      type,
      areaCode: hasAreaCodes ? area : undefined,
      contains: contains ?? (hasAreaCodes || area === undefined ? undefined : beginning),
      locality,
      region,
      can,
      withoutAddress: given['without-address'],
      limit: isFiltered ? mostFound : limit,
    },
  }
}

export async function searchNumbers(
  twilio: TwilioNumbers,
  { search, beginning, limit }: DecidedSearch,
): Promise<readonly AvailableNumber[]> {
  const found = await twilio.available(search)
  return found.filter(({ number }) => number.startsWith(beginning)).slice(0, limit)
}

/** @throws Complaint */
export function countGiven(option: string, text: string | undefined, usual: number, most: number): number {
  const value = Number(text ?? usual)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Complaint(`--${option} must be 1 to ${most}, not ${text}`)
}

export const search: Action = async (args, surroundings) => {
  const { values, positionals } = readOptions(args, {
    ...placeOptions,
    ...searchOptions,
    limit: { type: 'string' },
    json: { type: 'boolean' },
  })
  if (positionals.length > 0) throw new Complaint(`search takes options only, not ${positionals[0]}`)
  const decided = decideSearch(values, countGiven('limit', values.limit, 20, mostFound))
  const { twilio } = begin(surroundings, values.url)
  const found = await searchNumbers(twilio, decided)
  const { out, err } = surroundings
  if (found.length === 0) {
    err('Twilio has no such number just now: search another area, --type or pattern.\n')
    return 1
  }
  if (values.json) for (const each of found) out(`${JSON.stringify(each)}\n`)
  else out(tellAvailable(found))
  return 0
}
