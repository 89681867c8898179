import { readOptions } from '../options.ts'
import { type Action, begin, look } from './action.ts'
import { compareSides } from './compare.ts'
import { phoneOf } from './given.ts'
import { placeOptions } from './place.ts'
import { countOf, tellFindings } from './tell.ts'

export const auditNumbers: Action = async (args, surroundings) => {
  const { values } = readOptions(args, {
    ...placeOptions,
    ignore: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  })
  const { out, err } = surroundings
  const ignored = new Set(values.ignore?.map(phoneOf))
  const sides = await look(begin(surroundings, values.url))
  const findings = compareSides(sides).filter(({ number }) => !ignored.has(number))
  if (values.json) for (const each of findings) out(`${JSON.stringify(each)}\n`)
  else if (findings.length > 0) out(tellFindings(findings))
  err(
    `${countOf(sides.numbers.length)} in Tieline, ${countOf(sides.owned.length)} at Twilio: ${findings.length === 0 ? 'nothing to say against them' : `${findings.length} finding${findings.length === 1 ? '' : 's'}`}.\n`,
  )
  return findings.length > 0 ? 1 : 0
}
