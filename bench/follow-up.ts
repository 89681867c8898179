import { randomBytes, randomUUID } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type DueHandler, type OwnRound, workDue } from '../functions/outreach/due/work-due.ts'
import type { FollowUpDeps } from '../functions/outreach/sequences/ports.ts'
import { writeMail } from '../functions/outreach/sequences/write-mail.ts'
import { createFollowUpRound } from '../functions/outreach/turns/round.ts'
import { engineClientConfig } from '../local/engine-config.ts'
import type { Enrolment } from '../shared/domain/enrolment.ts'
import { type Sequence, usualFollowUp } from '../shared/domain/sequence.ts'
import { createAccountStore } from '../shared/store/account-store.ts'
import { createAddressStore } from '../shared/store/address-store.ts'
import { createCallStore } from '../shared/store/call-store.ts'
import { createCampaignStore } from '../shared/store/campaign-store.ts'
import { createCodeStore } from '../shared/store/code-store.ts'
import { createContactFactStore } from '../shared/store/contact-fact-store.ts'
import { createDayStore } from '../shared/store/day-store.ts'
import { createDueWorkStore } from '../shared/store/due-work-store.ts'
import { createEnquiryStore } from '../shared/store/enquiry-store.ts'
import { createLinkStore } from '../shared/store/link-store.ts'
import { createMailingStore } from '../shared/store/mailing-store.ts'
import { createSequenceStore } from '../shared/store/sequence-store.ts'
import { createSessionStore } from '../shared/store/session-store.ts'
import { createSuppressionStore } from '../shared/store/suppression-store.ts'
import { createTable } from '../shared/store/table.ts'
import { createVault } from '../shared/store/vault.ts'
import { countUnits } from './attribution/count-units.ts'
import type { Bench } from './bench.ts'
import { rateOf } from './coupons.ts'
import { withBridge } from './http/bridge.ts'
import { interleave, median } from './measure.ts'

const perRound = 400
const rounds = 5
const atATime = 8
/** A Monday, in the morning. */
const now = '2099-11-23T10:00:00.000Z'
const account = 'acc_follow_bench'
const floorKind = 'floor'

const sequence: Sequence = {
  id: 'seq_bench',
  name: 'After the quote',
  kind: 'follow-up',
  active: true,
  mails: [
    {
      id: 'm1',
      delayWorkingHours: 0,
      subject: 'Your quote, {{name|as asked}}',
      text: 'Hello {{name|there}},\n\nhere is what you asked for. It holds for two weeks.\n\nSee https://shop.example/how for how it goes on.',
      button: { label: 'See prices', url: 'https://shop.example/prices' },
      value: 'They see what it costs.',
    },
  ],
  stopOn: ['reply', 'call', 'redemption', 'sale'],
  createdAt: now,
  changedAt: now,
}

const broken = (_work: unknown, cause: string): never => {
  throw new Error(cause)
}

export const followUp: Bench = {
  name: 'follow-up',
  title:
    'Mails of sequences that are due: claimed, written and handed over, beside bare claims of as much due work',

  run: (context) =>
    withBridge(async (_ledger, { endpoint, tables }) => {
      const client = new DynamoDBClient(engineClientConfig(endpoint))
      const units = countUnits(client)
      try {
        const ledger = createTable(client, tables.ledger)
        const views = createTable(client, tables.views)
        const vault = createVault(Buffer.alloc(32, 7).toString('base64'))
        const works = createDueWorkStore(ledger)
        let sent = 0
        let bare = 0
        const floor: DueHandler = {
          kind: floorKind,
          lapse: 'again',
          perRound,
          parallel: atATime,
          async run() {
            bare += 1
            return { done: true }
          },
        }
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
            async send() {
              sent += 1
              return { messageId: `m${sent}` }
            },
          },
          publicBaseUrl: 'https://calls.example.com',
          now: () => now,
          report: ({ cause }) => {
            throw new Error(cause)
          },
        }
        const business = {
          id: account,
          name: 'Sash & Sons',
          timeZone: 'UTC',
          currency: 'GBP',
          lookbackDays: 90,
          enquiryGapDays: 30,
          origins: ['*'],
          excludedVisitors: [],
          createdAt: now,
        }
        await createAccountStore(ledger).create(business, { secretKey: 'sk_follow', siteKey: 'pk_follow' })
        await deps.sequences.create(account, sequence)

        let people = 0
        async function newcomer(): Promise<void> {
          people += 1
          const me = people
          const email = `reader${me}@example.com`
          const address = vault.hash(account, 'email', email)
          const consent = {
            basis: 'consent',
            at: now,
            by: 'form',
            contact: `frm_${me}`,
            detail: 'yes',
          } as const
          const sealed = vault.seal(account, email)
          await deps.mailing.learn(account, address, {
            sealed,
            sealedName: vault.seal(account, 'Ada'),
            consent,
          })
          const enrolment: Enrolment = {
            account,
            address,
            sequence: sequence.id,
            run: `run${me}`,
            contact: `frm_${me}`,
            eventAt: now,
            startedAt: now,
            state: 'waiting',
            dueAt: now,
            done: [],
            places: [`email:${address}`, `visitor:vis_${me}`],
          }
          await deps.mailing.enrol(enrolment, await deps.mailing.of(account, address), now)
          const work = { account, kind: floorKind, id: `w${me}`, dueAt: now, body: { address } }
          if ((await works.add(work, now)) !== 'added') throw new Error('known already')
        }
        /** So many of the kind: how many a second, and what each writes. */
        async function roundOf(kind: DueHandler | OwnRound) {
          units.take()
          const start = performance.now()
          await workDue({ works, now: () => now, warn: broken }, [kind])
          const rate = (perRound * 1000) / (performance.now() - start)
          return { rate, writes: units.take().writes / perRound }
        }
        const sendRound = createFollowUpRound(deps, { perRound, parallel: atATime })
        const mails = () => sendRound(broken)
        type Told = Awaited<ReturnType<typeof roundOf>>
        const told: { mails: Told[]; floor: Told[] } = { mails: [], floor: [] }
        for (let round = 0; round <= rounds; round++) {
          context.progress(`round ${round} of ${rounds}, ${perRound} mails each`)
          await rateOf(perRound, atATime, newcomer)
          const before = { sent, bare }
          const isFirst = round % 2 === 0
          const first = await roundOf(isFirst ? mails : floor)
          const second = await roundOf(isFirst ? floor : mails)
          const done = [sent - before.sent, bare - before.bare]
          if (done.some((each) => each !== perRound)) throw new Error(`${done} of ${perRound} were done`)
          if (round === 0) continue
          told.mails.push(isFirst ? first : second)
          told.floor.push(isFirst ? second : first)
        }

        const about = {
          account: business,
          settings: usualFollowUp,
          sequence,
          mail: sequence.mails[0] as (typeof sequence.mails)[number],
          wording: { name: 'Ada', business: business.name },
          to: 'reader@example.com',
          address: 'address',
          record: 'record',
        }
        const written = await interleave(
          { write: () => rateOf(perRound, 1, async () => void (await writeMail(deps, about))) },
          rounds + 1,
        )
        return [
          {
            figure: `mails claimed, written and handed over, ${atATime} at a time`,
            value: median(told.mails.map(({ rate }) => rate)),
            unit: '/s',
            floor: { name: 'bare claims', value: median(told.floor.map(({ rate }) => rate)) },
            aim: { of: 'ratio', atLeast: 0.4 },
          },
          {
            figure: 'write units of a mail that is a sequence’s last',
            value: median(told.mails.map(({ writes }) => writes)),
            unit: 'write units',
            floor: { name: 'a bare claim', value: median(told.floor.map(({ writes }) => writes)) },
          },
          {
            figure: 'mails written, in one process and without the table (1,667/s are 100,000 a minute)',
            value: median(written.write.slice(1)),
            unit: '/s',
          },
        ]
      } finally {
        client.destroy()
      }
    }),
}
