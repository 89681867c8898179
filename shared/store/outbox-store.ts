import { createHash } from 'node:crypto'
import type { AccountId } from '../domain/ids.ts'
import {
  type Handed,
  type MailAbout,
  mailName,
  type NewMail,
  nextAttempt,
  type OutgoingMail,
  sendingMinutes,
} from '../domain/outgoing-mail.ts'
import { addMinutes, expiryOf, type Instant } from '../domain/time.ts'
import { allOf, anyOf, attributeBelow, attributeEquals, itemAbsent } from './condition.ts'
import type { Item } from './item.ts'
import { dueMails, outreachKeys } from './outreach-keys.ts'
import type { Table, Write } from './table.ts'

/** Beyond what any import or redelivery may bring back. */
const keptDays = 400
const counterDays = 2

/** The mails that are to be sent; see `outgoing-mail.ts` for their states. Every step is one guarded transaction. */
export interface OutboxStore {
  /** Once for each person and thing, however often it is asked; `capped`: the person got too many this hour. */
  add(mail: NewMail, mostPerHour: number, now: Instant): Promise<'added' | 'known' | 'capped'>
  /** What a mail that waits was waiting for has come. */
  hasten(mail: NewMail): Promise<void>
  /** Those to look at by then, the longest due first. */
  due(until: Instant, limit: number): Promise<OutgoingMail[]>
  /** When the next one is due. */
  nextDueAt(): Promise<Instant | undefined>
  /** @returns the mail, to be handed over now by whoever asks and by nobody else; undefined: somebody else has it */
  take(mail: OutgoingMail, now: Instant): Promise<OutgoingMail | undefined>
  settle(taken: OutgoingMail, outcome: Handed, now: Instant): Promise<void>
  /** It is not wanted any more, or can't be sent; if nobody has taken it. */
  skip(mail: OutgoingMail, because: string): Promise<void>
  /** Not yet: what it tells of is not there; if nobody has taken it. */
  postpone(mail: OutgoingMail, dueAt: Instant): Promise<void>
  /** Nobody knows whether it was sent, and it is not sent again. */
  giveUp(mail: OutgoingMail, because: string): Promise<void>
  /** The service tells that it has sent the mail. */
  confirm(account: AccountId, id: string): Promise<void>
  get(account: AccountId, id: string): Promise<OutgoingMail | undefined>
}

export const mailIdOf = (member: string, about: MailAbout): string =>
  createHash('sha256').update(mailName(member, about)).digest('base64url').slice(0, 32)

const mailOf = (item: Item) => item as unknown as OutgoingMail

export function createOutboxStore(ledger: Table): OutboxStore {
  const keyOf = ({ account, id }: OutgoingMail) => outreachKeys.mail(account, id)
  const pointerOf = ({ dueAt, account, id }: Pick<OutgoingMail, 'dueAt' | 'account' | 'id'>): Item => ({
    ...outreachKeys.dueMail(dueAt, account, id),
    account,
    id,
  })
  /** As it was read: whoever came in between moved it on. */
  const stillAs = ({ state, dueAt, attempts }: OutgoingMail) =>
    allOf(
      attributeEquals('state', state),
      attributeEquals('dueAt', dueAt),
      attributeEquals('attempts', attempts),
    )

  /** Its next state, and the one pointer that goes with it. */
  async function move(
    mail: OutgoingMail,
    set: Partial<OutgoingMail> & Record<string, unknown>,
  ): Promise<OutgoingMail | undefined> {
    const next = { ...mail, ...set }
    const isOpen = next.state === 'due' || next.state === 'sending'
    const writes: Write[] = [
      { update: keyOf(mail), change: { set }, condition: stillAs(mail) },
      ...(isOpen && next.dueAt === mail.dueAt ? [] : [{ delete: pointerKeyOf(mail) }]),
      ...(isOpen && next.dueAt !== mail.dueAt ? [{ put: pointerOf(next) }] : []),
    ]
    return (await ledger.transact(writes)).won ? next : undefined
  }
  const pointerKeyOf = ({ dueAt, account, id }: OutgoingMail) => outreachKeys.dueMail(dueAt, account, id)

  async function get(account: AccountId, id: string): Promise<OutgoingMail | undefined> {
    const item = await ledger.get(outreachKeys.mail(account, id))
    return item && mailOf(item)
  }

  return {
    get,

    async add({ account, member, about, dueAt }, mostPerHour, now) {
      const id = mailIdOf(member, about)
      const hour = outreachKeys.mailsTo(account, member, now.slice(0, 13))
      const mail: OutgoingMail = {
        account,
        id,
        member,
        about,
        state: 'due',
        dueAt,
        attempts: 0,
        createdAt: now,
      }
      const outcome = await ledger.transact([
        {
          put: {
            ...keyOf(mail),
            ...mail,
            expiresAtEpochSeconds: expiryOf(now, keptDays),
          },
          condition: itemAbsent,
        },
        { put: pointerOf(mail) },
        {
          update: hour,
          change: { add: { mails: 1 }, set: { expiresAtEpochSeconds: expiryOf(now, counterDays) } },
          condition: anyOf(itemAbsent, attributeBelow('mails', mostPerHour)),
        },
      ])
      if (outcome.won) return 'added'
      return outcome.lost[0] ? 'known' : 'capped'
    },

    async hasten({ account, member, about, dueAt }) {
      // Whoever came in between may have put it off.
      for (;;) {
        const mail = await get(account, mailIdOf(member, about))
        if (mail?.state !== 'due' || mail.attempts > 0 || mail.dueAt <= dueAt) return
        if (await move(mail, { dueAt })) return
      }
    },

    async due(until, limit) {
      const pointers = await ledger.query({ pk: dueMails, between: ['0', `${until}~`], limit })
      const items = await ledger.getAll(
        pointers.map(({ account, id }) => outreachKeys.mail(account as AccountId, id as string)),
      )
      return items.flatMap((item) => (item ? [mailOf(item)] : []))
    },

    async nextDueAt() {
      const [first] = await ledger.query({ pk: dueMails, limit: 1 })
      return first?.sk.split('#', 1)[0]
    },

    async take(mail, now) {
      if (mail.state !== 'due') return undefined
      const dueAt = addMinutes(now, sendingMinutes)
      return move(mail, { state: 'sending', dueAt, attempts: mail.attempts + 1, sendingAt: now })
    },

    async settle(taken, outcome, now) {
      if (outcome.handed === 'sent') {
        await move(taken, { state: 'sent', sentAt: now, messageId: outcome.messageId })
        return
      }
      // It stays as it is: in a while nobody is at it any more, and it is given up unless the service tells otherwise.
      if (outcome.handed === 'unknown') return
      const { because } = outcome
      const again = outcome.handed === 'later' ? nextAttempt(taken.attempts, now) : undefined
      await move(taken, again ? { state: 'due', dueAt: again, because } : { state: 'failed', because })
    },

    async skip(mail, because) {
      if (mail.state === 'due') await move(mail, { state: 'skipped', because })
    },
    async postpone(mail, dueAt) {
      if (mail.state === 'due') await move(mail, { dueAt })
    },
    async giveUp(mail, because) {
      if (mail.state === 'sending') await move(mail, { state: 'unknown', because })
    },

    async confirm(account, id) {
      const mail = await get(account, id)
      if (!mail) return
      if (mail.state === 'sending') await move(mail, { state: 'sent' })
      else if (mail.state === 'unknown') {
        await ledger.update(keyOf(mail), { set: { state: 'sent' } }, attributeEquals('state', 'unknown'))
      }
    },
  }
}
