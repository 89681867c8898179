import { fileURLToPath } from 'node:url'
import { type BuildOptions, buildSync } from 'esbuild'

/**
 * Bundles and minifies the browser snippet.
 * @returns the text of `t.js`: one script for browsers of 2019 and later, without dependencies
 */
export const buildSnippet = async (): Promise<string> =>
  bundled('t.ts', { format: 'iife', target: 'es2019', define: { isConsentBuild: 'false' } })

/**
 * Likewise the snippet for pages that ask their visitors first, which `t.js` loads where the page says `data-consent`.
 * @returns the text of `consent.js`: one module
 */
export const buildConsent = async (): Promise<string> =>
  bundled('t.ts', { format: 'esm', target: 'es2020', define: { isConsentBuild: 'true' } })

/**
 * Likewise what tells by what ad platforms know the browser, which `t.js` loads where they do.
 * @returns the text of `ids.js`: one module
 */
export const buildIds = async (): Promise<string> =>
  bundled('ids/ids.ts', { format: 'esm', target: 'es2020' })

/**
 * Likewise what a page shows that is opened with `?tieline-check`.
 * @returns the text of `check.js`: one module
 */
export const buildCheck = async (): Promise<string> =>
  bundled('check/check.ts', { format: 'esm', target: 'es2020' })

function bundled(entry: string, options: Pick<BuildOptions, 'format' | 'target' | 'define'>): string {
  const { outputFiles } = buildSync({
    ...options,
    entryPoints: [fileURLToPath(new URL(`../web/snippet/${entry}`, import.meta.url))],
    bundle: true,
    minify: true,
    legalComments: 'none',
    // Without the project's own, whose strictness would add a directive: every byte is paid by every visitor.
    tsconfigRaw: {},
    write: false as const,
  })
  const [file] = outputFiles
  if (!file) throw new Error(`esbuild gave no output for ${entry}`)
  return file.text
}
