import * as z from 'zod/mini'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { OutreachDeps } from '../deps.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'

/**
 * What SES tells of a mail's fate.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
const recipient = z.object({ emailAddress: z.string(), diagnosticCode: z.optional(z.string()) })
const feedbackSchema = z.object({
  eventType: z.string(),
  mail: z.object({ tags: z.optional(z.record(z.string(), z.array(z.string()))) }),
  bounce: z.optional(z.object({ bounceType: z.string(), bouncedRecipients: z.array(recipient) })),
  complaint: z.optional(
    z.object({
      complainedRecipients: z.array(recipient),
      complaintFeedbackType: z.optional(z.nullable(z.string())),
    }),
  ),
})
type Feedback = z.infer<typeof feedbackSchema>

/** `Name <address>` as the address alone. */
const addressOf = (text: string) => /<([^>]+)>/.exec(text)?.[1] ?? text
const mostDetail = 300

/** The addresses that are not to be written to any more; a full mailbox (a transient bounce) is none of them. */
export function suppressedBy({ bounce, complaint }: Feedback) {
  const bounced = bounce?.bounceType === 'Permanent' ? bounce.bouncedRecipients : []
  const complained =
    complaint && complaint.complaintFeedbackType !== 'not-spam' ? complaint.complainedRecipients : []
  return [
    ...bounced.map((each) => ({ ...each, reason: 'bounce' as const })),
    ...complained.map((each) => ({ ...each, reason: 'complaint' as const })),
  ].map(({ emailAddress, diagnosticCode, reason }) => ({
    address: addressOf(emailAddress),
    reason,
    detail: diagnosticCode?.slice(0, mostDetail),
  }))
}

const tellsThatItWasSent = new Set([
  'Send',
  'Delivery',
  'DeliveryDelay',
  'Bounce',
  'Complaint',
  'Open',
  'Click',
])

/** @param message of SNS; what is no word of SES about a mail of ours is let be */
export async function takeFeedback(
  {
    suppressions,
    outbox,
    followUp,
    report,
    now,
  }: Pick<OutreachDeps, 'suppressions' | 'outbox' | 'report' | 'now'> & {
    readonly followUp: Pick<FollowUpDeps, 'mailing'>
  },
  message: string,
): Promise<void> {
  let json: unknown
  try {
    json = JSON.parse(message)
  } catch {
    return
  }
  const { success, data } = feedbackSchema.safeParse(json)
  if (!success) return
  const [account] = (data.mail.tags?.['tieline-account'] ?? []) as AccountId[]
  if (account === undefined) return
  const [mail] = data.mail.tags?.['tieline-mail'] ?? []
  if (mail !== undefined && tellsThatItWasSent.has(data.eventType)) {
    await outbox.confirm(account, mail)
    await followUp.mailing.confirm(account, mail)
  }
  for (const { address, reason, detail } of suppressedBy(data)) {
    await suppressions.add(account, address, { reason, at: now(), detail })
    report({ trouble: 'mail-suppressed', account, ...(mail !== undefined && { mail }), cause: reason })
  }
}
