import type { SNSEvent } from 'aws-lambda'
import type { ReadMail } from './read-mail.ts'

/**
 * What SES publishes of a mail's fate by way of SNS, as Lambda is handed it.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export type Feedback = 'bounce' | 'complain'

export function feedbackEvent(mail: ReadMail, feedback: Feedback, at: Date): SNSEvent {
  const timestamp = at.toISOString()
  const recipients = mail.destinations.map((emailAddress) => ({ emailAddress }))
  const told =
    feedback === 'bounce'
      ? {
          eventType: 'Bounce',
          bounce: {
            bounceType: 'Permanent',
            bounceSubType: 'General',
            bouncedRecipients: recipients.map((recipient) => ({
              ...recipient,
              action: 'failed',
              status: '5.1.1',
              diagnosticCode: 'smtp; 550 5.1.1 user unknown',
            })),
            timestamp,
            feedbackId: `local-${mail.id}`,
          },
        }
      : {
          eventType: 'Complaint',
          complaint: {
            complainedRecipients: recipients,
            complaintFeedbackType: 'abuse',
            timestamp,
            feedbackId: `local-${mail.id}`,
          },
        }
  const { messageId, destinations: destination, tags } = mail
  const Message = JSON.stringify({
    ...told,
    mail: { timestamp: mail.at.toISOString(), source: mail.from, messageId, destination, tags },
  })
  return { Records: [{ EventSource: 'aws:sns', Sns: { Message, Timestamp: timestamp } }] } as SNSEvent
}
