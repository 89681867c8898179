import { timingSafeEqual } from 'node:crypto'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { FollowUpDeps } from './ports.ts'

/** What a signed link of a mail does; none of them names anybody. */
export type LinkPurpose = 'click' | 'open' | 'leave'

export interface MailLink {
  readonly account: AccountId
  readonly purpose: LinkPurpose
  /** The record of the mail that it stands in. */
  readonly mail: string
  /** Of `click`: which of the mail's links. */
  readonly index?: number | undefined
  /** Of `leave`: whose wish it is, by the keyed hash, since records of mails are not kept as long as mails are. */
  readonly address?: string | undefined
}

type Vault = Pick<FollowUpDeps['vault'], 'hash'>

export const linkPaths: Readonly<Record<LinkPurpose, string>> = {
  click: '/mail/go',
  open: '/mail/seen.gif',
  leave: '/mail/leave',
}

/** HMAC under a key of the account's own. It never runs out: mails are read years later. */
const signatureOf = (vault: Vault, { account, purpose, mail, index, address }: MailLink): string =>
  vault.hash(account, 'link', JSON.stringify(['follow-up', purpose, mail, index ?? address ?? null]))

export function mailLinkPath(vault: Vault, link: MailLink): string {
  const { account, purpose, mail, index, address } = link
  const query = new URLSearchParams({ a: account, m: mail })
  if (index !== undefined) query.set('n', String(index))
  if (address !== undefined) query.set('p', address)
  query.set('s', signatureOf(vault, link))
  return `${linkPaths[purpose]}?${query}`
}

const mostCharacters = 200

/** @returns the link that the query is, if we wrote it */
export function readMailLink(
  vault: Vault,
  purpose: LinkPurpose,
  query: Readonly<Record<string, string>>,
): MailLink | undefined {
  const { a: account = '', m: mail = '', n, p: address, s: signature = '' } = query
  if ([account, mail, address ?? ''].some((text) => text.length > mostCharacters)) return undefined
  if (account === '' || (purpose === 'leave') !== (address !== undefined)) return undefined
  if (n !== undefined && !/^\d{1,2}$/.test(n)) return undefined
  const link: MailLink = {
    account,
    purpose,
    mail,
    ...(n !== undefined && { index: Number(n) }),
    ...(address !== undefined && { address }),
  }
  const [given, wanted] = [signature, signatureOf(vault, link)].map((text) => Buffer.from(text))
  return given && wanted && given.length === wanted.length && timingSafeEqual(given, wanted)
    ? link
    : undefined
}
