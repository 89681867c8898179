import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { type BuildOptions, build } from 'esbuild'
import { exampleEnv, isFunctionName } from './build-env-example.ts'

export interface BundleSize {
  readonly name: string
  readonly rawBytes: number
  readonly gzipBytes: number
}

/**
 * How every function is bundled. Exported so that a benchmark can build a variant of the same bundle.
 *
 * `node20` because the bundles also run on one machine with Node 20; Lambda's Node 24 reads them as well.
 * `module` before `main` because an SDK's ES modules shake down to the commands in use, its CommonJS does not.
 * The source map has no sources and no reference from the bundle: it is there to read a stack trace afterwards, and
 * Lambda does not load it at a cold start.
 */
export const bundleOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  logLevel: 'warning',
} as const satisfies BuildOptions

/** CommonJS inside an ES module (twilio's submodules) still calls `require` for Node's own modules. */
const requireForCommonJs =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);"

/** The functions there are: every folder with a handler. */
export async function functionNames(functionsFolder: string): Promise<string[]> {
  const folders = (await readdir(functionsFolder, { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  )
  const withHandler = await Promise.all(
    folders.map(({ name }) =>
      stat(path.join(functionsFolder, name, 'handler.ts')).then(
        () => [name],
        () => [],
      ),
    ),
  )
  return withHandler.flat().sort()
}

/** Bundles one entry into one file, with the `require` banner only where the bundle needs it. */
export async function bundle(entry: string, outfile: string, variant: BuildOptions = {}): Promise<void> {
  const options = { ...bundleOptions, entryPoints: [entry], outfile, ...variant }
  const { metafile } = await build({ ...options, metafile: true, write: false })
  const requires = Object.values(metafile.outputs).some((output) =>
    output.imports.some((imported) => imported.kind === 'require-call'),
  )
  await build({ ...options, ...(requires && { banner: { js: requireForCommonJs } }) })
}

/**
 * Writes `<name>/index.mjs`, its source map and `env.example.json` for every function.
 * @throws if a function's environment is not declared in `shared/env.ts`
 */
export async function buildFunctions(functionsFolder: string, outFolder: string): Promise<BundleSize[]> {
  const names = await functionNames(functionsFolder)
  await rm(outFolder, { recursive: true, force: true })
  return Promise.all(
    names.map(async (name) => {
      if (!isFunctionName(name)) throw new Error(`functions/${name} has no environment in shared/env.ts`)
      const folder = path.join(outFolder, name)
      const outfile = path.join(folder, 'index.mjs')
      await mkdir(folder, { recursive: true })
      await Promise.all([
        bundle(path.join(functionsFolder, name, 'handler.ts'), outfile),
        writeFile(path.join(folder, 'env.example.json'), `${JSON.stringify(exampleEnv(name), null, 2)}\n`),
      ])
      return sizeOf(name, outfile)
    }),
  )
}

export async function sizeOf(name: string, file: string): Promise<BundleSize> {
  const bytes = await readFile(file)
  return { name, rawBytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length }
}
