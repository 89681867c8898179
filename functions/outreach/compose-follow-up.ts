import { randomBytes } from 'node:crypto'
import { createAddressStore } from '../../shared/store/address-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createContactFactStore } from '../../shared/store/contact-fact-store.ts'
import { createLinkStore } from '../../shared/store/link-store.ts'
import { createMailingStore } from '../../shared/store/mailing-store.ts'
import { createProcessStore } from '../../shared/store/process-store.ts'
import { createSequenceStore } from '../../shared/store/sequence-store.ts'
import { createTriggerStore } from '../../shared/store/trigger-store.ts'
import { createVisitorFactStore } from '../../shared/store/visitor-fact-store.ts'
import type { OutreachBase } from './compose-base.ts'
import { createThank, withRewardMails } from './referrals/reward-mail.ts'
import type { FollowUpDeps } from './sequences/ports.ts'
import { createStopMoved } from './sequences/stop-moved.ts'
import { createFire } from './triggers/fire.ts'
import type { TriggerDeps } from './triggers/ports.ts'
import { createFollowUpRound } from './turns/round.ts'

/** Sequences of mails, and the triggers that begin them. */
export function composeFollowUp(
  { tables: { ledger, views }, deps, vault }: OutreachBase,
  tellWebhooks: TriggerDeps['tellWebhooks'],
) {
  const contacts = createContactFactStore(ledger)
  const followUp: FollowUpDeps = {
    ...deps,
    mailing: createMailingStore(ledger),
    sequences: createSequenceStore(ledger),
    addresses: createAddressStore(ledger),
    ledger: { ...deps.ledger, contacts },
    codes: createCodeStore(ledger, { randomBytes }),
    views: { ...deps.views, links: createLinkStore(views) },
    vault,
  }
  const processes = createProcessStore(ledger)
  /** With what the business did not write itself. */
  const mailed: FollowUpDeps = { ...followUp, sequences: withRewardMails(followUp) }
  const visitorFacts = createVisitorFactStore(ledger)
  const triggering: TriggerDeps = {
    ...followUp,
    recipients: deps.recipients,
    preferences: deps.preferences,
    outbox: deps.outbox,
    triggers: createTriggerStore(ledger),
    stepsOf: async (account) => (await processes.getProcess(account)).value.steps.map(({ id }) => id),
    tellWebhooks,
    async moveStep({ account, contact, visitor, step, at, by }) {
      const moved = { account, step, at, by, isReached: true }
      if (contact !== undefined) await contacts.record({ fact: 'step-moved', contact, ...moved })
      else if (visitor !== undefined) await visitorFacts.record({ fact: 'visitor-moved', visitor, ...moved })
    },
  }
  return {
    followUp,
    triggering,
    fire: createFire(triggering),
    stopMoved: createStopMoved(followUp),
    // One for all rounds: it remembers what holds for some seconds.
    followUpRound: createFollowUpRound(mailed),
    thank: createThank(mailed),
  }
}
