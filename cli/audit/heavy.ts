/** What takes a second to load, and only an audit, a rebuild, a backup or a drill needs. */

export { restoreBackup } from '../backup/restore.ts'
export { writeBackup } from '../backup/write.ts'
export { runDrill } from '../drill/drill.ts'
export { writeLake } from '../lake/write.ts'
export { withAudit } from './audit.ts'
export { rebuildViews } from './rebuild.ts'
export { openStore } from './store.ts'
