import type { Account } from '../../../shared/domain/account.ts'
import type { PersonalHash } from '../../../shared/domain/ids.ts'
import { fillIn, paragraphsOf, placeholders, type Wording } from '../../../shared/domain/mail-wording.ts'
import type { FollowUpSettings, Sequence, SequenceMail } from '../../../shared/domain/sequence.ts'
import { readUrl } from '../../../shared/domain/url.ts'
import type { Mail } from '../../../shared/mail/mail.ts'
import { linked, type Note } from '../mails/note.ts'
import { createPress, type Layout, marked, pressHtml, pressText, unmarked } from '../mails/note-press.ts'
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

const press = createPress()

/** The mail's layout, in which whatever differs from reader to reader is a mark. */
async function layOut({
  account,
  settings,
  sequence,
  mail,
  wording,
}: Pick<About, 'account' | 'settings' | 'sequence' | 'mail' | 'wording'>): Promise<Layout> {
  const [{ noteHtml }, { noteText }] = await Promise.all([
    import('../mails/note-html.tsx'),
    import('../mails/note-text.ts'),
  ])
  const links: string[] = []
  const linkFor = (address: string): string => {
    if (!readUrl(address)) return address
    const url = withCampaign(address, sequence.name)
    if (!links.includes(url)) links.push(url)
    return marked(`link:${links.indexOf(url)}`)
  }
  const business = businessOf(account)
  const note: Note = {
    subject: fillIn(mail.subject, wording),
    business,
    colour: account.branding?.colour,
    logoUrl: account.branding?.logoUrl,
    paragraphs: paragraphsOf(fillIn(mail.text, wording)).map((text) => linked(text, linkFor)),
    button: mail.button && { label: fillIn(mail.button.label, wording), href: linkFor(mail.button.url) },
    why: whyOf(business),
    unsubscribeUrl: marked('way:leave'),
    postalAddress: settings.postalAddress,
    seenUrl: settings.openTracking ? marked('way:open') : undefined,
  }
  return { links, html: noteHtml(note), text: noteText(note) }
}

/** The mail as its reader gets it; the templates are loaded when the first mail is written. */
export async function writeMail(
  deps: Pick<FollowUpDeps, 'vault' | 'publicBaseUrl'>,
  { account, settings, sequence, mail, wording, to, address, record }: About,
): Promise<WrittenMail> {
  const known = placeholders.filter((name) => wording[name] !== undefined && wording[name] !== '')
  const marks: Wording = Object.fromEntries(known.map((name) => [name, marked(`word:${name}`)]))
  const { id, branding } = account
  const business = businessOf(account)
  const { postalAddress, openTracking } = settings
  const { subject, text, button } = mail
  const of = JSON.stringify([
    id,
    business,
    branding,
    postalAddress,
    openTracking,
    sequence.name,
    subject,
    text,
    button,
    known,
  ])
  const layout = await press(of, () => layOut({ account, settings, sequence, mail, wording: marks }))

  const origin = deps.publicBaseUrl.replace(/\/+$/, '')
  const addressOf = (link: Pick<MailLink, 'purpose' | 'index' | 'address'>) =>
    origin + mailLinkPath(deps.vault, { account: id, mail: record, ...link })
  const unsubscribeUrl = addressOf({ purpose: 'leave', address })
  const values = new Map<string, string>([
    ...known.map((name) => [`word:${name}`, unmarked(wording[name] ?? '')] as const),
    ...layout.links.map((_url, index) => [`link:${index}`, addressOf({ purpose: 'click', index })] as const),
    ['way:leave', unsubscribeUrl],
    ['way:open', openTracking ? addressOf({ purpose: 'open' }) : ''],
  ])
  return {
    links: layout.links,
    mail: {
      to,
      subject: fillIn(subject, wording),
      text: pressText(layout.text, values),
      html: pressHtml(layout.html, values),
      fromName: business,
      replyTo: settings.replyTo,
      unsubscribeUrl,
      tags: { 'tieline-account': id, 'tieline-mail': record },
    },
  }
}
