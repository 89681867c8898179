import { expect, it, test } from 'vitest'
import { span } from '../../../web/console/src/look/span.ts'
import { yearBefore } from '../../../web/console/src/look/year-before.ts'
import {
  freshId,
  moved,
  type ProcessMap,
  placed,
  refusalAt,
  type Step,
  stageMoved,
  withStep,
} from '../../../web/console/src/pages/funnel/process/draft.ts'
import { draftOf, mapOf, presets } from '../../../web/console/src/pages/settings/incoming/map-draft.ts'

const step = (id: string, stage: string): Step => ({
  id,
  name: id,
  stage,
  where: 'online',
  how: 'automatic',
  path: 'main',
  rules: [{ on: 'visit' }],
})
const map: ProcessMap = {
  stages: [
    { id: 'one', name: 'One' },
    { id: 'two', name: 'Two' },
    { id: 'three', name: 'Three' },
  ],
  steps: [step('a', 'one'), step('b', 'one'), step('c', 'two')],
}
const shape = ({ steps }: ProcessMap) => steps.map(({ id, stage }) => `${id}:${stage}`).join(' ')

test.each<[string, string, -1 | 1, string]>([
  ['down within its stage', 'a', 1, 'b:one a:one c:two'],
  ['up within its stage', 'b', -1, 'b:one a:one c:two'],
  ['down into the next stage, as its first', 'b', 1, 'a:one b:two c:two'],
  ['up into the stage before, as its last', 'c', -1, 'a:one b:one c:one'],
  ['down into an empty stage', 'c', 1, 'a:one b:one c:three'],
  ['nowhere from the very top', 'a', -1, 'a:one b:one c:two'],
])('a step moves %s', (_, id, by, expected) => {
  expect(shape(moved(map, id, by))).toBe(expected)
})

it('keeps steps in the order of their stages, whatever moves', () => {
  expect(shape(stageMoved(map, 'two', -1))).toBe('c:two a:one b:one')
  expect(shape(withStep(map, { ...step('a', 'two') }, false))).toBe('b:one a:two c:two')
  expect(shape(withStep(map, step('d', 'one'), true))).toBe('a:one b:one d:one c:two')
})

test.each<[string, string, string, string | undefined, string]>([
  ['before another of its stage', 'b', 'one', 'a', 'b:one a:one c:two'],
  ['before one of another stage', 'a', 'two', 'c', 'b:one a:two c:two'],
  ['at the end of another stage', 'a', 'two', undefined, 'b:one c:two a:two'],
  ['into an empty stage', 'a', 'three', undefined, 'b:one c:two a:three'],
  ['before itself, which is where it is', 'b', 'one', 'b', 'a:one b:one c:two'],
])('a step is dropped %s', (_, id, stage, before, expected) => {
  expect(shape(placed(map, id, stage, before))).toBe(expected)
})

it('finds the refusal of a place, and of nothing that merely begins alike', () => {
  const errors = [{ path: 'steps.12.name', message: 'Must not be empty.' }]
  expect(refusalAt(errors, 'steps.12')).toBe('Must not be empty.')
  expect(refusalAt(errors, 'steps.1')).toBeUndefined()
})

test.each([
  ['2026-11-27', '2025-11-27'],
  ['2024-02-29', '2023-02-28'],
  ['2025-02-28', '2024-02-28'],
])('a year before %s is %s', (day, before) => {
  expect(yearBefore(day)).toBe(before)
})

it('names what is new so that no two have one id', () => {
  expect(freshId('Looked at prices!', map.steps)).toBe('looked-at-prices')
  expect(freshId('A', map.steps)).toBe('a-2')
  expect(freshId('…', [])).toBe('step')
})

it('reads back the field map that it wrote', () => {
  for (const { draft } of Object.values(presets)) expect(draftOf(mapOf(draft))).toEqual(draft)
  const { stages, fields } = mapOf({
    ...presets.own.draft,
    fields: { ...presets.own.draft.fields, phone: ' a.b , c ' },
    stages: 'a = b = won\nnothing\n= won',
  })
  expect(stages).toEqual([{ from: 'a = b', to: 'won' }])
  expect(fields).toEqual({ phone: ['a.b', 'c'] })
})

test.each([
  [0, 'no time'],
  [40, '40 seconds'],
  [3600, '60 minutes'],
  [7200, '2 hours'],
  [250_000, '2.9 days'],
  [null, '–'],
])('%s seconds are said as “%s”', (seconds, said) => {
  expect(span(seconds)).toBe(said)
})
