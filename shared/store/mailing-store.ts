import { createHash } from 'node:crypto'
import { type Consent, withConsent, withoutConsent } from '../domain/consent.ts'
import { type EndReason, type Enrolment, mailIdIn, type Standing } from '../domain/enrolment.ts'
import type { AccountId, PersonalHash, SequenceId } from '../domain/ids.ts'
import { recentSends } from '../domain/mail-frequency.ts'
import { stopReasons } from '../domain/sequence.ts'
import type { MailResults, SequenceMailRecord } from '../domain/sequence-mail-record.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import { allOf, attributeAbsent, attributeEquals, itemAbsent, itemPresent } from './condition.ts'
import { followUpKeys, followUpPartitions } from './follow-up-keys.ts'
import type { Item } from './item.ts'
import { countResult } from './mail-results-store.ts'
import type { Table, Write } from './table.ts'

/** Something that became of a mail, to be kept with the contact that led to the mail. */
export interface MailHappened {
  readonly account: AccountId
  readonly contact: string
  readonly mail: string
  readonly sequence: SequenceId
  readonly step: string
  readonly what: 'sent' | 'opened' | 'clicked' | 'replied' | 'unsubscribed'
  readonly at: Instant
}

/** A fact of the contact, once for each mail and happening: steps of the process and the score go by it. */
const factOf = ({ what, ...event }: MailHappened): Item => ({
  ...followUpKeys.mailEvent(event.account, event.contact, event.mail, what),
  fact: 'mail-event',
  ...event,
  event: what,
  by: 'follow-up',
})

/** Beyond what any redelivery may bring back, and as long as links in mails are of use. */
const keptDays = 400
/** Whoever loses to others reads again: of so many at one address at the same time none ever was. */
const mostTries = 20

export interface KnownAddress {
  readonly standing: Standing | undefined
  readonly enrolments: readonly Enrolment[]
}

/** What is learnt of an address besides. */
export interface LearntOfAddress {
  readonly sealed: string
  readonly sealedName?: string | undefined
  readonly consent?: Consent | undefined
}

export const recordIdOf = (enrolment: Pick<Enrolment, 'account' | 'address' | 'run'>, mail: string): string =>
  createHash('sha256')
    .update(`${enrolment.account}.${mailIdIn(enrolment, mail)}`)
    .digest('base64url')
    .slice(0, 24)

const ledTo = {
  reply: 'replied',
  call: 'called',
  redemption: 'redeemed',
  sale: 'won',
} as const satisfies Record<(typeof stopReasons)[number], keyof MailResults>
const isStopReason = (because: EndReason): because is keyof typeof ledTo =>
  (stopReasons as readonly string[]).includes(because)

const plain = <T>({ pk: _pk, sk: _sk, expiresAtEpochSeconds: _expiry, ...rest }: Item) => rest as unknown as T
const isUnderWay = ({ state }: Enrolment) => state === 'waiting' || state === 'sending'

export type MailingStore = ReturnType<typeof createMailingStore>

/**
 * What is known of addresses that are followed up, and how far each is in each sequence (`enrolment.ts` has the states).
 * All of one address stands in one partition and is read at once; every step is guarded by what was read.
 */
export function createMailingStore(ledger: Table) {
  const enrolmentKey = ({
    account,
    address,
    sequence,
  }: Pick<Enrolment, 'account' | 'address' | 'sequence'>) =>
    followUpKeys.enrolment(account, address, sequence)
  /** As it was read: whoever came in between moved it on. */
  const stillAs = ({ run, version }: Enrolment) =>
    allOf(attributeEquals('run', run), attributeEquals('version', version))
  const moveOf = (enrolment: Enrolment, set: Partial<Enrolment>): Write => ({
    update: enrolmentKey(enrolment),
    change: { set: { ...set, version: enrolment.version + 1 } },
    condition: stillAs(enrolment),
  })

  async function of(account: AccountId, address: PersonalHash): Promise<KnownAddress> {
    const items = await ledger.query({ pk: followUpPartitions.mailing(account, address) })
    const standing = items.find(({ sk }) => sk === 'standing')
    return {
      standing: standing && plain<Standing>(standing),
      enrolments: items.filter(({ sk }) => sk.startsWith('in#')).map((item) => plain<Enrolment>(item)),
    }
  }

  /** Changes the standing, again and again until nobody came in between. */
  async function changeStanding(
    account: AccountId,
    address: PersonalHash,
    change: (before: Standing) => Standing,
  ): Promise<Standing> {
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const item = await ledger.get(followUpKeys.standing(account, address))
      const before = item && plain<Standing>(item)
      const after = change(before ?? { account, address, sends: [], version: 0 })
      if (before && after === before) return before
      const next = { ...after, version: (before?.version ?? 0) + 1 }
      const { won } = await ledger.putIf(
        { ...followUpKeys.standing(account, address), ...next },
        before ? attributeEquals('version', before.version) : itemAbsent,
      )
      if (won) return next
    }
    throw new Error('the standing of an address could not be written')
  }

  async function recordOf(account: AccountId, id: string): Promise<SequenceMailRecord | undefined> {
    const item = await ledger.get(followUpKeys.mail(account, id))
    return item && plain<SequenceMailRecord>(item)
  }

  return {
    of,
    recordOf,
    recordIdOf,

    /** What is newest of a consent holds; an address that was erased is known again only by somebody who gives it anew. */
    learn: (account: AccountId, address: PersonalHash, learnt: LearntOfAddress) =>
      changeStanding(account, address, (before) => {
        const withIt = learnt.consent ? withConsent(before, learnt.consent) : before
        const sealedName = before.sealedName ?? learnt.sealedName
        if (withIt === before && before.sealed !== undefined && before.sealedName === sealedName)
          return before
        return { ...withIt, sealed: before.sealed ?? learnt.sealed, sealedName }
      }),
    unsubscribe: (account: AccountId, address: PersonalHash, at: Instant) =>
      changeStanding(account, address, (before) => withoutConsent(before, at)),
    giveCode: (account: AccountId, address: PersonalHash, code: NonNullable<Standing['code']>) =>
      changeStanding(account, address, (before) => ({ ...before, code })),

    /** @param before what stood there when it was decided @returns whether it still did */
    async enrol(enrolment: Enrolment, before: Enrolment | undefined): Promise<boolean> {
      const { account, address, contact, sequence, startedAt } = enrolment
      const { won } = await ledger.transact([
        {
          put: { ...enrolmentKey(enrolment), ...enrolment },
          condition: before ? stillAs(before) : itemAbsent,
        },
        { put: { ...followUpKeys.contactAddress(account, contact), account, address } },
        {
          put: {
            ...followUpKeys.enrolled(account, sequence, startedAt, address),
            account,
            address,
            contact,
            expiresAtEpochSeconds: expiryOf(startedAt, keptDays),
          },
        },
      ])
      return won
    },

    /** The addresses at which those who made the contacts are followed up. */
    async addressesOf(account: AccountId, contacts: readonly string[]): Promise<PersonalHash[]> {
      const items = await ledger.getAll(contacts.map((id) => followUpKeys.contactAddress(account, id)))
      return [...new Set(items.flatMap((item) => (item ? [item.address as PersonalHash] : [])))]
    },

    async wait(enrolment: Enrolment, dueAt: Instant, spread: string | undefined): Promise<boolean> {
      const set = { dueAt, ...(spread !== undefined && { spread }) }
      return (await ledger.transact([moveOf(enrolment, set)])).won
    },

    /**
     * From here on the mail may have gone out: only if nothing has changed since enrolment and standing were read, and if
     * it never was claimed before.
     */
    async claim(
      enrolment: Enrolment,
      standing: Standing,
      mail: string,
      links: readonly string[],
      now: Instant,
    ): Promise<{ enrolment: Enrolment; record: SequenceMailRecord } | undefined> {
      const { account, address, sequence, contact } = enrolment
      const id = recordIdOf(enrolment, mail)
      const record: SequenceMailRecord = {
        account,
        id,
        address,
        sequence,
        mail,
        contact,
        state: 'sending',
        claimedAt: now,
        links,
      }
      const set = { state: 'sending', sending: mail } as const
      const { won } = await ledger.transact([
        moveOf(enrolment, set),
        {
          update: followUpKeys.standing(account, address),
          change: {
            set: { sends: [...recentSends(standing.sends, now), now], version: standing.version + 1 },
          },
          condition: attributeEquals('version', standing.version),
        },
        {
          put: {
            ...followUpKeys.mail(account, id),
            ...record,
            expiresAtEpochSeconds: expiryOf(now, keptDays),
          },
          condition: itemAbsent,
        },
      ])
      return won ? { enrolment: { ...enrolment, ...set, version: enrolment.version + 1 }, record } : undefined
    },

    /** It was surely not sent: as if it had never been claimed, but for its next time. */
    async unclaim(enrolment: Enrolment, record: SequenceMailRecord, dueAt: Instant): Promise<boolean> {
      const { account, address, claimedAt } = record
      await changeStanding(account, address, (before) => ({
        ...before,
        sends: before.sends.filter((at) => at !== claimedAt),
      }))
      const { won } = await ledger.transact([
        moveOf(enrolment, { state: 'waiting', sending: undefined, dueAt }),
        { delete: followUpKeys.mail(account, record.id) },
      ])
      return won
    },

    /**
     * The mail is done with, whatever came of it. Somebody who was stopped while it went out stays stopped.
     * @param next when the mail after it is due; undefined: it was the last
     * @param event that it was sent, to be kept with the contact
     */
    async settle(
      claimed: Enrolment,
      mail: string,
      fate: 'sent' | 'failed' | 'unknown',
      next: Instant | undefined,
      now: Instant,
      event?: MailHappened,
    ): Promise<Enrolment | undefined> {
      const { account, address, sequence, run } = claimed
      const id = recordIdOf(claimed, mail)
      for (let attempt = 0; attempt < mostTries; attempt++) {
        // Mostly nobody came in between.
        const enrolment =
          attempt === 0
            ? claimed
            : (await of(account, address)).enrolments.find(
                (each) => each.sequence === sequence && each.run === run,
              )
        if (!enrolment || enrolment.done.includes(mail)) return enrolment
        const isGoingOn = isUnderWay(enrolment)
        const set: Partial<Enrolment> = {
          done: [...enrolment.done, mail],
          sending: undefined,
          spread: undefined,
          ...(isGoingOn && next !== undefined && { state: 'waiting', dueAt: next }),
          ...(isGoingOn && next === undefined && { state: 'finished', endedAt: now }),
        }
        const { won } = await ledger.transact([
          moveOf(enrolment, set),
          { update: followUpKeys.mail(account, id), change: { set: { state: fate } } },
          ...(fate === 'unknown'
            ? []
            : [countResult(account, sequence, { id, mail }, fate === 'sent' ? 'sent' : 'failed')]),
          ...(event ? [{ put: factOf(event) }] : []),
        ])
        if (won) return { ...enrolment, ...set, version: enrolment.version + 1 }
      }
      throw new Error('a mail that was sent could not be noted')
    },

    async finish(enrolment: Enrolment, now: Instant): Promise<boolean> {
      return (await ledger.transact([moveOf(enrolment, { state: 'finished', endedAt: now })])).won
    },

    /**
     * Ends it: no mail is claimed any more from here on.
     * @param isMeant which of the person's, as each stands at that moment
     * @returns those that were ended by it
     */
    async stop(
      account: AccountId,
      address: PersonalHash,
      isMeant: (enrolment: Enrolment) => EndReason | undefined,
      now: Instant,
    ): Promise<{ sequence: SequenceId; because: EndReason }[]> {
      const ended: { sequence: SequenceId; because: EndReason }[] = []
      for (let attempt = 0; attempt < mostTries; attempt++) {
        const open = (await of(account, address)).enrolments.filter(isUnderWay)
        const meant = open.flatMap((enrolment) => {
          const because = isMeant(enrolment)
          return because === undefined ? [] : [{ enrolment, because }]
        })
        if (meant.length === 0) return ended
        for (const { enrolment, because } of meant) {
          const last = enrolment.sending ?? enrolment.done.at(-1)
          const { won } = await ledger.transact([
            moveOf(enrolment, { state: 'stopped', because, endedAt: now }),
            ...(last !== undefined && isStopReason(because)
              ? [
                  countResult(
                    account,
                    enrolment.sequence,
                    { id: recordIdOf(enrolment, last), mail: last },
                    ledTo[because],
                  ),
                ]
              : []),
          ])
          if (won) ended.push({ sequence: enrolment.sequence, because })
        }
      }
      throw new Error('a sequence could not be stopped')
    },

    /** Notes the first time that something became of a mail. @returns whether it was the first */
    async mark(
      { account, id, sequence, mail }: SequenceMailRecord,
      event: MailHappened & { readonly what: 'opened' | 'clicked' | 'unsubscribed' },
    ): Promise<boolean> {
      const { what, at } = event
      const { won } = await ledger.transact([
        {
          update: followUpKeys.mail(account, id),
          change: { set: { [what]: at } },
          condition: allOf(itemPresent, attributeAbsent(what)),
        },
        countResult(account, sequence, { id, mail }, what),
        { put: factOf(event) },
      ])
      return won
    },

    async replied(event: MailHappened): Promise<void> {
      await ledger.put(factOf(event))
    },

    /** SES tells that it has sent what was not known to be. */
    async confirm(account: AccountId, id: string): Promise<void> {
      const record = await recordOf(account, id)
      if (record?.state !== 'unknown') return
      await ledger.transact([
        {
          update: followUpKeys.mail(account, id),
          change: { set: { state: 'sent' } },
          condition: attributeEquals('state', 'unknown'),
        },
        countResult(account, record.sequence, record, 'sent'),
      ])
    },

    /** Newest first: who was taken into the sequence. */
    async enrolled(account: AccountId, sequence: SequenceId, limit: number, before?: string) {
      const items = await ledger.query({
        pk: followUpPartitions.enrolled(account, sequence),
        descending: true,
        limit,
        after: before,
      })
      const enrolments = await ledger.getAll(
        items.map(({ address }) => followUpKeys.enrolment(account, address as PersonalHash, sequence)),
      )
      const standings = await ledger.getAll(
        items.map(({ address }) => followUpKeys.standing(account, address as PersonalHash)),
      )
      return items.flatMap(({ sk }, index) => {
        const [enrolment, standing] = [enrolments[index], standings[index]]
        return enrolment
          ? [
              {
                place: sk,
                enrolment: plain<Enrolment>(enrolment),
                standing: standing && plain<Standing>(standing),
              },
            ]
          : []
      })
    },
  }
}
