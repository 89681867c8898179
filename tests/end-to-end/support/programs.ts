import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildConsole } from '../../../scripts/build-console.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** How the programs start from their sources, as `npm start` and `npm run tieline` do it. */
export const sourceOf = {
  local: ['--import', 'tsx', 'local/main.ts'],
  cli: ['--import', 'tsx', 'cli/main.ts'],
}
type Program = keyof typeof sourceOf

/** The same, built: it starts in a third of the time. As deep in the folder as the sources, which look for others. */
export const builtOf = (program: Program): string[] => [
  '--enable-source-maps',
  join(root, 'dist', `tests-${program}.mjs`),
]

/** Once for all tests: see the project's global setup. */
export async function buildPrograms(): Promise<void> {
  // Before the first bridge starts: none is to wait for it, and several would build at once.
  await buildConsole()
  await build({
    absWorkingDir: root,
    entryPoints: { 'tests-local': 'local/main.ts', 'tests-cli': 'cli/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
}
