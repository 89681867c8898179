import type { Enquiry, Touch } from './enquiry.ts'
import type { Evidence } from './evidence.ts'
import type { Source } from './source.ts'
import { addDays } from './time.ts'

/** Why an enquiry has its source, for a marketer and for programs. */
export interface Explanation {
  readonly sentences: string[]
  readonly decidedBy: string | null
  readonly outweighed: { readonly id: string; readonly because: string }[]
  readonly excluded: { readonly what: string; readonly because: string }[]
  readonly rules: Enquiry['rules']
}

/** What GA4 writes where there is nothing: of no use to whoever reads a sentence. */
const placeholders: ReadonlySet<string | null> = new Set([null, '(direct)', '(none)', '(not set)'])
const nameOf = ({ channel, source, medium, campaign }: Source): string => {
  const parts = [source, medium, campaign].filter((part) => !placeholders.has(part))
  return parts.length > 0 ? `${channel} (${parts.join(' / ')})` : channel
}
const percent = (strength: number) => `${Math.round(strength * 1000) / 10} %`
const dayOf = ({ at }: { readonly at: string }) => at.slice(0, 10)

const isTouchOf = ({ sessionId, visitorId }: Evidence, touch: Touch) =>
  touch.sessionId === sessionId || (visitorId !== undefined && touch.visitorId === visitorId)

/** Why weaker or empty-handed evidence did not decide. */
function becauseOf(each: Evidence, deciding: Evidence, { journey }: Enquiry): string {
  if (each.kind === 'self-reported')
    return 'What people say of themselves decides only where nothing else does.'
  if (each.strength > deciding.strength || (each.strength === deciding.strength && !each.source)) {
    return journey.some((touch) => isTouchOf(each, touch))
      ? 'It leads to the same visits.'
      : 'It leads to no visit before the enquiry within the lookback.'
  }
  return `Its strength is ${percent(each.strength)}, the deciding one’s ${percent(deciding.strength)}.`
}

const exclusions = {
  spam: 'It was marked as spam: it is shown, and counts nowhere.',
  test: 'It came from a test caller: it is shown, and counts nowhere.',
} as const

/** Pure: what the enquiry itself holds, in words. */
export function explainEnquiry(enquiry: Enquiry): Explanation {
  const { evidence, revoked, decidedBy, source, journey, rules, openedAt, selfReported, excluded } = enquiry
  const deciding = evidence.find(({ id }) => id === decidedBy)
  const sentences: string[] = []
  if (deciding && source) {
    sentences.push(`Attributed to ${nameOf(source)}: ${deciding.detail}`)
    sentences.push(`This rests on evidence of ${percent(deciding.strength)}.`)
  } else if (evidence.length > 0) {
    sentences.push('What is known of it leads to no visit before it and to no source: it stays unknown.')
  } else {
    sentences.push('Nothing ties it to a visit or a source: it stays unknown.')
  }
  if (journey.length > 1) {
    sentences.push(
      `${journey.length} touches led to it, from ${dayOf(journey[0] as Touch)} to ${dayOf(journey.at(-1) as Touch)}.`,
    )
  }
  if (selfReported !== null) sentences.push(`The person said: “${selfReported}”.`)
  if (excluded) sentences.push(exclusions[excluded])
  const later = evidence.filter(({ at, sessionId }) => sessionId !== undefined && at > openedAt)
  return {
    sentences,
    decidedBy,
    outweighed: deciding
      ? evidence
          .filter(({ id }) => id !== decidedBy)
          .map((each) => ({ id: each.id, because: becauseOf(each, deciding, enquiry) }))
      : [],
    excluded: [
      {
        what: `visits before ${addDays(openedAt, -rules.lookbackDays)}`,
        because: `The lookback is ${rules.lookbackDays} days.`,
      },
      {
        what: `visits after ${openedAt}`,
        because: 'What comes after the opening is evidence, never credit.',
      },
      ...later.map(({ id }) => ({ what: id, because: 'It came after the opening: it tells who, not why.' })),
      ...revoked.map(({ id }) => ({ what: id, because: 'A marketer has taken it away.' })),
    ],
    rules,
  }
}
