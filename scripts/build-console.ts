import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite'

type OutputChunk = Rolldown.OutputChunk

const root = fileURLToPath(new URL('..', import.meta.url))
const source = path.join(root, 'web/console')
const inputs = ['web/console', 'package-lock.json', 'scripts/build-console.ts']

function filesOf(relative: string): string[] {
  const whole = path.join(root, relative)
  if (path.extname(relative) !== '') return [whole]
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

/**
 * `start.ts` asks for what the first page is made of and then fetches the program; the document names the program's files, too,
 * so that the browser fetches all of them at once.
 */
const nameProgram: Plugin = {
  name: 'name-program',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle = {} }) {
      const chunks = new Map(
        Object.values(bundle).flatMap((each) => (each.type === 'chunk' ? [[each.fileName, each]] : [])),
      )
      const program = [...chunks.values()].find(({ name }) => name === 'main')
      if (!program) throw new Error('the console’s program is no chunk called main')
      // What a chunk imports comes before it: its styles, too.
      const needed = new Set<OutputChunk>()
      const add = (chunk: OutputChunk) => {
        for (const name of chunk.imports) {
          const imported = chunks.get(name)
          if (imported && !needed.has(imported)) add(imported)
        }
        needed.add(chunk)
      }
      add(program)
      const font = Object.keys(bundle).find((name) => /plex-sans-latin-wght.*woff2$/.test(name))
      const styles = [...needed].flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])])
      const link = (attributes: Record<string, string>): HtmlTagDescriptor => ({
        tag: 'link',
        attrs: { crossorigin: true, ...attributes },
        injectTo: 'head',
      })
      return [
        ...[...needed]
          .filter(({ isEntry }) => !isEntry)
          .map(({ fileName }) => link({ rel: 'modulepreload', href: `/${fileName}` })),
        ...styles.map((name) => link({ rel: 'stylesheet', href: `/${name}` })),
        ...(font ? [link({ rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font}` })] : []),
      ]
    },
  },
}

function digestOfInputs(): string {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(filesOf))
    hash.update(path.relative(root, file)).update(readFileSync(file))
  return hash.digest('hex')
}

/**
 * Builds the console into a folder: `index.html` and `assets/` with names that change with their content. What was built
 * from the same sources before is left as it is, so that a second start need not wait.
 * @returns the folder
 */
export async function buildConsole(folder = path.join(root, 'dist/console')): Promise<string> {
  const digest = digestOfInputs()
  const isBuilt = () => {
    const stamp = path.join(folder, '.built-from')
    return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest
  }
  if (isBuilt()) return folder
  // Several may build at once: each in a folder of its own, which takes the place of the old one when it is whole.
  const own = `${folder}.${process.pid}`
  // Loaded only if there is something to build: the builder takes longer to load than the bridge.
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')])
  await build({
    root: source,
    configFile: false,
    logLevel: 'error',
    // The mode and nothing of the machine's environment reaches the bundle.
    envPrefix: 'TIELINE_CONSOLE_',
    plugins: [react(), nameProgram],
    build: {
      outDir: own,
      emptyOutDir: true,
      target: 'es2022',
      // An address of data is forbidden by the content security policy of fonts and scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1200,
    },
  })
  writeFileSync(path.join(own, '.built-from'), digest)
  if (!isBuilt()) {
    rmSync(folder, { recursive: true, force: true })
    renameSync(own, folder)
  }
  rmSync(own, { recursive: true, force: true })
  return folder
}
