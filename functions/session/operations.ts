import { operation } from '../../shared/http/operation.ts'
import { checkScript, consentScript, getInstallation, idsScript } from './installation.ts'
import { beaconSchema, collectReplySchema } from './schema.ts'

export const collect = operation({
  id: 'collect',
  tag: 'Browser',
  summary: 'Record what happens on a page',
  description:
    'The beacon of t.js: a page view, a heartbeat while the page is in view, a tapped phone number, a form or an event. ' +
    'The body is JSON whatever its content type, 64 kB at most. Answers what to swap on the page, in an order that ' +
    'is the same for every visitor: for each target the source number set apart for visitors of this source, the most ' +
    'specific first; else a number of the pool of that target, leased to this session; else the source number for everybody. ' +
    'A visitor who comes back is shown the number of before if nobody holds it, and who comes back directly the source number of before. ' +
    'Where a campaign shows codes on pages, each visitor gets one to quote by phone, of the campaign that was created first; ' +
    'a page without a place for it sends `wantsCode: false` and gets none. ' +
    'CORS: only pages of the account’s origins read the answer. Bots, excluded visitors, those of excluded networks and whoever opened a page with `?tieline=off` in this browser (`?tieline=on` undoes it) are answered, not counted, and get an empty `swap`.',
  method: 'post',
  path: '/v1/collect',
  auth: 'site',
  body: beaconSchema,
  replies: { 200: collectReplySchema },
  problems: [
    'unauthorized',
    'origin_not_allowed',
    'payload_too_large',
    'idempotency_in_progress',
    'idempotency_key_reused',
    'unavailable',
  ],
})

export const snippet = operation({
  id: 'snippet',
  tag: 'Browser',
  summary: 'The script of a page',
  description: '`<script async src="…/t.js" data-key="pk_…"></script>`',
  method: 'get',
  path: '/t.js',
  auth: 'none',
  replies: { 200: 'text/javascript' },
})

export const sessionOperations = [collect, snippet, getInstallation, checkScript, consentScript, idsScript]
