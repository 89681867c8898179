/** A condition expression with its names and values bound: clauses are built here and named where they are used. */
export interface Condition {
  readonly expression: string
  readonly names: Record<string, string>
  readonly values: Record<string, unknown>
}

const comparisons = { equals: '=', below: '<', atMost: '<=', above: '>' } as const

function compare(attribute: string, comparison: keyof typeof comparisons, value: unknown): Condition {
  const placeholder = `${attribute}_${comparison}`
  return {
    expression: `#${placeholder} ${comparisons[comparison]} :${placeholder}`,
    names: { [`#${placeholder}`]: attribute },
    values: { [`:${placeholder}`]: value },
  }
}

export const attributeEquals = (attribute: string, value: unknown): Condition =>
  compare(attribute, 'equals', value)
export const attributeBelow = (attribute: string, value: unknown): Condition =>
  compare(attribute, 'below', value)
export const attributeAtMost = (attribute: string, value: unknown): Condition =>
  compare(attribute, 'atMost', value)
export const attributeAbove = (attribute: string, value: unknown): Condition =>
  compare(attribute, 'above', value)
export const attributeAbsent = (attribute: string): Condition => ({
  expression: `attribute_not_exists(#${attribute})`,
  names: { [`#${attribute}`]: attribute },
  values: {},
})

/** No item stands under the key yet. */
export const itemAbsent: Condition = { expression: 'attribute_not_exists(pk)', names: {}, values: {} }
/** An item stands under the key. */
export const itemPresent: Condition = { expression: 'attribute_exists(pk)', names: {}, values: {} }

/** @throws if one attribute is compared with two values in the same way: the second would replace the first */
function merged(conditions: readonly Condition[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const condition of conditions) {
    for (const [placeholder, value] of Object.entries(condition.values)) {
      if (placeholder in values && values[placeholder] !== value) {
        throw new Error(`two values for ${placeholder} in one condition`)
      }
      values[placeholder] = value
    }
  }
  return values
}

const combine =
  (word: 'AND' | 'OR') =>
  (...conditions: readonly Condition[]): Condition => ({
    expression: conditions.map((each) => `(${each.expression})`).join(` ${word} `),
    names: Object.assign({}, ...conditions.map((each) => each.names)),
    values: merged(conditions),
  })
export const allOf = combine('AND')
export const anyOf = combine('OR')
