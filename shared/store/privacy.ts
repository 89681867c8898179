import { createHmac } from 'node:crypto'
import { createCampaignStore } from './campaign-store.ts'
import { createConversionEraser, createConversionReader } from './conversion-store.ts'
import { createDeliveryEraser, createDeliveryReader } from './delivery-store.ts'
import { createErasureStore } from './erasure-store.ts'
import { createPersonItems } from './person-items.ts'
import { createPersonLinks } from './person-links.ts'
import { createPersonMailing } from './person-mailing.ts'
import { createRetentionStore } from './retention-store.ts'
import { createSessionStore } from './session-store.ts'
import type { Table } from './table.ts'
import { createTextFactStore } from './text-fact-store.ts'

/** All that finds a person's facts and takes the person out of them. */
export const createPrivacy = (ledger: Table, views: Table) => ({
  erasures: createErasureStore(ledger),
  links: createPersonLinks(views),
  items: createPersonItems(ledger),
  retention: createRetentionStore(ledger, views),
  texts: createTextFactStore(ledger),
  sessions: createSessionStore(ledger),
  campaigns: createCampaignStore(ledger),
  mailing: createPersonMailing(ledger),
  deliveriesAbout: createDeliveryReader(ledger),
  conversionsOf: createConversionReader(ledger),
  eraseDeliveries: createDeliveryEraser(ledger),
  eraseConversions: createConversionEraser(ledger),
  digest: (salt: string, text: string): string =>
    createHmac('sha256', Buffer.from(salt, 'base64url')).update(text).digest('base64url'),
})
