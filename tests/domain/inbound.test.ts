import { expect, it, test } from 'vitest'
import { type InboundMap, partsOf, readMessage } from '../../shared/domain/inbound.ts'

test.each<[string, (string | number)[] | undefined]>([
  ['properties.amount', ['properties', 'amount']],
  ['contacts[0].phone', ['contacts', 0, 'phone']],
  ['["odd name"].value', ['odd name', 'value']],
  ['[0][1]', [0, 1]],
  ['', undefined],
  ['a..b', undefined],
  ['a[x]', undefined],
  ['a.b.c.d.e.f.g.h.i.j.k.l.m', undefined],
])('the path %s', (path, parts) => {
  expect(partsOf(path)).toEqual(parts)
})

const map: InboundMap = {
  items: 'results',
  fields: {
    id: ['id'],
    phone: ['properties.phone', 'properties.mobile'],
    stage: ['properties.dealstage'],
    value: ['properties.amount'],
  },
  fixed: { currency: 'GBP' },
  stages: [{ from: 'closedwon', to: 'won' }],
  otherStages: 'ignore',
  unit: 'major',
}
it('finds each field where the map says, of the first path that says something', () => {
  const message = {
    results: [
      { id: 7, properties: { phone: '', mobile: '07700 900123', dealstage: 'ClosedWon', amount: '450.00' } },
      { id: 8, properties: { dealstage: 'qualified' } },
      null,
    ],
  }
  expect(readMessage(map, message)).toEqual([
    { item: 0, raw: { id: 7, phone: '07700 900123', stage: 'won', value: '450.00', currency: 'GBP' } },
    { item: 1, raw: undefined },
    { item: 2, raw: undefined },
  ])
  expect(readMessage({ ...map, otherStages: 'keep' }, message)?.[1]?.raw).toEqual({
    id: 8,
    stage: 'qualified',
    currency: 'GBP',
  })
})
it('tells a missing list from an empty one', () => {
  expect(readMessage(map, { data: [] })).toBeUndefined()
  expect(readMessage(map, { results: [] })).toEqual([])
})
it('looks at a message’s own fields alone', () => {
  const fields = { stage: ['constructor.name'], id: ['__proto__.x'] }
  expect(readMessage({ fields, otherStages: 'keep', unit: 'major' }, {})).toEqual([{ item: 0, raw: {} }])
})
