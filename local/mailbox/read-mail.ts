import type { ParsedMail } from 'mailparser'
import type { KeptMail } from './shelf.ts'

export interface ReadMail {
  readonly id: string
  readonly at: Date
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string | undefined
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly attachments: readonly {
    readonly filename: string
    readonly contentType: string
    readonly content: Buffer
  }[]
  readonly unsubscribeUrl: string | undefined
  /** What SES was told and told beside it. */
  readonly messageId: string
  readonly destinations: readonly string[]
  readonly tags: Readonly<Record<string, string[]>>
}

const addressText = (address: ParsedMail['from'] | ParsedMail['to']): string =>
  address === undefined
    ? ''
    : [address]
        .flat()
        .map((each) => each.text)
        .join(', ')

const unfolded = (line: string) => {
  const colon = line.indexOf(':')
  return {
    name: line.slice(0, colon),
    value: line
      .slice(colon + 1)
      .replace(/\s+/g, ' ')
      .trim(),
  }
}

/** A mail as a mail program reads it. The parser is loaded when the first one is looked at. */
export async function readMail({ id, raw }: KeptMail): Promise<ReadMail> {
  const { simpleParser } = await import('mailparser')
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true })
  const headers = mail.headerLines.map(({ line }) => unfolded(line))
  const header = (name: string) => headers.find((each) => each.name.toLowerCase() === name)?.value ?? ''
  const tags: Record<string, string[]> = {}
  for (const pair of header('x-ses-message-tags').split(/,\s*/)) {
    const [name, value] = pair.split('=')
    if (name && value !== undefined) tags[name] = [value]
  }
  const destinations = header('x-ses-destinations').split(/,\s*/).filter(Boolean)
  return {
    id,
    at: mail.date ?? new Date(0),
    from: addressText(mail.from),
    to: addressText(mail.to) || destinations.join(', '),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html === false ? undefined : mail.html,
    headers,
    attachments: mail.attachments.map(({ filename, contentType, content }, index) => ({
      filename: filename ?? `attachment-${index + 1}`,
      contentType,
      content,
    })),
    unsubscribeUrl: /<(https?:[^>]+)>/.exec(header('list-unsubscribe'))?.[1],
    messageId: header('x-ses-message-id'),
    destinations,
    tags,
  }
}
