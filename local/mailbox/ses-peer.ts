import { randomUUID } from 'node:crypto'
import { messageOf } from '../../shared/mail/mime.ts'

/**
 * What the mailbox knows of SES's protocol: AWS Query (form fields in, XML out), as the SDK's `client-ses` speaks it.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html
 */
export type Query = ReadonlyMap<string, string>

export interface TakenMail {
  readonly raw: Buffer
  readonly messageId: string
}

export type SesAnswer = { readonly status: number; readonly xml: string; readonly taken?: TakenMail }

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/'
const xmlText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const resultOf = (action: string, inner: string) =>
  `<${action}Response xmlns="${namespace}"><${action}Result>${inner}</${action}Result>` +
  `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`

export const sesError = (code: string, message: string, status = 400): SesAnswer => ({
  status,
  xml:
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>${xmlText(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
})

/** `Destinations.member.1`, `Destinations.member.2`, … */
function membersOf(query: Query, name: string): string[] {
  const members: string[] = []
  for (let index = 1; query.has(`${name}.member.${index}`); index += 1)
    members.push(query.get(`${name}.member.${index}`) as string)
  return members
}

function tagsOf(query: Query): string {
  const tags: string[] = []
  for (let index = 1; query.has(`Tags.member.${index}.Name`); index += 1)
    tags.push(`${query.get(`Tags.member.${index}.Name`)}=${query.get(`Tags.member.${index}.Value`)}`)
  return tags.join(', ')
}

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')

/** What SES knows beside the message stands above it, as its own headers do. */
function withEnvelope(query: Query, message: Buffer, messageId: string, to: readonly string[]): Buffer {
  const tags = tagsOf(query)
  const lines = [
    `X-SES-Message-ID: ${messageId}`,
    `X-SES-Destinations: ${oneLine(to.join(', '))}`,
    ...(tags === '' ? [] : [`X-SES-MESSAGE-TAGS: ${oneLine(tags)}`]),
  ]
  return Buffer.concat([Buffer.from(lines.map((line) => `${line}\r\n`).join('')), message])
}

async function messageOfFields(query: Query, to: readonly string[]): Promise<Buffer> {
  const html = query.get('Message.Body.Html.Data')
  return messageOf(
    {
      to: to[0] ?? '',
      subject: query.get('Message.Subject.Data') ?? '',
      text: query.get('Message.Body.Text.Data') ?? '',
      ...(html !== undefined && { html }),
    },
    query.get('Source') ?? '',
  )
}

/** SES's own limit for a message, encoded. */
const mostBytes = 40 * 1024 * 1024

/** Takes a mail as SES would. */
export async function answerSes(query: Query): Promise<SesAnswer> {
  const action = query.get('Action') ?? ''
  if (action === 'GetSendQuota') {
    const inner =
      '<SentLast24Hours>0</SentLast24Hours><Max24HourSend>50000</Max24HourSend><MaxSendRate>14</MaxSendRate>'
    return { status: 200, xml: resultOf(action, inner) }
  }
  if (action !== 'SendRawEmail' && action !== 'SendEmail')
    return sesError(
      'InvalidAction',
      `The mailbox knows SendEmail, SendRawEmail and GetSendQuota, not ${action}.`,
    )
  const to = membersOf(query, action === 'SendEmail' ? 'Destination.ToAddresses' : 'Destinations')
  if (to.length === 0) return sesError('InvalidParameterValue', 'Missing final destination')
  if (!query.get('Source')) return sesError('InvalidParameterValue', 'Missing the sender')
  const message =
    action === 'SendEmail'
      ? await messageOfFields(query, to)
      : Buffer.from(query.get('RawMessage.Data') ?? '', 'base64')
  if (message.length === 0) return sesError('InvalidParameterValue', 'The message is empty')
  if (message.length > mostBytes) return sesError('InvalidParameterValue', 'The message is too long')
  const messageId = `${Date.now().toString(16)}-${randomUUID()}-000000`
  return {
    status: 200,
    xml: resultOf(action, `<MessageId>${messageId}</MessageId>`),
    taken: { raw: withEnvelope(query, message, messageId, to), messageId },
  }
}
