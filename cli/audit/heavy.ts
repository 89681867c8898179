/** What takes a second to load, and only an audit needs. */
export { withAudit } from './audit.ts'
export { mend } from './mend.ts'
export { openStore } from './store.ts'
