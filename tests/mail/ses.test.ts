import { Agent } from 'node:http'
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { MailRefused } from '../../shared/mail/mail.ts'
import { createSesMailer } from '../../shared/mail/ses.ts'

/** What SES's errors say of the mail decides whether it may be sent again. */
const ses = mockClient(SESClient)
beforeEach(() => ses.reset())

const mail = { to: 'desk@example.com', subject: 'Hello', text: 'Hello\n' }
const mailer = createSesMailer({
  from: 'desk@example.com',
  configurationSet: 'set',
  client: new SESClient({ region: 'eu-west-2' }),
})

const serviceError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } })
const networkError = (code: string) => Object.assign(new Error(code), { code })

test('a mail goes to its one receiver, with tags and the set whose events come back', async () => {
  ses.on(SendRawEmailCommand).resolves({ MessageId: 'm1' })
  const sent = await mailer.send({ ...mail, tags: { 'tieline-mail': 'id_1' } })
  expect(sent).toEqual({ messageId: 'm1' })
  expect(ses.commandCalls(SendRawEmailCommand)[0]?.args[0].input).toMatchObject({
    Source: 'desk@example.com',
    Destinations: ['desk@example.com'],
    Tags: [{ Name: 'tieline-mail', Value: 'id_1' }],
    ConfigurationSetName: 'set',
  })
})

test.each([
  ['too many at once: later', serviceError('Throttling', 400), true],
  ['too many a second, told as 429: later', serviceError('TooManyRequestsException', 429), true],
  [
    'a throttle that comes as a server error was still refused at the door',
    serviceError('ThrottlingException', 503),
    true,
  ],
  ['the day’s quota is used up: later', serviceError('LimitExceededException', 400), true],
  ['the account may not send at the moment: later', serviceError('AccountSendingPausedException', 400), true],
  ['no right to, which somebody may mend', serviceError('AccessDenied', 403), true],
  ['nobody was there', networkError('ECONNREFUSED'), true],
  ['the mail itself is refused: never', serviceError('MessageRejected', 400), false],
  ['an address that is none: never', serviceError('InvalidParameterValue', 400), false],
])('%s', async (_label, error, isForNow) => {
  ses.on(SendRawEmailCommand).rejects(error)
  const refused = await mailer.send(mail).catch((caught: unknown) => caught)
  expect(refused).toBeInstanceOf(MailRefused)
  expect((refused as MailRefused).isForNow).toBe(isForNow)
})

test.each([
  ['a time-out, perhaps after the effect', Object.assign(new Error('late'), { name: 'TimeoutError' })],
  ['a connection that broke', networkError('ECONNRESET')],
  ['an error of the service', serviceError('InternalFailure', 500)],
])('%s: nobody knows, and nothing is handed over twice', async (_label, error) => {
  ses.on(SendRawEmailCommand).rejects(error)
  const caught = await mailer.send(mail).catch((thrown: unknown) => thrown)
  expect(caught).not.toBeInstanceOf(MailRefused)
  expect(ses.commandCalls(SendRawEmailCommand)).toHaveLength(1)
})

test('a connection that never stood, in the SDK’s own words: later', async () => {
  const client = new SESClient({
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: 'http://ses.test',
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 20, httpAgent: new Agent({ lookup: () => {} }) },
  })
  ses.restore()
  const refused = await createSesMailer({ from: 'desk@example.com', client })
    .send(mail)
    .catch((caught: unknown) => caught)
  expect(refused).toBeInstanceOf(MailRefused)
  expect((refused as MailRefused).isForNow).toBe(true)
})
