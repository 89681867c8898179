import { isStandIn, withoutPerson } from '../domain/erasure.ts'
import type { ErasedFact } from '../domain/fact.ts'
import type { AccountId, PersonalHash, SessionId, VisitorId } from '../domain/ids.ts'
import { addDays, type Instant, utcDayOf } from '../domain/time.ts'
import { conversionKeys } from './conversion-keys.ts'
import { forgetContactMailing, forgetMailing } from './forget-mailing.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import { privacyKeys } from './privacy-keys.ts'
import type { Item, Key, Table } from './table.ts'
import { textKeys, textPartitions } from './text-keys.ts'

/** How the items of one person are rewritten. */
export interface Scrub {
  /** What takes the place of a keyed hash; undefined: it stays, since it is not this person's alone. */
  standIn(hash: string): string | undefined
  /** Takes the place of what has to be there and is sealed. */
  readonly sealedNothing: string
  /** As the person wrote them, to be taken out of what is kept. */
  readonly names: readonly string[]
}

/** What the print of an imported line becomes: told again, it is the same line (see `import-store.ts`). */
export const erasedPrint = 'erased'

type Rewrite = (item: Item) => Readonly<Record<string, unknown>>

/** Counters of texts to one phone go by themselves after so many days. */
const counterDays = 3

/**
 * Takes one person out of the ledger's items, each in its place: facts keep what is counted and lose what names somebody.
 * Every step can be repeated; what it changes comes by the stream, so that the views follow.
 */
export function createPersonItems(ledger: Table) {
  async function rewrite(items: readonly Item[], change: Rewrite): Promise<void> {
    for (const item of items) {
      const set = Object.fromEntries(
        Object.entries(change(item)).filter(([name, value]) => item[name] !== value),
      )
      if (Object.keys(set).length > 0) await ledger.update(item, { set })
    }
  }
  async function removeAll(keys: readonly Key[]): Promise<void> {
    for (const { pk, sk } of keys) await ledger.delete({ pk, sk })
  }

  const hashes =
    ({ standIn }: Scrub, ...names: readonly string[]): Rewrite =>
    (item) =>
      Object.fromEntries(
        names.flatMap((name) => {
          const hash = item[name]
          const other = typeof hash === 'string' && !isStandIn(hash) ? standIn(hash) : undefined
          return other === undefined ? [] : [[name, other]]
        }),
      )
  const gone = (item: Item, ...names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, undefined]])))
  const printOf = (item: Item) => (item.importedAs === undefined ? {} : { importedAs: erasedPrint })

  return {
    /** From here on facts that come late are kept without what names the person (`call-store.ts`). */
    async mark(
      account: AccountId,
      contact: string,
      at: Instant,
      mark: 'sealed' | 'whole' = 'sealed',
    ): Promise<void> {
      const fact: ErasedFact = { fact: 'erased', account, contact, at, by: 'erasure', mark }
      await ledger.put({ ...privacyKeys.erasedContact(account, contact), ...fact })
    },

    async call(account: AccountId, callSid: string, scrub: Scrub): Promise<void> {
      const withHashes = hashes(scrub, 'caller')
      await rewrite(await ledger.query({ pk: ledgerPartitions.call(account, callSid) }), (item) => ({
        ...withHashes(item),
        ...gone(item, 'sealedCaller', 'sealedText'),
        ...(item.fact === 'recording-deleted' && gone(item, 'reason')),
        ...printOf(item),
      }))
      await marker(account, scrub, 'given-code', callSid)
    },

    async text(account: AccountId, conversation: string, scrub: Scrub): Promise<void> {
      const withHashes = hashes(scrub, 'sender')
      const items = await ledger.query({ pk: textPartitions.conversation(account, conversation) })
      await rewrite(items, (item) => ({
        ...withHashes(item),
        ...gone(item, 'sealedSender'),
        // Another sealing of nothing would be a change each time.
        ...(item.erased !== true && { sealedBody: scrub.sealedNothing, erased: true }),
      }))
      for (const { messageSid } of items) await marker(account, scrub, 'reply', messageSid as string)
    },

    async form(account: AccountId, session: SessionId, formId: string, scrub: Scrub): Promise<void> {
      const withHashes = hashes(scrub, 'phone', 'email')
      const items = await ledger.query({ pk: ledgerPartitions.session(account, session), prefix: 'form#' })
      await rewrite(
        items.filter((item) => item.formId === formId),
        (item) => ({
          ...withHashes(item),
          ...gone(item, 'sealed'),
          ...(typeof item.heard === 'string' && { heard: withoutPerson(item.heard, scrub.names) }),
        }),
      )
    },

    /** Codes that were given to the person, used by them, or recommend the business in their name. */
    async code(account: AccountId, code: string, scrub: Scrub): Promise<void> {
      const withHashes = hashes(scrub, 'holder', 'referrer')
      const isPersons = (hash: unknown) => typeof hash === 'string' && scrub.standIn(hash) !== undefined
      await rewrite(await ledger.query({ pk: ledgerPartitions.code(account, code) }), (item) => ({
        ...withHashes(item),
        ...gone(item, 'orderReference', 'reason'),
        // The count of the person's uses has gone: there is none to give a use back to.
        ...(isPersons(item.countsForPerson) && gone(item, 'countsForPerson')),
        ...printOf(item),
      }))
      await marker(account, scrub, 'give-code', code)
    },

    /** What people wrote of the contact afterwards, an address among it. */
    async said(account: AccountId, contact: string, { names }: Scrub): Promise<void> {
      await forgetContactMailing(ledger, account, contact)
      await rewrite(await ledger.query({ pk: ledgerPartitions.contact(account, contact) }), (item) => ({
        ...(item.fact === 'address' && gone(item, 'address', 'sealedEmail', 'sealedName', 'consent')),
        ...(item.sealedNote !== undefined && { sealedNote: '' }),
        ...(Array.isArray(item.tags) && withoutNames(item.tags as string[], names)),
        ...(typeof item.heard === 'string' && { heard: withoutPerson(item.heard, names) }),
        ...(item.fact === 'verdict' && gone(item, 'reason')),
        ...printOf(item),
      }))
    },

    /** What other systems told of the person's deals: they look for whoever took the person's place. */
    async deal(account: AccountId, deal: string, { standIn }: Scrub): Promise<void> {
      await rewrite(await ledger.query({ pk: ledgerPartitions.deal(account, deal) }), (item) => {
        const about = (item.about as readonly string[]).map((node) => {
          const [kind, hash] = [node.slice(0, node.indexOf(':')), node.slice(node.indexOf(':') + 1)]
          const isPersonal = kind === 'phone' || kind === 'email'
          const other = isPersonal && !isStandIn(hash) ? standIn(hash) : undefined
          return other === undefined ? node : `${kind}:${other}`
        })
        return {
          ...(String(about) !== String(item.about) && { about }),
          ...gone(item, 'sealedName'),
        }
      })
    },

    /** What somebody recommends the business with, and that they were rewarded: their codes stay, as nobody's. */
    async referrer(account: AccountId, node: string, scrub: Scrub): Promise<void> {
      const hash = node.slice(node.indexOf(':') + 1)
      const pk = ledgerPartitions.referrers(account)
      for (const { sk, code } of await ledger.query({ pk, prefix: `${hash}#` })) {
        await this.code(account, code as string, scrub)
        await removeAll([{ pk, sk }, ledgerKeys.referrerOfCode(account, code as string)])
      }
      await removeAll([ledgerKeys.rewardedFriend(account, node)])
    },

    /** What is remembered of a phone or an e-mail by itself. That it wants no texts stays: it is what they asked for. */
    async hash(
      account: AccountId,
      hash: PersonalHash,
      campaigns: readonly string[],
      now: Instant,
    ): Promise<void> {
      await forgetMailing(ledger, account, hash)
      const caller = await ledger.query({ pk: ledgerPartitions.caller(account, hash) })
      const windows = await ledger.query({ pk: textKeys.window(account, hash, '').pk })
      const days = Array.from({ length: counterDays }, (_, back) => utcDayOf(addDays(now, -back)))
      await removeAll([
        ...caller,
        ...windows,
        ...days.flatMap((day) => [
          textKeys.sentTo(account, day, hash),
          textKeys.repliesTo(account, day, hash),
        ]),
        ...campaigns.map((id) => ledgerKeys.personUses(account, id, hash)),
      ])
    },

    /** The browser is somebody new at its next visit. */
    async visitor(account: AccountId, visitor: VisitorId, at: Instant): Promise<void> {
      await ledger.put({ ...privacyKeys.erasedVisitor(account, visitor), at })
      await removeAll([
        ledgerKeys.shownCode(account, visitor),
        ledgerKeys.arrival(account, visitor),
        conversionKeys.browser(account, visitor),
      ])
    },
  }

  /** To whom something was texted. */
  async function marker(account: AccountId, scrub: Scrub, purpose: string, about: string): Promise<void> {
    const item = await ledger.get(textKeys.marker(account, purpose, about))
    if (item) await rewrite([item], hashes(scrub, 'to'))
  }
}
export type PersonItems = ReturnType<typeof createPersonItems>

function withoutNames(tags: readonly string[], names: readonly string[]): { tags?: string[] } {
  const left = tags.map((tag) => withoutPerson(tag, names))
  return left.every((tag, index) => tag === tags[index]) ? {} : { tags: left }
}
