import type * as z from 'zod/mini'
import type { FieldError } from './problem.ts'

type Issue = z.core.$ZodIssue

const article = (noun: string) => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`)
const quoted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(', ')

const units: Record<string, string> = {
  string: ' characters',
  array: ' entries',
  set: ' entries',
  map: ' entries',
}
const unitOf = (origin: string) => units[origin] ?? ''

/** What to do about each kind of mismatch. (zod's own sentences are a 4 kB locale, which no bundle here carries.) */
function adviceOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const noun = article(issue.expected === 'int' ? 'integer' : issue.expected)
      return 'input' in issue && issue.input === undefined ? `Required: ${noun}.` : `Must be ${noun}.`
    }
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? 'Must not be empty.'
        : `Must ${unitOf(issue.origin) ? 'have' : 'be'} at least ${issue.minimum}${unitOf(issue.origin)}.`
    case 'too_big':
      return `Must ${unitOf(issue.origin) ? 'have' : 'be'} at most ${issue.maximum}${unitOf(issue.origin)}.`
    case 'invalid_value':
      return `Must be ${issue.values.length === 1 ? '' : 'one of '}${quoted(issue.values)}.`
    case 'invalid_format':
      return issue.pattern ? `Must match ${issue.pattern}.` : `Must be a valid ${issue.format}.`
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}.`
    default:
      return 'Does not fit.'
  }
}

/** The alternative of a union that was meant: the one that failed inside, not by its kind. */
function meant(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return alternatives.find(
    (issues) => !issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0),
  )
}

function explain(issue: Issue, base: readonly PropertyKey[]): FieldError[] {
  const steps = [...base, ...issue.path]
  const path = steps.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...steps, key].map(String).join('.'),
      message: 'Unknown field: remove it or correct its name.',
    }))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inside = meant(issue.errors)
    if (inside) return inside.flatMap((each) => explain(each, steps))
    const kinds = issue.errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [first.expected] : []))
    return [{ path, message: `Must be ${kinds.map(article).join(' or ')}.` }]
  }
  // `Invalid input` is what zod says where a schema gives no message of its own.
  return [{ path, message: issue.message === 'Invalid input' ? adviceOf(issue) : issue.message }]
}

export const fieldErrors = (error: z.core.$ZodError): FieldError[] =>
  error.issues.flatMap((issue) => explain(issue, []))
