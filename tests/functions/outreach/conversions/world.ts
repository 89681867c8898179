import { randomUUID } from 'node:crypto'
import { createConversions } from '../../../../functions/outreach/conversions/conversions.ts'
import { lateHandlers } from '../../../../functions/outreach/conversions/late.ts'
import type { StoredDestination } from '../../../../functions/outreach/conversions/ports.ts'
import { workDue } from '../../../../functions/outreach/due/work-due.ts'
import type { Destination } from '../../../../shared/domain/conversion/destination.ts'
import type { Contact, Enquiry, Touch } from '../../../../shared/domain/enquiry.ts'
import { foldEnquiries } from '../../../../shared/domain/enquiry.ts'
import { addMinutes, type Instant } from '../../../../shared/domain/time.ts'
import type { Post } from '../../../../shared/outgoing/post.ts'
import { conversionNameOf, createConversionStore } from '../../../../shared/store/conversion-store.ts'
import { createDeliveryStore } from '../../../../shared/store/delivery-store.ts'
import { createDestinationStore } from '../../../../shared/store/destination-store.ts'
import { createDueWorkStore } from '../../../../shared/store/due-work-store.ts'
import type { Table } from '../../../../shared/store/table.ts'
import { createVault } from '../../../../shared/store/vault.ts'
import { testAccount, testMasterKey } from '../../../support/bridge.ts'
import { credentials } from './telling.ts'

/** An account whose enquiries are what a test says they are, and the real way from there to a platform. */
export function createWorld(account: string, platform: keyof typeof credentials, post: Post, start: Instant) {
  const clock = { now: start }
  const now = () => clock.now
  const truth = {
    contacts: [] as readonly Contact[],
    touches: [] as readonly Touch[],
  }
  const vault = createVault(testMasterKey)
  const enquiries = (): Enquiry[] =>
    foldEnquiries(truth.contacts, truth.touches, { enquiryGapDays: 30, lookbackDays: 365 })
  const holding = (contact: string) =>
    enquiries().find(({ contacts }) => contacts.some(({ id }) => id === contact))
  const sources = {
    account: async () => testAccount(account),
    browsers: { get: async () => undefined },
    calls: { factsOf: async () => [] },
    texts: { factsOf: async () => [] },
    sessions: { factsOf: async () => [] },
    enquiries: {
      read: async () => ({ heads: new Map(), enquiries: new Map(), calls: new Map(), progress: new Map() }),
      async find(_: string, id: string) {
        const enquiry = holding(id.slice('enq_'.length))
        return enquiry && { enquiry, revision: 1 }
      },
      enquiriesOf: async (_: string, day: string) =>
        enquiries()
          .filter(({ openedAt }) => openedAt.startsWith(day))
          .map((enquiry) => ({ enquiry, revision: 1 })),
    },
    vault: { open: (of: string, sealed: string) => vault.open(of, sealed) },
  }
  /** A process on this table: it may break at any write. */
  const on = (ledger: Table) => {
    const works = createDueWorkStore(ledger)
    const store = createConversionStore(ledger, randomUUID)
    const conversions = createConversions({
      destinations: createDestinationStore(ledger, vault),
      conversions: store,
      nameOf: conversionNameOf,
      sources,
      deliveries: createDeliveryStore(ledger, vault),
      works,
      telling: {
        // Each platform's peer stands where its path begins.
        post: (request) =>
          post({ ...request, url: request.url.replace(/^http:\/\/peer\/\w+/, 'http://peer') }),
        platformsUrl: 'http://peer',
      },
      guards: {
        authenticate: async () => {
          throw new Error('nobody asks')
        },
      },
      audit: { note: async () => undefined },
      newDestinationId: () => 'dst_none',
      now,
      chance: () => 0.5,
    })
    return {
      ...conversions,
      store,
      async look() {
        for (const { id } of enquiries()) await conversions.reconcile(account, id)
      },
      work: () =>
        workDue(
          { works, now, warn: () => undefined },
          lateHandlers(async () => conversions),
        ),
    }
  }
  return {
    clock,
    truth,
    enquiries,
    on,
    async createDestination(ledger: Table, destination: Destination): Promise<StoredDestination> {
      await createDestinationStore(ledger, vault).create({ ...destination, account }, credentials[platform])
      return { ...destination, account, hasCredentials: true }
    },
    /** Until nothing waits any more; time passes as far as it must. */
    async settle(ledger: Table) {
      const process = on(ledger)
      const contacts = truth.contacts.map(({ id }) => id)
      for (let left = 200; left > 0; left -= 1) {
        await process.look()
        const next = await process.work()
        const records = await process.store.of(account, contacts)
        const isAwaited = records.some(({ processing }) => processing?.state === 'awaited')
        if (!isAwaited && records.every(({ pending }) => pending === undefined)) return process
        // What somebody took who is gone lapses in a while, and is on nobody's list until then.
        const soon = addMinutes(clock.now, 16)
        clock.now = next !== undefined && next > clock.now && next < soon ? next : soon
      }
      throw new Error('it never settles')
    },
  }
}
