import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flowOf, mergeRepeats, type Path } from '../../../web/console/src/pages/journeys/flow.ts'

const channels = ['Direct', 'Email', 'Paid Search', 'Referral']
const paths = fc.array(
  fc.record({
    touches: fc.array(fc.constantFrom(...channels), { maxLength: 8 }),
    enquiries: fc.integer({ min: 1, max: 50 }),
    value: fc.integer({ min: 0, max: 100_000 }),
  }),
  { maxLength: 30 },
)
const sumOf = (rows: readonly Path[]) => rows.reduce((sum, { enquiries }) => sum + enquiries, 0)

test('what flows into the enquiry are the enquiries of all paths that have a touch, and no touch lets any of them seep away', () => {
  fc.assert(
    fc.property(paths, fc.integer({ min: 1, max: 6 }), fc.subarray(channels), (rows, positions, told) => {
      const { nodes, links } = flowOf(rows, positions, new Set(told))
      const into = (id: string) =>
        links.reduce((sum, { target, value }) => (target === id ? sum + value : sum), 0)
      const outOf = (id: string) =>
        links.reduce((sum, { source, value }) => (source === id ? sum + value : sum), 0)
      expect(into('enquiry')).toBe(sumOf(rows.filter(({ touches }) => touches.length > 0)))
      for (const { id, depth } of nodes) {
        if (id !== 'enquiry' && depth > 0 && into(id) > 0) expect(outOf(id)).toBeGreaterThanOrEqual(into(id))
      }
      for (const { source, target } of links) {
        const at = (id: string) => nodes.find((node) => node.id === id)?.depth ?? Number.NaN
        // A flow that turned back would be drawn as a circle.
        expect(at(source)).toBeLessThan(at(target))
      }
    }),
  )
})

test('repeats merged are as many enquiries as before, and no channel stands twice in a row', () => {
  fc.assert(
    fc.property(paths, (rows) => {
      const merged = mergeRepeats(rows)
      expect(sumOf(merged)).toBe(sumOf(rows))
      for (const { touches } of merged)
        expect(touches.every((touch, index) => touch !== touches[index - 1])).toBe(true)
    }),
  )
})
