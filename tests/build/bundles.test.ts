import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { exampleEnv } from '../../scripts/build-env-example.ts'
import type { BundleSize } from '../../scripts/build-functions.ts'
import { functionEnvs } from '../../shared/env.ts'
import { builtFunctions } from './built-functions.ts'
import { importBundle } from './import-bundle.ts'

/** The limit for the function that must answer while a caller waits. */
const callWebhookLimitBytes = 650_000
const outreachLimitBytes = 900_000
const outreachLaterLimitBytes = 700_000

let dist: string
let sizes: readonly BundleSize[]
beforeAll(async () => {
  ;({ folder: dist, sizes } = await builtFunctions())
}, 300_000)

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

  test.each(Object.keys(functionEnvs))('%s: its source maps hold no source', async (name) => {
    const files = await readdir(path.join(dist, name), { recursive: true })
    const maps = files.filter((file) => file.endsWith('.map'))
    expect(maps).toHaveLength(files.filter((file) => file.endsWith('.mjs')).length)
    for (const file of maps) {
      const map = JSON.parse(await readFile(path.join(dist, name, file), 'utf8'))
      expect((map.sourcesContent ?? []).filter(Boolean), file).toEqual([])
    }
  })

  test('call-webhook stays small', () => {
    const size = sizes.find(({ name }) => name === 'call-webhook')
    expect(size?.rawBytes).toBeLessThanOrEqual(callWebhookLimitBytes)
  })

  test('outreach loads what writes mails and what sends them with the first mail alone', async () => {
    const size = sizes.find(({ name }) => name === 'outreach')
    expect(size?.rawBytes).toBeLessThanOrEqual(outreachLimitBytes)
    // React and its server renderer come to a quarter of a megabyte, without what is for development.
    expect(size?.laterBytes).toBeLessThanOrEqual(outreachLaterLimitBytes)
  })

  test('what an import loads counts, in however many files; what waits in chunks does not', async () => {
    const bytesOf = async (files: readonly string[]) =>
      (await Promise.all(files.map((file) => stat(file)))).reduce((sum, { size }) => sum + size, 0)
    for (const { name, rawBytes, laterBytes } of sizes) {
      const folder = path.join(dist, name)
      const modules = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.mjs'))
      expect(await bytesOf(modules.map((file) => path.join(folder, file))), name).toBe(rawBytes + laterBytes)
      expect(rawBytes, name).toBeGreaterThan(await bytesOf([path.join(folder, 'index.mjs')]))
      expect(laterBytes, name).toBeGreaterThan(100_000)
    }
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
