import { unmarshall } from '@aws-sdk/util-dynamodb'

export interface Key {
  readonly pk: string
  readonly sk: string
}
export type Item = Key & Record<string, unknown>

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, inOrder(value[name])]),
  )
}

/**
 * What an engine tells of an item, as plain values. Engines give the names of a map in whatever order, another each time:
 * here they come in that of the alphabet, so that what is made of equal items reads the same, letter by letter.
 */
export const itemOf = (attributes: Parameters<typeof unmarshall>[0]): Item =>
  inOrder(unmarshall(attributes)) as Item
