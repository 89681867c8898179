import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import { exampleEnv, isFunctionName } from './build-env-example.ts'

export interface BundleSize {
  readonly name: string
  /** Of all that an import loads at once: the file itself and the chunks that it imports statically. */
  readonly rawBytes: number
  readonly gzipBytes: number
  /** Of the chunks that are loaded only when they are needed. */
  readonly laterBytes: number
}

/**
 * How every function is bundled. Exported so that a benchmark can build a variant of the same bundle.
 *
 * `node20` because the bundles also run on one machine with Node 20; Lambda's Node 24 reads them as well.
 * `module` before `main` because an SDK's ES modules shake down to the commands in use, its CommonJS does not.
 * The source map has no sources and no reference from the bundle: it is there to read a stack trace afterwards, and
 * Lambda does not load it at a cold start.
 * What is imported by `await import()`, by us or inside the SDK (the ways of getting credentials, most of which a function
 * never goes), stands in chunks beside the bundle and is loaded when it is needed.
 */
export const bundleOptions = {
  bundle: true,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minify: true,
  // React, which writes the mails, is two libraries: the one for development stays out.
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  logLevel: 'warning',
} as const satisfies BuildOptions

/** CommonJS inside an ES module (twilio's submodules) still calls `require` for Node's own modules. */
export const requireForCommonJs =
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

/**
 * Bundles one entry into `outfile` and the chunks in the folder beside it, with the `require` banner only where the bundle
 * needs it.
 * @returns how much of it an import loads
 */
export async function bundle(
  entry: string,
  outfile: string,
  variant: BuildOptions = {},
): Promise<Omit<BundleSize, 'name'>> {
  const options = {
    ...bundleOptions,
    entryPoints: { [path.basename(outfile, '.mjs')]: entry },
    outdir: path.dirname(outfile),
    absWorkingDir: path.dirname(outfile),
    ...variant,
  }
  const { metafile } = await build({
    ...options,
    // What is left to be required shows without the rest of it.
    minify: false,
    minifySyntax: true,
    sourcemap: false,
    metafile: true,
    write: false,
  })
  const requires = Object.values(metafile.outputs).some((output) =>
    output.imports.some((imported) => imported.kind === 'require-call'),
  )
  const built = await build({
    ...options,
    ...(requires && { banner: { js: requireForCommonJs } }),
    metafile: true,
  })
  return sizesOf(built.metafile, outfile)
}

async function sizesOf({ outputs }: Metafile, outfile: string): Promise<Omit<BundleSize, 'name'>> {
  const atOnce = new Set<string>([path.basename(outfile)])
  for (const file of atOnce) {
    for (const { path: chunk, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && !external) atOnce.add(chunk)
    }
  }
  const bytesOf = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0)
  const texts = await Promise.all([...atOnce].map((file) => readFile(path.join(path.dirname(outfile), file))))
  return {
    rawBytes: bytesOf([...atOnce]),
    gzipBytes: texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0),
    laterBytes: bytesOf(Object.keys(outputs).filter((file) => file.endsWith('.mjs') && !atOnce.has(file))),
  }
}

/**
 * Writes `<name>/index.mjs`, its chunks, their source maps and `env.example.json` for every function.
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
      const [size] = await Promise.all([
        bundle(path.join(functionsFolder, name, 'handler.ts'), outfile),
        writeFile(path.join(folder, 'env.example.json'), `${JSON.stringify(exampleEnv(name), null, 2)}\n`),
      ])
      return { name, ...size }
    }),
  )
}

/** Of a file that stands alone. */
export async function sizeOf(name: string, file: string): Promise<BundleSize> {
  const bytes = await readFile(file)
  return { name, rawBytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length, laterBytes: 0 }
}
