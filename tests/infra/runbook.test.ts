import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { metrics } from '../../shared/observe/metric.ts'
import { synthesize } from './synth.ts'

/** Whoever is woken by an alarm types what the runbook says: what it names has to be there. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const runbook = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8')
const matches = (pattern: RegExp) => [
  ...new Set([...runbook.matchAll(pattern)].map(([, found = '']) => found)),
]
const sources = ['functions', 'shared', 'cli'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8')),
)
const isInSource = (text: string) => sources.some((source) => source.includes(text))
const resources = Object.entries(
  synthesize({ mailFrom: 'desk@example.com' }).template.toJSON().Resources,
) as [string, { readonly Type: string }][]

test.each(matches(/resource (AWS::\w+::\w+ \w+)/g))('the deployment has the resource %s', (asked) => {
  const [type, part = ''] = asked.split(' ')
  expect(resources.filter(([id, { Type }]) => Type === type && id.includes(part)).length).toBeGreaterThan(0)
})

const queries = matches(/^ask '([^']+)'/gm)

test('the queries are there to be tested', () => {
  expect(queries.length).toBeGreaterThan(20)
})

test.each([
  ...new Set(
    queries.flatMap((query) =>
      [...query.matchAll(/trouble (?:=|in) \[?((?:"[\w-]+"(?:, )?)+)/g)].flatMap(([, words = '']) =>
        words.split(', '),
      ),
    ),
  ),
])('functions report the trouble %s', (trouble) => {
  expect(isInSource(trouble.replaceAll('"', "'"))).toBe(true)
})

test.each([
  ...new Set(
    queries.flatMap((query) =>
      [...query.matchAll(/(?:ispresent|sum)\((\w+)\)/g)].map(([, field = '']) => field),
    ),
  ),
])('lines have the field %s', (field) => {
  expect(field in metrics || isInSource(field)).toBe(true)
})

test.each(matches(/npm run tieline -- (\w+)/g).filter((command) => command !== 'redrive'))(
  'the command line knows %s',
  (command) => {
    expect(isInSource(`name: '${command}'`)).toBe(true)
  },
)

test('every entry that another names is there', () => {
  const anchors = new Set(matches(/^## (.+)$/gm).map((heading) => heading.toLowerCase().replaceAll(' ', '-')))
  for (const anchor of matches(/\]\(#([\w-]+)\)/g)) expect(anchors, anchor).toContain(anchor)
})
