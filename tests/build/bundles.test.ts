import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleEnv } from '../../scripts/build-env-example.ts'
import { type BundleSize, buildFunctions } from '../../scripts/build-functions.ts'
import { functionEnvs } from '../../shared/env.ts'
import { importBundle } from './import-bundle.ts'

const functionsFolder = fileURLToPath(new URL('../../functions', import.meta.url))
/** The limit for the function that must answer while a caller waits. */
const callWebhookLimitBytes = 650_000

let dist: string
let sizes: BundleSize[]
beforeAll(async () => {
  dist = await mkdtemp(path.join(tmpdir(), 'tieline-dist-'))
  sizes = await buildFunctions(functionsFolder, dist)
}, 60_000)
afterAll(() => rm(dist, { recursive: true }))

describe('the bundles', () => {
  test('there is one for every function that has an environment', () => {
    expect(sizes.map(({ name }) => name)).toEqual(Object.keys(functionEnvs).sort())
  })

  test.each(Object.keys(functionEnvs))(
    '%s: imports with the example variables alone, opens no connection and keeps nothing alive',
    async (name) => {
      const folder = path.join(dist, name)
      const env = JSON.parse(await readFile(path.join(folder, 'env.example.json'), 'utf8'))
      expect(await importBundle(path.join(folder, 'index.mjs'), env)).toMatchObject({
        exitCode: 0,
        stdout: 'function\n',
      })
    },
    20_000,
  )

  test.each(Object.keys(functionEnvs))('%s: its source map holds no source', async (name) => {
    const map = JSON.parse(await readFile(path.join(dist, name, 'index.mjs.map'), 'utf8'))
    expect(map.sources.length).toBeGreaterThan(0)
    expect((map.sourcesContent ?? []).filter(Boolean)).toEqual([])
  })

  test('call-webhook stays small', () => {
    const size = sizes.find(({ name }) => name === 'call-webhook')
    expect(size?.rawBytes).toBeLessThanOrEqual(callWebhookLimitBytes)
  })
})

describe('what the check of an import would catch', () => {
  const source = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
  test.each([
    ['a connection opened while importing', 'connects.mjs', { exitCode: 3 }],
    ['a timer that keeps the process alive', 'lingers.mjs', { exitCode: null }],
    ['a module without a handler', 'empty.mjs', { stdout: 'undefined\n' }],
  ])(
    '%s',
    async (_label, file, expected) => {
      expect(await importBundle(source(file), exampleEnv('session'), 2_000)).toMatchObject(expected)
    },
    20_000,
  )
})
