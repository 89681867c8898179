import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import type { Mailer } from './mail.ts'

/** Amazon SES. @param from an address, or `Name <address>`, that SES has verified */
export function createSesMailer(from: string): Mailer {
  const client = new SESClient({})
  const inUtf8 = (Data: string) => ({ Charset: 'UTF-8', Data })
  return {
    async send({ to, subject, text }) {
      await client.send(
        new SendEmailCommand({
          Source: from,
          Destination: { ToAddresses: [to] },
          Message: { Subject: inUtf8(subject), Body: { Text: inUtf8(text) } },
        }),
      )
    },
  }
}
