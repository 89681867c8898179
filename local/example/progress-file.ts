import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'

/** How far the example has come in a data folder: what a start that was interrupted left off, the next one goes on with. */
const exampleFile = z.object({
  /** What the history is made of: the same again at the next start, whatever day that is. */
  today: z.string(),
  /** Nothing later is told. */
  until: z.string(),
  /** A key of the local account, good until the example is loaded; with the file, readable by the owner alone. */
  secretKey: z.optional(z.string()),
  isLoaded: z.boolean(),
})
export type ExampleFile = z.infer<typeof exampleFile>

const fileIn = (dataFolder: string) =>
  dataFolder === ':memory:' ? undefined : join(dataFolder, 'example.json')

/** @returns undefined where no example was begun */
export function readExampleFile(dataFolder: string): ExampleFile | undefined {
  const path = fileIn(dataFolder)
  if (path === undefined) return undefined
  try {
    return exampleFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`the file ${path} can’t be read: ${(error as Error).message}`)
  }
}

export function writeExampleFile(dataFolder: string, file: ExampleFile): void {
  const path = fileIn(dataFolder)
  if (path !== undefined) writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
}
