import type { OffReason, Webhook } from '../../../shared/domain/webhook.ts'
import type { OutreachDeps } from '../deps.ts'
import type { ToldNotice } from '../notices/tell.ts'

const mostMailsPerHour = 60

/** An endpoint that was switched off by itself: its account's owners are written to. */
export const createTellOff =
  ({ outbox, recipients, report, mailer, now }: OutreachDeps) =>
  async ({ account, id: webhook, off }: Webhook): Promise<void> => {
    if (!off) return
    report({ trouble: 'webhook-off', account, cause: `${webhook}: ${off.because}` })
    if (!mailer) return
    const about = { kind: 'webhook-off', webhook, at: off.at } as const
    const owners = (await recipients(account)).filter(({ role }) => role === 'owner')
    for (const { id: member } of owners)
      await outbox.add({ account, member, about, dueAt: now() }, mostMailsPerHour, now())
  }

const whyOff: Readonly<Record<OffReason, string>> = {
  'by-hand': 'somebody switched it off',
  gone: 'it answered 410 Gone, which says that it wants to hear of nothing any more',
  failing: 'it has taken nothing for three days, however often it was tried',
}

/** @param consoleUrl where it is switched on again */
export function tellWebhookOff({ url, description, off }: Webhook, consoleUrl: string): ToldNotice {
  const host = new URL(url).host
  const because = whyOff[off?.because ?? 'by-hand']
  return {
    subject: `Webhook switched off: ${host}`,
    preview: `Nothing is sent to ${host} any more: ${because}.`,
    kicker: 'Webhook switched off',
    title: host,
    lead: `Nothing is sent to it any more: ${because}.`,
    blocks: [
      {
        block: 'facts',
        rows: [
          ...(description === '' ? [] : [{ label: 'Description', value: description }]),
          {
            label: 'What was not delivered',
            value: 'It is kept for 90 days, and can be sent again once the endpoint answers.',
          },
        ],
      },
      { block: 'actions', actions: [{ label: 'Look at its deliveries', href: consoleUrl }] },
    ],
  }
}
