import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/**
 * Bundles and minifies the browser snippet.
 * @returns the text of `t.js`: one script for browsers of 2019 and later, without dependencies
 */
export async function buildSnippet(): Promise<string> {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('../web/snippet/t.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2019',
    legalComments: 'none',
    // Without the project's own, whose strictness would add a directive: every byte is paid by every visitor.
    tsconfigRaw: {},
    write: false,
  })
  const [file] = outputFiles
  if (!file) throw new Error('esbuild gave no output for the snippet')
  return file.text
}
