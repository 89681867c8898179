import { mkdirSync } from 'node:fs'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hono } from 'hono'
import type { E164 } from '../shared/domain/ids.ts'
import { problemResponse, refuse } from '../shared/http/problem.ts'
import { fallbackFileName, numberOfFallback } from '../shared/twilio/fallback.ts'

/** The file store of one machine, which needs nothing else to answer: no engine, no key. */
export interface FallbackFolder {
  put(number: E164, xml: string): Promise<void>
  remove(number: E164): Promise<void>
  documentOf(number: E164): Promise<string | undefined>
  numbers(): Promise<E164[]>
}

export function openFallbackFolder(folder: string): FallbackFolder {
  mkdirSync(folder, { recursive: true })
  let written = 0
  const pathOf = (number: E164) => {
    const name = fallbackFileName(number)
    return name && join(folder, name)
  }
  return {
    /** Whole or not at all. */
    async put(number, xml) {
      const path = pathOf(number)
      if (path === undefined) return
      written += 1
      const fresh = `${path}.${written}.new`
      const file = await open(fresh, 'w')
      try {
        await file.writeFile(xml)
        await file.datasync()
      } finally {
        await file.close()
      }
      await rename(fresh, path)
    },

    async remove(number) {
      const path = pathOf(number)
      if (path !== undefined) await rm(path, { force: true })
    },

    async documentOf(number) {
      const path = pathOf(number)
      if (path === undefined) return undefined
      return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
    },

    async numbers() {
      const names = await readdir(folder)
      return names.flatMap((name) => numberOfFallback(name) ?? [])
    },
  }
}

export function createMemoryFallbacks(): FallbackFolder {
  const documents = new Map<E164, string>()
  return {
    put: async (number, xml) => void documents.set(number, xml),
    remove: async (number) => void documents.delete(number),
    documentOf: async (number) => documents.get(number),
    numbers: async () => [...documents.keys()],
  }
}

/** As a file store serves it: whoever knows the number may read it, nobody may write; Twilio's own query is passed over. */
export function mountFallbacks(app: Hono, files: FallbackFolder): void {
  app.get('/fallback/:file{\\d{7,15}\\.xml}', async (context) => {
    const xml = await files.documentOf(`+${context.req.param('file').replace('.xml', '')}`)
    if (xml === undefined)
      return problemResponse(refuse('not_found', 'No number of this bridge rings a phone there.'))
    return context.body(xml, 200, { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' })
  })
}
