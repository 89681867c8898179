import { parsePhone } from '../../shared/domain/phone.ts'
import { Complaint } from '../command.ts'
import type { NewNumber } from './management.ts'

/** @throws Complaint for what is no phone number in international form */
export const phoneOf = (text: string): string => {
  const number = parsePhone(text)
  if (number !== undefined) return number
  throw new Complaint(`${text} is no phone number in international form, such as +442079460000`)
}

/** How a number is registered: in a pool, or as the number of one source. */
export const registrationOptions = {
  label: { type: 'string' },
  pool: { type: 'string' },
  'forward-to': { type: 'string', multiple: true },
  source: { type: 'string' },
  medium: { type: 'string' },
  campaign: { type: 'string' },
} as const

export interface GivenRegistration {
  readonly label?: string | undefined
  readonly pool?: string | undefined
  readonly 'forward-to'?: readonly string[] | undefined
  readonly source?: string | undefined
  readonly medium?: string | undefined
  readonly campaign?: string | undefined
}

/** @throws Complaint where what is given contradicts itself */
export function registrationOf(given: GivenRegistration): (number: string, usualLabel: string) => NewNumber {
  const { label, pool, source, medium, campaign } = given
  if (pool !== undefined && (source ?? medium ?? campaign) !== undefined) {
    throw new Complaint(
      'a pool number stands for no source: leave out --pool, or --source, --medium and --campaign',
    )
  }
  const phones = given['forward-to']?.map(phoneOf)
  const declared = {
    ...(source !== undefined && { source }),
    ...(medium !== undefined && { medium }),
    ...(campaign !== undefined && { campaign }),
  }
  return (number, usualLabel) => ({
    number,
    label: label ?? usualLabel,
    kind: pool === undefined ? 'source' : 'pool',
    ...(pool !== undefined && { poolId: pool }),
    ...(Object.keys(declared).length > 0 && { source: declared }),
    ...(phones && { flow: { forwardTo: phones, ring: 'all' as const } }),
  })
}
