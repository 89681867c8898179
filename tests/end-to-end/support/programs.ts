import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildConsole } from '../../../scripts/build-console.ts'
import { requireForCommonJs } from '../../../scripts/build-functions.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** How the programs start from their sources, as `npm start` and `npm run tieline` do it. */
export const sourceOf = {
  local: ['--import', 'tsx', 'local/main.ts'],
  cli: ['--import', 'tsx', 'cli/main.ts'],
}
type Program = keyof typeof sourceOf

/**
 * The same, built with all that they import: to load that file by file takes longer than all else of a start. As deep in
 * the folder as the sources, which look for others.
 */
export const builtOf = (program: Program): string[] => [join(root, 'dist', `tests-${program}.mjs`)]

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
    mainFields: ['module', 'main'],
    // They build, or are no JavaScript.
    external: ['vite', '@vitejs/plugin-react', 'esbuild'],
    banner: { js: requireForCommonJs },
    logLevel: 'warning',
  })
}
