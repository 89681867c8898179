import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from './build-console.ts'
import { type BundleSize, buildFunctions, sizeOf } from './build-functions.ts'
import { buildOpenApi } from './build-openapi.ts'
import { buildCheck, buildConsent, buildIds, buildSnippet } from './build-snippet.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = path.join(root, 'dist')

/** The same text in several places: for whoever serves it as a file, and beside the bundle that serves it itself. */
async function writeDist(text: string, ...files: readonly string[]): Promise<BundleSize[]> {
  for (const file of files) await writeFile(path.join(dist, file), text)
  const [file] = files
  return file === undefined ? [] : [await sizeOf(file, path.join(dist, file))]
}

async function buildAll(): Promise<BundleSize[]> {
  const bundles = await buildFunctions(path.join(root, 'functions'), path.join(dist, 'functions'))
  await mkdir(path.join(dist, 'web'), { recursive: true })
  await buildConsole(path.join(dist, 'console'))
  return [
    ...bundles,
    ...(await writeDist(await buildSnippet(), 'web/t.js', 'functions/session/t.js')),
    ...(await writeDist(await buildCheck(), 'web/check.js', 'functions/session/check.js')),
    ...(await writeDist(await buildConsent(), 'web/consent.js', 'functions/session/consent.js')),
    ...(await writeDist(await buildIds(), 'web/ids.js', 'functions/session/ids.js')),
    ...(await writeDist(buildOpenApi(), 'openapi.json', 'functions/admin/openapi.json')),
  ]
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

function sizeTable(sizes: readonly BundleSize[]): string {
  const rows = [
    ['', 'raw', 'gzip', 'later'],
    ...sizes.map(({ name, rawBytes, gzipBytes, laterBytes }) => [
      name,
      kilobytes(rawBytes),
      kilobytes(gzipBytes),
      laterBytes === 0 ? '' : kilobytes(laterBytes),
    ]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(([name = '', ...figures]) =>
      [
        name.padEnd(widths[0] ?? 0),
        ...figures.map((text, column) => text.padStart(widths[column + 1] ?? 0)),
      ].join('  '),
    )
    .join('\n')
}

console.log(sizeTable(await buildAll()))
