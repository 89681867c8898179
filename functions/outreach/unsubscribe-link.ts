import { timingSafeEqual } from 'node:crypto'
import type { AccountId } from '../../shared/domain/ids.ts'
import type { VaultPort } from './deps.ts'

/** What a mail's reader can be rid of by one click. */
export const mailKinds = ['enquiries', 'digest', 'alerts'] as const
export type MailKind = (typeof mailKinds)[number]

/** Whose mails of which kind. */
export interface Subscription {
  readonly account: AccountId
  readonly member: string
  readonly kind: MailKind
}

/** HMAC under a key of the account's own. It never runs out: mails are read years later. */
const signatureOf = (vault: Pick<VaultPort, 'hash'>, { account, member, kind }: Subscription): string =>
  vault.hash(account, 'link', JSON.stringify(['unsubscribe', member, kind]))

/** `/mail/unsubscribe?…`: by GET a page, by POST (RFC 8058) the mails end. No address stands in it. */
export function unsubscribePath(vault: Pick<VaultPort, 'hash'>, subscription: Subscription): string {
  const { account, kind, member } = subscription
  const signature = signatureOf(vault, subscription)
  return `/mail/unsubscribe?${new URLSearchParams({ account, kind, member, signature })}`
}

export function isOwnLink(
  vault: Pick<VaultPort, 'hash'>,
  subscription: Subscription,
  signature: string,
): boolean {
  const [given, wanted] = [signature, signatureOf(vault, subscription)].map((text) => Buffer.from(text))
  return !!given && !!wanted && given.length === wanted.length && timingSafeEqual(given, wanted)
}
