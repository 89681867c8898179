import type { Hono } from 'hono'
import { createOrderedIds } from '../../shared/domain/ordered-id.ts'
import { type ApiOptions, createApi } from '../../shared/http/api.ts'
import { mountAccounts } from './accounts/account-routes.ts'
import { mountConfirmedNumbers } from './accounts/confirmed-number-routes.ts'
import { mountAuditLog } from './audit-log/audit-routes.ts'
import { mountContacts } from './contacts/contact-routes.ts'
import type { AdminDeps } from './deps.ts'
import { mountErasures } from './erasures/erasure-routes.ts'
import { mountExports } from './exports/export-routes.ts'
import { mountImports } from './imports/import-routes.ts'
import { mountInbound } from './inbound/inbound-routes.ts'
import { mountKeys } from './keys/key-routes.ts'
import { mountMembers } from './members/member-routes.ts'
import { mountNumbers } from './numbers/number-routes.ts'
import { mountPools } from './numbers/pool-routes.ts'
import { mountOutcomes } from './outcomes/outcome-routes.ts'
import { mountProcess } from './process/process-routes.ts'
import { mountRecordings } from './recordings/recording-routes.ts'
import { mountSavedViews } from './saved-views/saved-view-routes.ts'
import { mountService } from './service-routes.ts'
import { mountSetup } from './setup/setup-routes.ts'
import { mountSignIn } from './sign-in/sign-in-routes.ts'

/** What an account sets up (settings, numbers, pools), and what describes the bridge itself. */
export function createAdminApp(deps: AdminDeps, options?: ApiOptions): Hono {
  const app = createApi({ observer: deps.observer, ...options })
  const newId = createOrderedIds(deps.now, deps.randomBytes)
  mountAccounts(app, deps, () => newId('member'))
  mountConfirmedNumbers(app, deps)
  mountKeys(app, deps)
  mountMembers(app, deps, () => newId('member'))
  mountSignIn(app, deps)
  mountNumbers(app, deps, () => newId('number'))
  mountPools(app, deps, () => newId('pool'))
  mountContacts(app, deps)
  mountOutcomes(app, deps)
  mountInbound(app, deps, () => newId('inbound'))
  mountSavedViews(app, deps, () => newId('savedView'))
  mountProcess(app, deps)
  mountRecordings(app, deps)
  mountImports(app, deps)
  mountExports(app, deps)
  mountAuditLog(app, deps)
  mountErasures(app, deps, () => newId('erasure'))
  mountSetup(app, deps, { number: () => newId('number'), campaign: () => newId('campaign') })
  mountService(app, deps)
  return app
}
