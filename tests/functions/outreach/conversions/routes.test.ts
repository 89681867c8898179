import { expect, test } from 'vitest'
import { conversionOperations } from '../../../../functions/outreach/conversions/conversion-schema.ts'
import { destinationOperations } from '../../../../functions/outreach/conversions/destination-operations.ts'
import { conversionRoutes } from '../../../../functions/outreach/conversions/late.ts'

test('what is loaded late is reached by each operation’s own address', () => {
  const operations = [...destinationOperations, ...conversionOperations].map(
    ({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
  )
  expect(conversionRoutes.map((route) => route.join(' ')).sort()).toEqual(operations.sort())
})
