import type { Hono } from 'hono'
import { createOrderedIds } from '../../shared/domain/ordered-id.ts'
import { type ApiOptions, createApi } from '../../shared/http/api.ts'
import { mountAccounts } from './account-routes.ts'
import { mountConfirmedNumbers } from './confirmed-number-routes.ts'
import { mountContacts } from './contact-routes.ts'
import type { AdminDeps } from './deps.ts'
import { mountImports } from './import-routes.ts'
import { mountNumbers } from './number-routes.ts'
import { mountPools } from './pool-routes.ts'
import { mountRecordings } from './recording-routes.ts'
import { mountService } from './service-routes.ts'

/** What an account sets up (settings, numbers, pools), and what describes the bridge itself. */
export function createAdminApp(deps: AdminDeps, options?: ApiOptions): Hono {
  const app = createApi(options)
  const newId = createOrderedIds(deps.now, deps.randomBytes)
  mountAccounts(app, deps)
  mountConfirmedNumbers(app, deps)
  mountNumbers(app, deps, () => newId('number'))
  mountPools(app, deps, () => newId('pool'))
  mountContacts(app, deps)
  mountRecordings(app, deps)
  mountImports(app, deps)
  mountService(app, deps)
  return app
}
