import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { newAccountBody } from '../../functions/admin/accounts/account-schema.ts'
import { newPoolBody } from '../../functions/admin/numbers/number-schema.ts'
import { throttles } from '../../infra/constructs/throttles.ts'
import { everything, synthesizeApp } from './synth.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const guide = read('docs/deploy.md')
const all = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name))

/** What the code asks the context for. */
const options = new Set([
  ...all(read('infra/stacks.ts'), /context\('(\w+)'\)/g),
  ...all(read('infra/constructs/secrets-turn.ts'), /tryGetContext\('(\w+)'\)/g),
])

describe('docs/deploy.md', () => {
  test('lists every option that there is, and no other', () => {
    const [, table = ''] = guide.split('| option | meaning | unless given |')
    const rows = table.slice(0, table.indexOf('\n\n')).split('\n')
    const listed = rows.flatMap((row) => [...all(row.split('|')[1] ?? '', /`(\w+)`/g)])
    expect(listed.sort()).toEqual([...options].sort())
  })

  test('gives options in its commands that exist', () => {
    const used = all(guide + read('docs/mail.md') + read('docs/examples/deploy.yml'), /-c ([a-z]\w*)=/g)
    expect([...used].filter((name) => !options.has(name))).toEqual([])
  })

  test('says the limits that hold', () => {
    for (const [group, { perSecond }] of Object.entries(throttles)) {
      expect(guide).toMatch(new RegExp(`${perSecond} (\`\\w+\` and )?\`${group}\``))
    }
  })

  test('names outputs that the stack has', () => {
    const outputs = Object.keys(synthesizeApp(everything).template.findOutputs('*'))
    const named = all(guide, /[^-]output ([A-Z]\w+)/g)
    expect(named.size).toBeGreaterThan(6)
    expect([...named].filter((name) => !outputs.includes(name ?? ''))).toEqual([])
  })

  test('calls commands of the command line that exist', () => {
    const commands = new Set(
      [...all(read('cli/main.ts'), /from '\.\/([\w-]+)-command\.ts'/g)].map((name) => name),
    )
    expect([...all(guide, /npm run tieline -- (\w+)/g)].filter((name) => !commands.has(name))).toEqual([])
  })

  test('sends bodies that the API takes', () => {
    const bodies = [...all(guide, /(?:-d|\/v1\/pools) '(\{[\s\S]*?\})'/g)].map((body) =>
      JSON.parse(body ?? ''),
    )
    const schemas = [newAccountBody, newPoolBody]
    expect(bodies).toHaveLength(schemas.length)
    for (const [index, schema] of schemas.entries())
      expect(schema.safeParse(bodies[index]).error).toBeUndefined()
  })

  test('gives options to the command line that its help names', () => {
    const lines = [...guide.matchAll(/npm run tieline -- (\w+)([^`\n]*)/g)]
    const given = lines.flatMap(([, command = '', rest = '']) =>
      [...all(rest, /(--[a-z][\w-]+)/g)].map((option = '') => [command, option] as const),
    )
    expect(given.length).toBeGreaterThan(6)
    for (const [command, option] of given) expect(read(`cli/${command}-command.ts`)).toContain(option)
  })

  test('leads to files and headings that exist', () => {
    const headings = [...all(guide, /^#+ (.+)$/gm)].map((heading) =>
      (heading ?? '')
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    )
    for (const target of all(guide, /\]\(([^)]+)\)/g)) {
      if (target?.startsWith('#')) expect(headings).toContain(target.slice(1))
      else if (!target?.startsWith('http')) expect(() => read(`docs/${target}`), target).not.toThrow()
    }
  })
})

test('the example for GitHub deploys by a token, after the tests, one at a time', () => {
  const { permissions, concurrency, jobs } = parse(read('docs/examples/deploy.yml'))
  expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' })
  expect(concurrency).toBe('deploy-production')
  const commands: string[] = jobs.deploy.steps.flatMap(({ run }: { run?: string }) => run ?? [])
  expect(commands).toEqual([
    'npm ci',
    'npm test',
    'npm run synth -- $OPTIONS',
    'npx cdk diff Tieline $OPTIONS',
    'npx cdk deploy Tieline $OPTIONS --require-approval never',
  ])
  expect(JSON.stringify(jobs)).not.toMatch(/secret[_-]?access[_-]?key|AKIA/i)
})
