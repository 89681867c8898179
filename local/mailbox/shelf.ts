import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What came, as it came: RFC 5322. */
export interface KeptMail {
  /** `2026-11-26T08-00-00-000Z-1a2b3c`: the order of the names is the order of arrival. */
  readonly id: string
  readonly raw: Buffer
}

export interface MailShelf {
  keep(id: string, raw: Buffer): Promise<void>
  /** Newest first. */
  list(): string[]
  read(id: string): KeptMail | undefined
}

const idPattern = /^[0-9A-Za-z-]{1,80}$/
const extension = '.eml'

/** @param folder where each mail is a file that mail programs open */
export function openMailFolder(folder: string): MailShelf {
  return {
    async keep(id, raw) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      await writeFile(join(folder, id + extension), raw, { mode: 0o600, flag: 'wx' })
    },
    list() {
      try {
        return readdirSync(folder)
          .filter((name) => name.endsWith(extension))
          .map((name) => name.slice(0, -extension.length))
          .sort()
          .reverse()
      } catch {
        return []
      }
    },
    read(id) {
      if (!idPattern.test(id)) return undefined
      try {
        return { id, raw: readFileSync(join(folder, id + extension)) }
      } catch {
        return undefined
      }
    },
  }
}

/** For a bridge that keeps nothing. */
export function createMemoryShelf(): MailShelf {
  const mails = new Map<string, Buffer>()
  return {
    async keep(id, raw) {
      mails.set(id, raw)
    },
    list: () => [...mails.keys()].sort().reverse(),
    read(id) {
      const raw = mails.get(id)
      return raw && { id, raw }
    },
  }
}
