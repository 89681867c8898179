import type { Hono } from 'hono'
import { type ApiOptions, createApi } from '../../shared/http/api.ts'
import { mountDeliveries } from './deliveries/delivery-routes.ts'
import type { OutreachAppDeps } from './deps.ts'
import { mountPreferences } from './preferences/preference-routes.ts'
import { mountSuppressions } from './suppressions/suppression-routes.ts'
import { mountUnsubscribe } from './unsubscribe-routes.ts'
import { mountWebhooks } from './webhooks/webhook-routes.ts'

/** What people choose to be told by e-mail, and the way out that each mail offers. */
export function createOutreachApp(deps: OutreachAppDeps, options?: ApiOptions): Hono {
  const app = createApi({ observer: deps.observer, ...options })
  mountPreferences(app, deps)
  mountSuppressions(app, deps)
  mountUnsubscribe(app, deps)
  mountWebhooks(app, { ...deps, ...deps.outgoing })
  mountDeliveries(app, { ...deps, ...deps.outgoing })
  return app
}
