import type { Account } from '../../../shared/domain/account.ts'
import type { PersonalHash } from '../../../shared/domain/ids.ts'
import { fillIn, paragraphsOf, type Wording } from '../../../shared/domain/mail-wording.ts'
import type { FollowUpSettings, Sequence, SequenceMail } from '../../../shared/domain/sequence.ts'
import type { Mail } from '../../../shared/mail/mail.ts'
import { linked, type Note } from '../mails/note.ts'
import { type MailLink, mailLinkPath } from './mail-links.ts'
import type { FollowUpDeps } from './ports.ts'

export interface WrittenMail {
  readonly mail: Mail
  /** The addresses that its links lead to, in the order of their numbers. */
  readonly links: readonly string[]
}

interface About {
  readonly account: Pick<Account, 'id' | 'name' | 'branding'>
  readonly settings: FollowUpSettings
  readonly sequence: Pick<Sequence, 'name'>
  readonly mail: SequenceMail
  readonly wording: Wording
  readonly to: string
  /** Whose wishes the way out leads to. */
  readonly address: PersonalHash
  /** The record's id: what its links are signed for. */
  readonly record: string
}

export const businessOf = ({ name, branding }: Pick<Account, 'name' | 'branding'>): string =>
  branding?.name ?? name

/** As Google's own builder of campaign addresses writes names. */
const slug = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'follow-up'

/** Who comes back by the mail comes by e-mail; an address that names its source already keeps it. */
export function withCampaign(address: string, sequence: string): string {
  const url = new URL(address)
  if ([...url.searchParams.keys()].some((name) => name.startsWith('utm_'))) return url.href
  url.searchParams.set('utm_source', 'follow-up')
  url.searchParams.set('utm_medium', 'email')
  url.searchParams.set('utm_campaign', slug(sequence))
  return url.href
}

const whyOf = (business: string) => `You get this because you got in touch with ${business}.`

/** The mail as its reader gets it; the templates are loaded when the first mail is written. */
export async function writeMail(
  deps: Pick<FollowUpDeps, 'vault' | 'publicBaseUrl'>,
  { account, settings, sequence, mail, wording, to, address, record }: About,
): Promise<WrittenMail> {
  const [{ noteHtml }, { noteText }] = await Promise.all([
    import('../mails/note-html.tsx'),
    import('../mails/note-text.ts'),
  ])
  const origin = deps.publicBaseUrl.replace(/\/+$/, '')
  const own = { account: account.id, mail: record }
  const addressOf = (link: Pick<MailLink, 'purpose' | 'index' | 'address'>) =>
    origin + mailLinkPath(deps.vault, { ...own, ...link })
  const links: string[] = []
  const linkFor = (address: string): string => {
    if (!URL.canParse(address)) return address
    const url = withCampaign(address, sequence.name)
    if (!links.includes(url)) links.push(url)
    return addressOf({ purpose: 'click', index: links.indexOf(url) })
  }
  const business = businessOf(account)
  const subject = fillIn(mail.subject, wording)
  const unsubscribeUrl = addressOf({ purpose: 'leave', address })
  const note: Note = {
    subject,
    business,
    colour: account.branding?.colour,
    logoUrl: account.branding?.logoUrl,
    paragraphs: paragraphsOf(fillIn(mail.text, wording)).map((text) => linked(text, linkFor)),
    button: mail.button && { label: fillIn(mail.button.label, wording), href: linkFor(mail.button.url) },
    why: whyOf(business),
    unsubscribeUrl,
    postalAddress: settings.postalAddress,
    seenUrl: settings.openTracking ? addressOf({ purpose: 'open' }) : undefined,
  }
  return {
    links,
    mail: {
      to,
      subject,
      text: noteText(note),
      html: noteHtml(note),
      fromName: business,
      replyTo: settings.replyTo,
      unsubscribeUrl,
      tags: { 'tieline-account': account.id, 'tieline-mail': record },
    },
  }
}
