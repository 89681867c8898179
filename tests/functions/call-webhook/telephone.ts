import { randomBytes, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { createCallWebhookApp } from '../../../functions/call-webhook/app.ts'
import type { CallWebhookDeps, Trouble } from '../../../functions/call-webhook/deps.ts'
import { createKnownSettings } from '../../../functions/call-webhook/outage/known-settings.ts'
import type { Spool } from '../../../functions/call-webhook/outage/spool.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import type { Clock } from '../../../shared/domain/time.ts'
import type { Mail } from '../../../shared/mail/mail.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createAttemptStore } from '../../../shared/store/attempt-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createCallerStore } from '../../../shared/store/caller-store.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../../shared/store/code-store.ts'
import { createConfirmedPhoneStore } from '../../../shared/store/confirmed-phone-store.ts'
import { createContactFactStore } from '../../../shared/store/contact-fact-store.ts'
import { createGivenCodeStore } from '../../../shared/store/given-code-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createMailStore } from '../../../shared/store/mail-store.ts'
import { createNumberHealthStore } from '../../../shared/store/number-health-store.ts'
import { createRouteStore } from '../../../shared/store/route-store.ts'
import { createSessionStore } from '../../../shared/store/session-store.ts'
import { createSuppressionStore } from '../../../shared/store/suppression-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createTextFactStore } from '../../../shared/store/text-fact-store.ts'
import { createTextStore } from '../../../shared/store/text-store.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { createTwilioRest } from '../../../shared/twilio/rest.ts'
import { createTexts } from '../../../shared/twilio/texts.ts'
import { testAccount, testKeys } from '../../support/bridge.ts'
import { signedForm } from '../../support/twilio-signing.ts'
import { all, parseTwiml, type TwimlNode } from './twiml.ts'

export const now = '2026-11-22T14:05:00.000Z'
const token = 'a-token-of-the-tests'
const origin = 'https://calls.example.com'
export const businessPhone = '+442079460001'

/** A table whose every request fails while it is down. */
export function breakable(table: Table) {
  let isDown = false
  const guarded = new Proxy(table, {
    get(target, name: keyof Table) {
      const method = target[name] as (...given: unknown[]) => unknown
      return (...given: unknown[]) => (isDown ? Promise.reject(new Error('ECONNREFUSED')) : method(...given))
    },
  })
  return {
    table: guarded,
    breakDown: () => {
      isDown = true
    },
  }
}

/** The call webhook on real stores, and whoever calls it. */
export function createExchange(
  ledger: Table,
  twilioBaseUrl: string,
  spool?: Spool,
  clock: Clock = () => now,
) {
  const troubles: Trouble[] = []
  const vault = createVault(Buffer.alloc(32, 7).toString('base64'))
  const report = (trouble: Trouble) => void troubles.push(trouble)
  const codes = createCodeStore(ledger, { randomBytes })
  const campaigns = createCampaignStore(ledger)
  const texts = createTexts({
    rest: createTwilioRest({
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: token,
      baseUrl: twilioBaseUrl,
      timeoutMilliseconds: 1000,
    }),
    store: createTextStore(ledger),
    vault,
    now: clock,
    report,
  })
  const callers = createCallerStore(ledger)
  const mails: Mail[] = []
  const deps: CallWebhookDeps = {
    twilio: { authTokens: [token], publicBaseUrl: origin },
    houseAccount: 'acc_house',
    spool,
    routes: createRouteStore(ledger),
    calls: createCallStore(ledger),
    coupons: {
      accounts: createAccountStore(ledger),
      campaigns,
      codes,
      given: createGivenCodeStore(ledger),
      attempts: createAttemptStore(ledger, vault, randomUUID),
      texts,
    },
    extras: {
      settings: createKnownSettings(createAccountStore(ledger), clock),
      callers,
      marks: createContactFactStore(ledger),
      leases: createLeaseStore(ledger),
      sessions: createSessionStore(ledger),
      numberHealth: createNumberHealthStore(ledger),
    },
    texting: {
      facts: createTextFactStore(ledger),
      phones: createConfirmedPhoneStore(ledger),
      calls: createCallStore(ledger),
      marks: createContactFactStore(ledger),
      mails: {
        mailer: {
          async send(mail) {
            mails.push(mail)
            return { messageId: 'a-mail' }
          },
        },
        claims: createMailStore(ledger),
        suppressions: createSuppressionStore(ledger, vault),
      },
    },
    vault,
    now: clock,
    report,
    patience: { callerMilliseconds: 8000, callbackMilliseconds: 8000, textMilliseconds: 8000 },
  }
  const app = createCallWebhookApp(deps)

  /** Every webhook is delivered as often and at once; all deliveries get the same answer. */
  async function post(target: string, fields: Record<string, string>, deliveries = 1): Promise<TwimlNode> {
    const request = signedForm(origin + target, fields, token)
    const answers = await Promise.all(
      Array.from({ length: deliveries }, async () => app.request(target, request)),
    )
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(texts).size, texts.join('\n')).toBe(1)
    return parseTwiml(texts[0] ?? '')
  }

  return {
    deps,
    mails,
    troubles,
    codes,
    campaigns,
    texts,
    vault,
    callers,
    post,
    raw: async (target: string, fields: Record<string, string>) =>
      app.request(target, signedForm(origin + target, fields, token)),

    /** An account of its own with one number. */
    async open(flow: Partial<CallFlow>, tracking: string) {
      const account = `acc_${randomUUID().slice(0, 8)}`
      await createAccountStore(ledger).create(
        testAccount(account, { name: 'Sash & Sons' }),
        testKeys(account),
      )
      await ledger.put({
        ...ledgerKeys.route(tracking),
        account,
        numberId: 'num_1',
        number: tracking,
        kind: 'source',
        flow: { forwardTo: [businessPhone], ring: 'all', ...flow },
      })
      return account
    },

    async campaign(account: string, change: Partial<Campaign> = {}): Promise<Campaign> {
      const campaign: Campaign = {
        id: `cmp_${randomUUID().slice(0, 8)}`,
        name: 'Ten off',
        kind: 'coupon',
        direction: 'web-to-phone',
        benefit: { kind: 'percent', percent: 10 },
        digits: 6,
        validFor: 'P7D',
        maxUses: 1,
        active: true,
        voidPolicy: 'return-use',
        acceptableRisk: 0.1,
        createdAt: now,
        ...change,
      }
      await campaigns.create(account, campaign)
      return campaign
    },

    async mint(account: string, campaign: Campaign, at = now): Promise<string> {
      const minted = await codes.mint(account, campaign, { session: 'ses_1', visitor: 'vis_1' }, at)
      if (minted.kind === 'refused') throw new Error(minted.detail)
      return minted.code.code
    },

    /** A call that goes through the TwiML as Twilio does. */
    async call(tracking: string, from = '+447700900123', deliveries = 1, extra: Record<string, string> = {}) {
      const fields = { CallSid: `CA${randomBytes(16).toString('hex')}`, From: from, To: tracking, ...extra }
      let twiml = await post('/twilio/voice', fields, deliveries)
      const follow = async (verb: string, more: Record<string, string>) => {
        const [element] = all(twiml, verb)
        if (!element) throw new Error(`no <${verb}> to follow`)
        const action = element.attributes.action ?? ''
        expect(action).toMatch(
          /^https:\/\/calls\.example\.com\/twilio\/voice\/[a-z]+\?[^#]*#rc=3&rp=ct,5xx,rt$/,
        )
        const names = [...new URL(action).searchParams.keys()]
        expect(names).toEqual(names.toSorted())
        const target = action.slice(origin.length).split('#')[0] ?? ''
        twiml = await post(target, { ...fields, ...more }, deliveries)
        return twiml
      }
      return {
        callSid: fields.CallSid,
        twiml: () => twiml,
        press: (Digits: string) => follow('Gather', { Digits }),
        say: (SpeechResult: string) => follow('Gather', { SpeechResult, Confidence: '0.9' }),
        silence: () => follow('Gather', {}),
        dialEnds: (DialCallStatus: string, more: Record<string, string> = {}) =>
          follow('Dial', { DialCallStatus, DialCallSid: 'CAx', ...more }),
        records: (more: Record<string, string>) => follow('Record', more),
        /** A request to an address that an attribute of the present TwiML names. */
        callback: (verb: string, attribute: string, more: Record<string, string>) => {
          const address = all(twiml, verb)[0]?.attributes[attribute] ?? ''
          const target = address.slice(origin.length).split('#')[0] ?? ''
          return app.request(target, signedForm(origin + target, { ...fields, ...more }, token))
        },
      }
    },
  }
}
