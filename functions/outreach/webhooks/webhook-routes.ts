import type { Hono } from 'hono'
import { type AccountId, isIdOf, type WebhookId } from '../../../shared/domain/ids.ts'
import { type TargetHealth, unknownHealth } from '../../../shared/domain/target-health.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { mostWebhooks, type Webhook } from '../../../shared/domain/webhook.ts'
import { refuseUrl, type TargetRules } from '../../../shared/domain/webhook-url.ts'
import { createNote } from '../../../shared/http/audit-note.ts'
import { type Guards, handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import { renderDelivery } from '../deliveries/render.ts'
import type { AuditPort } from '../deps.ts'
import type { createByHand } from './by-hand.ts'
import type { WebhookPort } from './ports.ts'
import { newSecret } from './signature.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateWebhookSecret,
  testWebhook,
} from './webhook-operations.ts'

export interface WebhookRouteDeps {
  readonly guards: Guards
  readonly webhooks: WebhookPort
  readonly rules: TargetRules
  readonly byHand: Pick<ReturnType<typeof createByHand>, 'test'>
  readonly audit: AuditPort
  readonly newWebhookId: () => WebhookId
  readonly randomBytes: (length: number) => Uint8Array
  readonly now: () => Instant
}

const unknown = refuse('not_found', 'The account has no webhook of this id.')
const isId = isIdOf('webhook')

const render = ({ account: _, ...webhook }: Webhook, health: TargetHealth) => ({
  ...webhook,
  on: webhook.off === null,
  health: {
    failures: health.failures,
    failingSince: health.failingSince ?? null,
    heldUntil: health.heldUntil ?? null,
    lastDeliveredAt: health.lastDeliveredAt ?? null,
  },
})

export function mountWebhooks(app: Hono, deps: WebhookRouteDeps): void {
  const { guards, webhooks, rules, byHand, now } = deps
  const find = async (account: AccountId, id: WebhookId) =>
    isId(id) ? await webhooks.get(account, id) : undefined
  /** Whoever can send people's data elsewhere is noted. */
  const note = createNote(deps)
  const badUrl = (url: string | undefined) => {
    const message = url === undefined ? undefined : refuseUrl(url, rules)
    return message === undefined
      ? undefined
      : refuse('invalid_body', 'The body does not fit; see `errors`.', { errors: [{ path: 'url', message }] })
  }

  handle(app, guards, listWebhooks, async ({ account }) => {
    const [all, healths] = await Promise.all([webhooks.list(account), webhooks.healths(account)])
    const data = all.map((webhook) => render(webhook, healths.get(webhook.id) ?? unknownHealth))
    return reply(200, { data, nextCursor: null })
  })

  handle(app, guards, createWebhook, async ({ account, caller, body }) => {
    const refused = badUrl(body.url)
    if (refused) return refused
    // Of several that come at once one more may pass: the limit keeps a list readable, and nothing hangs on it.
    if ((await webhooks.list(account)).length >= mostWebhooks)
      return refuse('too_many', `${mostWebhooks} webhooks are in use: delete one first.`)
    const { url, description } = body
    const [events, include] = [[...new Set(body.events)], [...new Set(body.include)]]
    const id = deps.newWebhookId()
    const webhook = { account, id, url, description, events, include, off: null, createdAt: now() }
    const secret = newSecret(deps.randomBytes)
    await note({ account, caller }, 'webhook-made', id)
    await webhooks.create(webhook, secret)
    return reply(201, { ...render(webhook, unknownHealth), secret })
  })

  handle(app, guards, getWebhook, async ({ account, params: { id } }) => {
    const webhook = await find(account, id)
    return webhook ? reply(200, render(webhook, await webhooks.health(account, id))) : unknown
  })

  handle(app, guards, changeWebhook, async ({ account, caller, params: { id }, body: { on, ...change } }) => {
    const before = await find(account, id)
    if (!before) return unknown
    const refused = badUrl(change.url)
    if (refused) return refused
    const off =
      on === true ? null : on === false ? (before.off ?? { because: 'by-hand', at: now() }) : undefined
    const names = [...Object.keys(change), ...(on === undefined ? [] : ['on'])].sort()
    await note({ account, caller }, 'webhook-changed', id, names.join(', '))
    const health = await webhooks.health(account, id)
    // Whoever switches it on, or gives it another address, means it to be tried at once.
    const isFresh = (on === true && before.off !== null) || (change.url ?? before.url) !== before.url
    if (isFresh) await webhooks.putHealth(account, id, health, unknownHealth)
    const { events, include } = change
    const webhook = await webhooks.update(account, id, {
      ...change,
      ...(events && { events: [...new Set(events)] }),
      ...(include && { include: [...new Set(include)] }),
      ...(off !== undefined && { off }),
    } as Parameters<WebhookPort['update']>[2])
    return webhook ? reply(200, render(webhook, isFresh ? unknownHealth : health)) : unknown
  })

  handle(app, guards, deleteWebhook, async ({ account, caller, params: { id } }) => {
    if (!isId(id) || (await webhooks.remove(account, id)) !== 'removed') return unknown
    await note({ account, caller }, 'webhook-removed', id)
    return reply(204)
  })

  handle(app, guards, rotateWebhookSecret, async ({ account, caller, params: { id } }) => {
    if (!(await find(account, id))) return unknown
    const secret = newSecret(deps.randomBytes)
    await note({ account, caller }, 'webhook-changed', id, 'secret')
    const previousUntil = await webhooks.rotate(account, id, secret, now())
    return previousUntil === undefined ? unknown : reply(201, { secret, previousUntil })
  })

  handle(app, guards, testWebhook, async ({ account, params: { id } }) => {
    const webhook = await find(account, id)
    const delivery = webhook && (await byHand.test(webhook))
    return delivery ? reply(201, renderDelivery(delivery)) : unknown
  })
}
