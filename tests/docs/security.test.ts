import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const place = new URL('../../docs/security.md', import.meta.url)
const text = readFileSync(place, 'utf8')
/** `[words](../tests/file): “name of a test”` */
const named = [...text.matchAll(/\]\((\.\.\/tests\/[^)]+)\): “([^”]+)”/g)].map(([, file, name]) => ({
  file: file as string,
  name: name as string,
}))
const unquoted = (source: string) => source.replaceAll(/\\(['"`])/g, '$1')

test.each(named.map(({ file, name }) => [name, file]))(
  '“%s” is a test of the file that is named',
  (name, file) => {
    const path = fileURLToPath(new URL(file, place))
    expect(existsSync(path), `${file} is there`).toBe(true)
    const source = unquoted(readFileSync(path, 'utf8'))
    expect(
      source.includes(`'${name}'`) || source.includes(`"${name}"`) || source.includes(`\`${name}\``),
    ).toBe(true)
  },
)

test('every threat has a test', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Threat'))
  expect(rows.length).toBeGreaterThan(20)
  for (const row of rows) expect(row, row.slice(0, 80)).toMatch(/\]\(\.\.\/tests\/[^)]+\): “[^”]+” \|$/)
})
