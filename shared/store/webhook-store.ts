import type { AccountId, WebhookId } from '../domain/ids.ts'
import { type TargetHealth, unknownHealth } from '../domain/target-health.ts'
import { addSeconds, epochSecondsOf, type Instant } from '../domain/time.ts'
import { oldSecretHours, type Webhook } from '../domain/webhook.ts'
import { allOf, anyOf, attributeAbsent, attributeEquals, itemAbsent, itemPresent } from './condition.ts'
import type { Item, Table } from './table.ts'
import type { Vault } from './vault.ts'
import { webhookKeys, webhooksOf } from './webhook-keys.ts'

export type WebhookChange = Partial<Pick<Webhook, 'url' | 'description' | 'events' | 'include' | 'off'>>

/** The account's endpoints; their secrets stand sealed. */
export interface WebhookStore {
  /** In the order of creation. */
  list(account: AccountId): Promise<Webhook[]>
  get(account: AccountId, id: WebhookId): Promise<Webhook | undefined>
  create(webhook: Webhook, secret: string): Promise<void>
  update(account: AccountId, id: WebhookId, change: WebhookChange): Promise<Webhook | undefined>
  remove(account: AccountId, id: WebhookId): Promise<'removed' | 'absent'>
  /** The new one signs from now on, the one before for a day more. @returns until when */
  rotate(account: AccountId, id: WebhookId, secret: string, now: Instant): Promise<Instant | undefined>
  /** The newest first. */
  secrets(account: AccountId, id: WebhookId, now: Instant): Promise<string[]>
  health(account: AccountId, id: WebhookId): Promise<TargetHealth>
  healths(account: AccountId): Promise<ReadonlyMap<WebhookId, TargetHealth>>
  /** @returns false: it was not `before` any more */
  putHealth(account: AccountId, id: WebhookId, before: TargetHealth, after: TargetHealth): Promise<boolean>
}

const webhookOf = ({ pk: _pk, sk: _sk, ...webhook }: Item) => webhook as unknown as Webhook
const healthOf = ({ pk: _pk, sk: _sk, ...health }: Item) => health as unknown as TargetHealth
const prefixes = { webhook: 'webhook#', health: 'health#' } as const

export function createWebhookStore(ledger: Table, vault: Pick<Vault, 'seal' | 'open'>): WebhookStore {
  async function get(account: AccountId, id: WebhookId): Promise<Webhook | undefined> {
    const item = await ledger.get(webhookKeys.webhook(account, id))
    return item && webhookOf(item)
  }

  return {
    get,

    async list(account) {
      const items = await ledger.query({ pk: webhooksOf(account), prefix: prefixes.webhook })
      return items.map(webhookOf)
    },

    async create(webhook, secret) {
      const { account, id } = webhook
      await ledger.transact([
        { put: { ...webhookKeys.webhook(account, id), ...webhook }, condition: itemAbsent },
        { put: { ...webhookKeys.secret(account, id, 'now'), sealed: vault.seal(account, secret) } },
      ])
    },

    async update(account, id, change) {
      const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const key = webhookKeys.webhook(account, id)
      if (Object.keys(set).length > 0 && !(await ledger.update(key, { set }, itemPresent)).won)
        return undefined
      return get(account, id)
    },

    async remove(account, id) {
      const { won } = await ledger.transact([
        { delete: webhookKeys.webhook(account, id), condition: itemPresent },
        { delete: webhookKeys.secret(account, id, 'now') },
        { delete: webhookKeys.secret(account, id, 'before') },
        { delete: webhookKeys.health(account, id) },
      ])
      return won ? 'removed' : 'absent'
    },

    async rotate(account, id, secret, now) {
      const current = await ledger.get(webhookKeys.secret(account, id, 'now'))
      if (!current) return undefined
      const until = addSeconds(now, oldSecretHours * 3600)
      const { won } = await ledger.transact([
        { check: webhookKeys.webhook(account, id), condition: itemPresent },
        {
          put: { ...webhookKeys.secret(account, id, 'now'), sealed: vault.seal(account, secret) },
          condition: attributeEquals('sealed', current.sealed),
        },
        {
          put: {
            ...webhookKeys.secret(account, id, 'before'),
            sealed: current.sealed,
            until,
            expiresAtEpochSeconds: epochSecondsOf(until),
          },
        },
      ])
      return won ? until : undefined
    },

    async secrets(account, id, now) {
      const [current, before] = await ledger.getAll([
        webhookKeys.secret(account, id, 'now'),
        webhookKeys.secret(account, id, 'before'),
      ])
      const standing = [current, before && (before.until as Instant) > now ? before : undefined]
      return standing.flatMap((item) => (item ? [vault.open(account, item.sealed as string)] : []))
    },

    async health(account, id) {
      const item = await ledger.get(webhookKeys.health(account, id))
      return item ? healthOf(item) : unknownHealth
    },

    async healths(account) {
      const items = await ledger.query({ pk: webhooksOf(account), prefix: prefixes.health })
      return new Map(items.map((item) => [item.sk.slice(prefixes.health.length), healthOf(item)]))
    },

    async putHealth(account, id, before, after) {
      const still =
        before.heldUntil === undefined
          ? attributeAbsent('heldUntil')
          : attributeEquals('heldUntil', before.heldUntil)
      const condition = anyOf(itemAbsent, allOf(attributeEquals('failures', before.failures), still))
      return (await ledger.putIf({ ...webhookKeys.health(account, id), ...after }, condition)).won
    },
  }
}
