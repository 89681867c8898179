import { join } from 'node:path'
import type { Hono } from 'hono'
import { compose, type Outreach } from '../functions/outreach/compose.ts'
import type { AccountId } from '../shared/domain/ids.ts'
import { lateSesMailer } from '../shared/mail/late.ts'
import type { Mailer } from '../shared/mail/mail.ts'
import type { Tables } from '../shared/store/open.ts'
import { startDueRounds } from './due-rounds.ts'
import { startMailRounds } from './mail-rounds.ts'
import { mountMailbox, sesPath } from './mailbox/mount.ts'
import { createMemoryShelf, openMailFolder } from './mailbox/shelf.ts'

export interface LocalMail {
  readonly mailer: Mailer
  readonly outreach: Outreach
  /** The batch of the views' stream → mails and messages that are claimed, and sent right away. */
  readonly consume: Outreach['consume']
  mount(app: Hono): void
  start(): { stop(): Promise<void> }
}

export interface LocalMailOptions {
  readonly tables: Tables
  readonly env: { readonly TIELINE_MASTER_KEY: string; readonly PUBLIC_BASE_URL: string }
  readonly account: AccountId
  /** This machine's own address, at which the mailbox stands. */
  readonly ownUrl: string
  readonly dataFolder: string
  /** Whether webhooks may lead to this machine. */
  readonly loopbackTargets: boolean
  /** Under which address all ad platforms stand, if not where they are. */
  readonly platformsUrl?: string | undefined
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** Outreach on one machine: the very function, with a mailbox where SES would be. */
export function createLocalMail(options: LocalMailOptions): LocalMail {
  const { tables, env, account, ownUrl, dataFolder, loopbackTargets, platformsUrl, say, warn } = options
  const mailer = lateSesMailer({ from: 'Tieline <tieline@localhost>', localEndpoint: ownUrl + sesPath })
  const outreach = compose(tables, env, { mailer, loopbackTargets, platformsUrl })
  const shelf = dataFolder === ':memory:' ? createMemoryShelf() : openMailFolder(join(dataFolder, 'mail'))
  let rounds: { ring(): void; stop(): Promise<void> } | undefined
  return {
    mailer,
    outreach,
    async consume(event) {
      const answer = await outreach.consume(event)
      rounds?.ring()
      return answer
    },
    mount(app) {
      mountMailbox(app, {
        shelf,
        tell: say,
        feedBack: outreach.takeFeedback,
        async sendDigest() {
          const count = await outreach.announceTrial(account)
          rounds?.ring()
          return count
        },
      })
      // What was before a destination is looked at now, where a deployment has its schedule.
      app.use('/v1/destinations/*', async ({ req }, next) => {
        await next()
        if (req.method !== 'GET') rounds?.ring()
      })
      app.route('/', outreach.app)
    },
    start() {
      const both = [startMailRounds(outreach, warn), startDueRounds(() => outreach.workDue(), warn)]
      rounds = {
        ring() {
          for (const each of both) each.ring()
        },
        async stop() {
          await Promise.all(both.map((each) => each.stop()))
        },
      }
      return rounds
    },
  }
}
