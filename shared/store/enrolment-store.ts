import {
  type EndReason,
  type Enrolment,
  isUnderWay,
  type KnownAddress,
  type ReadEnrolment,
  type Standing,
} from '../domain/enrolment.ts'
import type { AccountId, PersonalHash, SequenceId } from '../domain/ids.ts'
import { recentSends } from '../domain/mail-frequency.ts'
import { stopReasons } from '../domain/sequence.ts'
import type { MailResults, SequenceMailRecord } from '../domain/sequence-mail-record.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import type { DueEnrolments } from './enrolment-due.ts'
import { followUpKeys, followUpPartitions } from './follow-up-keys.ts'
import { countResult } from './mail-results-store.ts'
import type { MailingFile, NextKnown } from './mailing-file.ts'
import { keptDays, mailFact, recordIdOf, writeRecord } from './sequence-mail-store.ts'
import type { Table, Write } from './table.ts'

const ledTo = {
  reply: 'replied',
  call: 'called',
  redemption: 'redeemed',
  sale: 'won',
} as const satisfies Record<(typeof stopReasons)[number], keyof MailResults>
const isStopReason = (because: EndReason): because is keyof typeof ledTo =>
  (stopReasons as readonly string[]).includes(because)

const isSame = (one: Pick<Enrolment, 'sequence' | 'run'>) => (other: Pick<Enrolment, 'sequence' | 'run'>) =>
  one.sequence === other.sequence && one.run === other.run

/** What is known, with this enrolment in it as it is now. */
const withEnrolment = (
  known: KnownAddress,
  enrolment: Enrolment,
  also: readonly Write[] = [],
  standing: Partial<Standing> = {},
): NextKnown => ({
  standing: { ...(known.standing as Standing), ...standing },
  enrolments: [...known.enrolments.filter(({ sequence }) => sequence !== enrolment.sequence), enrolment],
  also,
})

/** How far each address is in each sequence (`enrolment.ts` has the states). */
export function createEnrolmentStore(ledger: Table, file: MailingFile, due: DueEnrolments) {
  return {
    /** @returns whether it all still stood as it was when it was decided */
    async enrol(enrolment: Enrolment, known: KnownAddress, now: Instant): Promise<boolean> {
      const { account, address, contact, sequence, startedAt } = enrolment
      const before = known.enrolments.find((each) => each.sequence === sequence)
      const { listed, writes } = await due.list(enrolment, enrolment.dueAt, before, now)
      const after = await file.write(
        known,
        withEnrolment(known, { ...enrolment, listed }, [
          ...writes,
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
        ]),
      )
      return after !== undefined
    },

    /** The addresses at which those who made the contacts are followed up. */
    async addressesOf(account: AccountId, contacts: readonly string[]): Promise<PersonalHash[]> {
      const items = await ledger.getAll(contacts.map((id) => followUpKeys.contactAddress(account, id)))
      return [...new Set(items.flatMap((item) => (item ? [item.address as PersonalHash] : [])))]
    },

    /**
     * It is looked at again at another time.
     * @param set what of it changes with that
     */
    async wait(
      { known, enrolment }: ReadEnrolment,
      until: Instant,
      set: Pick<Partial<Enrolment>, 'dueAt' | 'spread'>,
      now: Instant,
    ): Promise<boolean> {
      const { listed, writes } = await due.list(enrolment, until, enrolment, now)
      const next = withEnrolment(known, { ...enrolment, ...set, listed }, writes)
      return (await file.write(known, next)) !== undefined
    },

    /** From here on the mail may have gone out: only if nothing has changed since it was read. */
    async claim(
      { known, enrolment }: ReadEnrolment,
      mail: string,
      links: readonly string[],
      now: Instant,
    ): Promise<ReadEnrolment | undefined> {
      const claimed: Enrolment = { ...enrolment, state: 'sending', sending: { mail, links, claimedAt: now } }
      const sends = [...recentSends(known.standing?.sends ?? [], now), now]
      const after = await file.write(known, withEnrolment(known, claimed, [], { sends }))
      return after && { known: after, enrolment: claimed }
    },

    /** It was surely not sent: as if it had never been claimed, but for its next time. */
    async unclaim({ known, enrolment }: ReadEnrolment, until: Instant, now: Instant): Promise<void> {
      const { account, address } = enrolment
      const claimedAt = enrolment.sending?.claimedAt
      const { listed, writes } = await due.list(enrolment, until, enrolment, now)
      await file.change(
        account,
        address,
        (before) => {
          const stood = before.enrolments.find(isSame(enrolment))
          if (!stood?.sending) return undefined
          const sends = (before.standing?.sends ?? []).filter((at) => at !== claimedAt)
          const { sending: _sending, ...rest } = stood
          if (!isUnderWay(stood)) return withEnrolment(before, rest, [], { sends })
          const tries = (stood.tries ?? 0) + 1
          const waiting: Enrolment = { ...rest, state: 'waiting', dueAt: until, tries, listed }
          return withEnrolment(before, waiting, writes, { sends })
        },
        known,
      )
    },

    /**
     * The mail is done with, whatever came of it. Somebody who was stopped while it went out stays stopped.
     * @param next when the mail after it is due; undefined: it was the last
     * @returns the enrolment as it is now, if there still is one
     */
    async settle(
      { known, enrolment: { account, address, contact, sequence, run } }: ReadEnrolment,
      mail: string,
      fate: 'sent' | 'failed' | 'unknown',
      next: Instant | undefined,
      now: Instant,
    ): Promise<Enrolment | undefined> {
      const own = { sequence, run }
      const enrolled = known.enrolments.find(isSame(own))
      if (!enrolled) return undefined
      const again = next === undefined ? undefined : await due.list(enrolled, next, enrolled, now)
      const id = recordIdOf({ account, address, run }, mail)
      const about = { account, contact, sequence }
      const after = await file.change(
        account,
        address,
        (before) => {
          const stood = before.enrolments.find(isSame(own))
          if (!stood || stood.done.includes(mail)) return undefined
          const { sending, spread: _spread, tries: _tries, ...rest } = stood
          const done = [...stood.done, mail]
          const isGoingOn = isUnderWay(stood)
          const settled: Enrolment = !isGoingOn
            ? { ...rest, done }
            : next !== undefined
              ? { ...rest, done, state: 'waiting', dueAt: next, listed: again?.listed }
              : { ...rest, done, state: 'finished', endedAt: now, listed: undefined }
          const record: SequenceMailRecord = {
            ...about,
            id,
            address,
            mail,
            state: fate,
            links: [],
            claimedAt: now,
          }
          return withEnrolment(before, settled, [
            ...(isGoingOn ? (again?.writes ?? due.unlist(stood)) : []),
            ...(sending ? [writeRecord({ ...record, ...sending })] : []),
            ...(fate === 'unknown' ? [] : [countResult(account, sequence, { id, mail }, fate)]),
            ...(fate === 'sent' ? [mailFact({ ...about, mail: id, step: mail, what: 'sent', at: now })] : []),
          ])
        },
        known,
      )
      return after.enrolments.find(isSame(own))
    },

    async finish({ known, enrolment }: ReadEnrolment, now: Instant): Promise<boolean> {
      const finished: Enrolment = { ...enrolment, state: 'finished', endedAt: now, listed: undefined }
      const next = withEnrolment(known, finished, due.unlist(enrolment))
      return (await file.write(known, next)) !== undefined
    },

    /**
     * Ends it: no mail is claimed any more from here on. Where it is listed still, it is cleared away when its time comes.
     * @param isMeant which of the person's, as each stands at that moment
     * @returns those that were ended by it
     */
    async stop(
      account: AccountId,
      address: PersonalHash,
      isMeant: (enrolment: Enrolment) => EndReason | undefined,
      now: Instant,
    ): Promise<{ sequence: SequenceId; because: EndReason }[]> {
      let ended: { sequence: SequenceId; because: EndReason }[] = []
      await file.change(account, address, ({ standing, enrolments }) => {
        ended = []
        const also: Write[] = []
        const next = enrolments.map((enrolment): Enrolment => {
          const because = isUnderWay(enrolment) ? isMeant(enrolment) : undefined
          if (because === undefined) return enrolment
          const { sequence } = enrolment
          ended.push({ sequence, because })
          const mail = enrolment.sending?.mail ?? enrolment.done.at(-1)
          if (mail !== undefined && isStopReason(because)) {
            also.push(
              countResult(account, sequence, { id: recordIdOf(enrolment, mail), mail }, ledTo[because]),
            )
          }
          return { ...enrolment, state: 'stopped', because, endedAt: now }
        })
        return standing && ended.length > 0 ? { standing, enrolments: next, also } : undefined
      })
      return ended
    },

    /** Newest first: who was taken into the sequence. */
    async enrolled(account: AccountId, sequence: SequenceId, limit: number, before?: string) {
      const items = await ledger.query({
        pk: followUpPartitions.enrolled(account, sequence),
        descending: true,
        limit,
        after: before,
      })
      const known = await file.ofAll(
        items.map(({ address }) => ({ account, address: address as PersonalHash })),
      )
      return items.flatMap(({ sk }, index) => {
        const enrolment = known[index]?.enrolments.find((each) => each.sequence === sequence)
        return enrolment ? [{ place: sk, enrolment, standing: known[index]?.standing }] : []
      })
    },
  }
}
