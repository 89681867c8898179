import type { Hono } from 'hono'
import { createOrderedIds } from '../../shared/domain/ordered-id.ts'
import { type ApiOptions, createApi } from '../../shared/http/api.ts'
import { mountLateConversions } from './conversions/late.ts'
import { mountDeliveries } from './deliveries/delivery-routes.ts'
import type { OutreachAppDeps } from './deps.ts'
import { mountPreferences } from './preferences/preference-routes.ts'
import { mountReferralReport } from './referrals/referral-routes.ts'
import { mountContactEmails } from './sequences/contact-routes.ts'
import { mountMailLinks } from './sequences/link-routes.ts'
import { mountSequences } from './sequences/sequence-routes.ts'
import { mountSuppressions } from './suppressions/suppression-routes.ts'
import { mountTriggers } from './triggers/trigger-routes.ts'
import { mountUnsubscribe } from './unsubscribe-routes.ts'
import { mountWebhooks } from './webhooks/webhook-routes.ts'

/** What people choose to be told by e-mail, how others are followed up, and the way out that each mail offers. */
export function createOutreachApp(deps: OutreachAppDeps, options?: ApiOptions): Hono {
  const app = createApi({ observer: deps.observer, ...options })
  mountPreferences(app, deps)
  mountSuppressions(app, deps)
  mountUnsubscribe(app, deps)
  mountWebhooks(app, { ...deps, ...deps.outgoing })
  mountDeliveries(app, { ...deps, ...deps.outgoing })
  const { followUp, guards } = deps
  const newId = createOrderedIds(followUp.now, deps.randomBytes)
  mountSequences(app, guards, followUp, () => newId('sequence'))
  mountContactEmails(app, guards, followUp)
  mountMailLinks(app, followUp)
  mountTriggers(app, guards, { ...followUp, ...deps.triggering }, () => newId('trigger'))
  mountReferralReport(app, { ...deps.referral, guards: deps.guards })
  mountLateConversions(app, deps.openConversions)
  return app
}
