import { randomBytes, randomUUID } from 'node:crypto'
import type { FollowUpDeps } from '../../../functions/outreach/sequences/ports.ts'
import { createStopMoved } from '../../../functions/outreach/sequences/stop-moved.ts'
import { createFollowUpRound } from '../../../functions/outreach/turns/round.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { type Mail, MailRefused } from '../../../shared/mail/mail.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createAddressStore } from '../../../shared/store/address-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../../shared/store/code-store.ts'
import { createContactFactStore } from '../../../shared/store/contact-fact-store.ts'
import { createDayStore } from '../../../shared/store/day-store.ts'
import { createEnquiryStore } from '../../../shared/store/enquiry-store.ts'
import { createLinkStore } from '../../../shared/store/link-store.ts'
import { createMailingStore } from '../../../shared/store/mailing-store.ts'
import { createSequenceStore } from '../../../shared/store/sequence-store.ts'
import { createSessionStore } from '../../../shared/store/session-store.ts'
import { createSuppressionStore } from '../../../shared/store/suppression-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { testMasterKey } from '../../support/bridge.ts'

/** What the service makes of the next mails; it takes all further ones. */
export type Answer = 'takes' | 'refuses' | 'breaks before' | 'breaks after'

export interface MailWorld {
  now: Instant
  readonly sent: Mail[]
  readonly answers: Answer[]
}

/** The parts of following up, on real stores, with a clock that is turned by hand and a mail service that does as it is told. */
export function openDesk(
  { ledger, views }: { readonly ledger: Table; readonly views: Table },
  world: MailWorld,
) {
  const vault = createVault(testMasterKey)
  const now = () => world.now
  const deps: FollowUpDeps = {
    mailing: createMailingStore(ledger),
    sequences: createSequenceStore(ledger),
    addresses: createAddressStore(ledger),
    ledger: {
      accounts: createAccountStore(ledger),
      calls: createCallStore(ledger),
      sessions: createSessionStore(ledger),
      contacts: createContactFactStore(ledger),
      campaigns: createCampaignStore(ledger),
    },
    codes: createCodeStore(ledger, { randomBytes }),
    views: {
      enquiries: createEnquiryStore(views, createDayStore(views), randomUUID),
      links: createLinkStore(views),
    },
    suppressions: createSuppressionStore(ledger, vault),
    vault,
    mailer: {
      async send(mail) {
        const answer = world.answers.shift() ?? 'takes'
        if (answer === 'refuses') throw new MailRefused(true, 'Throttling')
        if (answer === 'breaks before') throw new Error('nobody knows')
        world.sent.push(mail)
        if (answer === 'breaks after') throw new Error('timed out, with the effect')
        return { messageId: `m${world.sent.length}` }
      },
    },
    publicBaseUrl: 'https://calls.example.com',
    now,
    report: () => {},
  }
  return {
    deps,
    vault,
    stopMoved: createStopMoved(deps),
    round: () => createFollowUpRound(deps)(() => {}),
  }
}
