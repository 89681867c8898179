import type { AccountId, WebhookId } from '../domain/ids.ts'

/** Where the ledger keeps the account's endpoints: one partition, so that one query tells all of them. */
export const webhookKeys = {
  webhook: (account: AccountId, id: WebhookId) => ({ pk: webhooksOf(account), sk: `webhook#${id}` }),
  /** What it is signed by, and was until a while ago. */
  secret: (account: AccountId, id: WebhookId, which: 'now' | 'before') => ({
    pk: webhooksOf(account),
    sk: `secret#${id}#${which}`,
  }),
  /** How has it been doing? */
  health: (account: AccountId, id: WebhookId) => ({ pk: webhooksOf(account), sk: `health#${id}` }),
}

export const webhooksOf = (account: AccountId) => `${account}#webhooks`
