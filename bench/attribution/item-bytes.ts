import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** DynamoDB's own reckoning: a list or map takes 3 bytes and 1 for each element. */
function bytesOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  // About one byte for two digits, and one more.
  if (value.N !== undefined) return Math.ceil(value.N.replaceAll(/\D/g, '').length / 2) + 1
  if (value.B !== undefined) return value.B.byteLength
  if (value.L) return 3 + value.L.reduce((sum, each) => sum + 1 + bytesOfValue(each), 0)
  if (value.M) return 3 + Object.values(value.M).length + bytesOfItem(value.M)
  return 1
}

/** The names of its attributes and their values, as the tables' storage is billed. */
export const bytesOfItem = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOfValue(value), 0)
