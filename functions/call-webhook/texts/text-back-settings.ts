import type { CallOutcome } from '../../../shared/domain/call.ts'
import type { E164 } from '../../../shared/domain/ids.ts'
import type { CallFlow, TextBack, TextBackOutcome } from '../../../shared/domain/number.ts'

const usualOutcomes: readonly TextBackOutcome[] = ['missed', 'abandoned']
const usualEveryHours = 24

/** What the flow says of texts to whoever calls in vain; `undefined`: none are sent. */
export function textBackOf(flow: Pick<CallFlow, 'textBack'> | undefined): TextBack | undefined {
  const wanted = flow?.textBack
  if (wanted === undefined || wanted === false || wanted === null) return undefined
  if (wanted === true) return {}
  return typeof wanted === 'string' ? { message: wanted } : wanted
}

export const isTextedAfter = ({ when = usualOutcomes }: TextBack, outcome: CallOutcome): boolean =>
  when.some((each) => each === outcome)

/** Of texts to one caller from one number. */
export const textBackWindow = ({ everyHours = usualEveryHours }: TextBack, number: E164) => ({
  name: `text-back#${number}`,
  hours: everyHours,
})
