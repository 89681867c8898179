import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Plugin } from 'esbuild'
import { exampleEnv, isFunctionName } from '../scripts/build-env-example.ts'
import { buildFunctions, bundle } from '../scripts/build-functions.ts'
import type { Bench, Figure } from './bench.ts'
import { interleave, median } from './measure.ts'

const functionsFolder = fileURLToPath(new URL('../functions', import.meta.url))
const rounds = 31
const run = promisify(execFile)

/**
 * Milliseconds from the start of a fresh Node until the module is imported. With the empty module's taken off, Node's
 * own start and this measurement are off as well.
 */
async function importMilliseconds(file: string, env: Record<string, string>): Promise<number> {
  const script = `await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now())`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { env })
  return Number(stdout)
}

/** The peer: every import of one of twilio's submodules loads the whole of twilio first, as its root import does. */
const rootTwilioImport: Plugin = {
  name: 'root-twilio-import',
  setup(build) {
    build.onResolve({ filter: /^twilio\/lib\// }, ({ path, pluginData, resolveDir }) =>
      pluginData === 'as-it-is' ? undefined : { path, namespace: 'with-root', pluginData: resolveDir },
    )
    build.onLoad({ filter: /.*/, namespace: 'with-root' }, async ({ path, pluginData: resolveDir }) => {
      const resolved = await build.resolve(path, {
        kind: 'require-call',
        resolveDir,
        pluginData: 'as-it-is',
      })
      return {
        contents: `require('twilio'); module.exports = require(${JSON.stringify(resolved.path)})`,
        resolveDir,
      }
    })
  },
}

export const coldImport: Bench = {
  name: 'cold-import',
  title: `Cold import of each bundle, median of ${rounds} fresh processes each`,

  async run({ progress }) {
    const folder = await mkdtemp(path.join(tmpdir(), 'tieline-cold-import-'))
    try {
      progress('bundling')
      const sizes = await buildFunctions(functionsFolder, path.join(folder, 'functions'))
      const root = path.join(folder, 'root.mjs')
      await bundle(path.join(functionsFolder, 'call-webhook', 'handler.ts'), root, {
        plugins: [rootTwilioImport],
      })
      const empty = path.join(folder, 'empty.mjs')
      await writeFile(empty, 'export {}\n')

      const names = sizes.map(({ name }) => name).filter(isFunctionName)
      const samples = await interleave(
        {
          empty: () => importMilliseconds(empty, {}),
          root: () => importMilliseconds(root, exampleEnv('call-webhook')),
          ...Object.fromEntries(
            names.map((name) => [
              name,
              () => importMilliseconds(path.join(folder, 'functions', name, 'index.mjs'), exampleEnv(name)),
            ]),
          ),
        },
        rounds,
        (round) => round % 10 === 0 && progress(`round ${round + 1} of ${rounds}`),
      )
      const overEmpty = (values: readonly number[] = []) => median(values) - median(samples.empty)
      const overheadOf = (name: string) => overEmpty((samples as Record<string, number[]>)[name])

      const overheads: Figure[] = names.map((name) => ({
        figure: `${name}: over an empty module`,
        value: overheadOf(name),
        unit: 'ms',
        aim: { of: 'value', atMost: 60 },
      }))
      const wholeStarts: Figure[] = names.map((name) => ({
        figure: `${name}: a fresh Node and the import, beside the empty module`,
        value: median((samples as Record<string, number[]>)[name] ?? []),
        unit: 'ms',
        floor: { name: 'empty', value: median(samples.empty) },
      }))
      const besideRoot: Figure = {
        figure: 'call-webhook: beside twilio’s root import',
        value: overheadOf('call-webhook'),
        unit: 'ms',
        floor: { name: 'root import', value: overEmpty(samples.root) },
        aim: { of: 'ratio', atMost: 1 / 3 },
      }
      const bundleSizes: Figure[] = sizes.map(({ name, rawBytes }) => ({
        figure: `${name}: size of the bundle`,
        value: rawBytes / 1000,
        unit: 'kB',
        ...(name === 'call-webhook' && { aim: { of: 'value', atMost: 650 } }),
      }))
      return [...overheads, ...wholeStarts, besideRoot, ...bundleSizes]
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}
