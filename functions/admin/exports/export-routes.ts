import type { Hono } from 'hono'
import { createNote } from '../../../shared/http/audit-note.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import type { AdminDeps } from '../deps.ts'
import { findPerson } from '../erasures/find-person.ts'
import { startOf } from '../erasures/start-of.ts'
import { createExport } from './export-schema.ts'
import { exportPerson } from './person-export.ts'

/** What is held of a person, told to whoever may. */
export function mountExports(app: Hono, deps: AdminDeps): void {
  const note = createNote(deps)
  handle(app, deps.guards, createExport, async ({ account, caller, body }) => {
    const start = await startOf(deps, account, body)
    const person = await findPerson(deps, account, start, deps.now())
    const contacts = person.contacts.length
    await note({ account, caller }, 'person-exported', start.by, `${contacts} contacts`)
    return reply(201, await exportPerson(deps, account, person), { 'cache-control': 'no-store' })
  })
}
