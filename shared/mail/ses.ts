import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { type Mailer, MailRefused } from './mail.ts'
import { messageOf } from './mime.ts'

export interface SesOptions {
  /** An address, or `Name <address>`, that SES has verified. */
  readonly from: string
  /** Whose events (bounces, complaints) come back to us. */
  readonly configurationSet?: string | undefined
  /** The mailbox of one machine instead of the Region's SES. */
  readonly localEndpoint?: string | undefined
  /** For tests. */
  readonly client?: SESClient | undefined
}

/** Nothing was sent before the connection stood. */
const neverReached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CredentialsProviderError'])
/** By its words alone the SDK tells the time-out of a connection, whose request it never sends, from that of an answer. */
const neverConnected = /did not establish a connection/

interface ServiceError {
  readonly name?: string
  readonly code?: string
  readonly message?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** The same mail, or what it comes from, will be refused tomorrow as well. */
const refusedForGood = new Set(['MessageRejected', 'InvalidParameterValue', 'ValidationError'])

/**
 * What an error of SES says of the mail.
 * @returns undefined if the mail may have gone out: a time-out, a broken connection, a 5xx
 */
export function refusalOf(error: unknown): MailRefused | undefined {
  const { name = 'unknown', code = name, message = '', $metadata } = error as ServiceError
  if (neverReached.has(code) || neverReached.has(name)) return new MailRefused(true, code)
  if (neverConnected.test(message)) return new MailRefused(true, 'no connection')
  const status = $metadata?.httpStatusCode
  // A throttled request is refused before it is worked on, whatever its status.
  if (/throttl|TooManyRequests|LimitExceeded/i.test(name)) return new MailRefused(true, name)
  if (status === undefined || status < 400 || status >= 500) return undefined
  return new MailRefused(!refusedForGood.has(name), name)
}

/** The mailbox answers in the process that asks: only a busy machine keeps it waiting, never an outage. */
const patience = {
  service: { connectionTimeout: 3000, requestTimeout: 10_000 },
  mailbox: { connectionTimeout: 30_000, requestTimeout: 120_000 },
}

const nowhere = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }

/** Amazon SES, by `SendRawEmail`: each mail is handed over once, since the SDK's own retries could send it twice. */
export function createSesMailer({ from, configurationSet, localEndpoint, client }: SesOptions): Mailer {
  const ses =
    client ??
    new SESClient({
      maxAttempts: 1,
      requestHandler: {
        ...patience[localEndpoint === undefined ? 'service' : 'mailbox'],
        throwOnRequestTimeout: true,
      },
      ...(localEndpoint !== undefined && { endpoint: localEndpoint, ...nowhere }),
    })
  return {
    async send(mail) {
      const command = new SendRawEmailCommand({
        Source: from,
        Destinations: [mail.to],
        RawMessage: { Data: await messageOf(mail, from) },
        Tags: Object.entries(mail.tags ?? {}).map(([Name, Value]) => ({ Name, Value })),
        ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
      })
      try {
        const { MessageId } = await ses.send(command)
        return { messageId: MessageId ?? '' }
      } catch (error) {
        throw refusalOf(error) ?? error
      }
    },
  }
}
