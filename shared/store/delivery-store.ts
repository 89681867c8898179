import { createHash } from 'node:crypto'
import {
  askedAgain,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryOutcome,
  type DeliveryProcessing,
  isSettled,
  isTakeable,
  keptDays,
  type NewDelivery,
  processed,
  settled,
  taken,
} from '../domain/delivery.ts'
import { type AccountId, type EnquiryId, newId } from '../domain/ids.ts'
import { timeBytes } from '../domain/ordered-id.ts'
import { epochMillisecondsOf, expiryOf, type Instant } from '../domain/time.ts'
import { allOf, attributeEquals, itemAbsent, itemPresent } from './condition.ts'
import { deliveryKeys, deliveryPartitions } from './delivery-keys.ts'
import type { Item, Table } from './table.ts'
import type { Vault } from './vault.ts'

/** The requests to systems outside; see `delivery.ts` for their states. Every step is one guarded write. */
export interface DeliveryStore {
  /** Once for each name, however often it is asked. @returns the one that stands */
  add(
    delivery: NewDelivery,
    now: Instant,
  ): Promise<{ readonly added: boolean; readonly delivery: Delivery | undefined }>
  get(account: AccountId, id: string): Promise<Delivery | undefined>
  /** In the order of `ids`, without those that are not there any more. */
  getAll(account: AccountId, ids: readonly string[]): Promise<Delivery[]>
  /** What is sent; undefined: it was erased with its person, or there never was anything. */
  bodyOf(delivery: Delivery): Promise<string | undefined>
  /** @returns the delivery, to be tried now by whoever asks and by nobody else; undefined: it is not due, or somebody else has it */
  take(delivery: Delivery, now: Instant): Promise<Delivery | undefined>
  /** @param attempt absent where nothing was tried @returns undefined: somebody else has moved it on meanwhile */
  settle(
    taken: Delivery,
    outcome: DeliveryOutcome,
    attempt: DeliveryAttempt | undefined,
    now: Instant,
  ): Promise<Delivery | undefined>
  /** What a receiver that took it says later. @returns undefined: it is not what it was asked of any more */
  noteProcessing(delivery: Delivery, processing: DeliveryProcessing): Promise<Delivery | undefined>
  /** Once more, by hand. @returns undefined: it is under way */
  again(delivery: Delivery, now: Instant): Promise<Delivery | undefined>
  /** Newest first, of all, of one target, or about one enquiry. @param before the id after which to go on */
  list(
    account: AccountId,
    of: DeliveryScope,
    page: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<Delivery[]>
}

export interface DeliveryScope {
  readonly target?: Delivery['target'] | undefined
  readonly enquiry?: EnquiryId | undefined
}

const nameOf = (name: string) => createHash('sha256').update(name).digest('base64url').slice(0, 32)

/** Time, then what its name comes to: who adds it twice in the same millisecond gives it one id. */
function idOf(name: string, now: Instant): string {
  const time = timeBytes(epochMillisecondsOf(now))
  const digest = createHash('sha256').update(`id ${name}`).digest()
  return newId('delivery', (length) =>
    Uint8Array.from([...time, ...digest.subarray(0, length - time.length)]),
  )
}

type Stored = Delivery & { readonly nameDigest: string }
const deliveryOf = (item: Item) => {
  const { pk: _pk, sk: _sk, expiresAtEpochSeconds: _expiry, ...delivery } = item
  return delivery as unknown as Stored
}

export function createDeliveryStore(ledger: Table, vault: Pick<Vault, 'seal' | 'open'>): DeliveryStore {
  const keyOf = ({ account, id }: Delivery) => deliveryKeys.delivery(account, id)
  /** As it was read: whoever came in between moved it on. */
  const stillAs = ({ state, nextAt, tries, round }: Delivery) =>
    allOf(
      attributeEquals('state', state),
      attributeEquals('nextAt', nextAt),
      attributeEquals('tries', tries),
      attributeEquals('round', round),
    )

  async function move(delivery: Delivery, set: Partial<Delivery>): Promise<Delivery | undefined> {
    const { won } = await ledger.update(keyOf(delivery), { set }, stillAs(delivery))
    return won ? { ...delivery, ...set } : undefined
  }

  async function get(account: AccountId, id: string): Promise<Delivery | undefined> {
    const item = await ledger.get(deliveryKeys.delivery(account, id))
    return item && deliveryOf(item)
  }

  async function getAll(account: AccountId, ids: readonly string[]): Promise<Delivery[]> {
    const items = await ledger.getAll(ids.map((id) => deliveryKeys.delivery(account, id)))
    return items.flatMap((item) => (item ? [deliveryOf(item)] : []))
  }

  return {
    get,
    getAll,

    async add({ name, account, target, about, body, state = 'due', because, dueAt }, now) {
      const nameDigest = nameOf(name)
      const id = idOf(name, now)
      const bodyKey = deliveryKeys.body(account, nameDigest)
      const expiresAtEpochSeconds = expiryOf(now, keptDays)
      const delivery: Stored = {
        account,
        id,
        target,
        about,
        state,
        nextAt: state === 'due' ? (dueAt ?? now) : now,
        tries: 0,
        round: 1,
        since: now,
        attempts: [],
        createdAt: now,
        because,
        nameDigest,
      }
      const pointer = { account, id, expiresAtEpochSeconds }
      const { won } = await ledger.transact([
        {
          put: {
            ...bodyKey,
            ...pointer,
            ...(body !== undefined && { sealedBody: vault.seal(account, body) }),
          },
          condition: itemAbsent,
        },
        { put: { ...keyOf(delivery), ...delivery, expiresAtEpochSeconds } },
        { put: { ...deliveryKeys.ofTarget(account, target, id), ...pointer } },
        ...(about.enquiry === undefined
          ? []
          : [{ put: { ...deliveryKeys.ofEnquiry(account, about.enquiry, id), ...pointer } }]),
      ])
      if (won) return { added: true, delivery }
      const known = await ledger.get(bodyKey)
      return { added: false, delivery: known && (await get(account, known.id as string)) }
    },

    async bodyOf(delivery) {
      const { account } = delivery
      const item = await ledger.get(deliveryKeys.body(account, (delivery as Stored).nameDigest))
      return typeof item?.sealedBody === 'string' ? vault.open(account, item.sealedBody) : undefined
    },

    take: async (delivery, now) =>
      isTakeable(delivery, now) ? move(delivery, taken(delivery, now)) : undefined,

    settle: async (delivery, outcome, attempt, now) =>
      isSettled(delivery) ? undefined : move(delivery, settled(delivery, outcome, attempt, now)),

    async noteProcessing(delivery, processing) {
      const step = processed(delivery, processing)
      return step && move(delivery, step)
    },

    async again(delivery, now) {
      const step = askedAgain(delivery, now)
      return step && move(delivery, step)
    },

    async list(account, { target, enquiry }, { limit, before }) {
      const range = { descending: true, limit, after: before }
      if (enquiry === undefined && target === undefined) {
        return (await ledger.query({ pk: deliveryPartitions.all(account), ...range })).map(deliveryOf)
      }
      const pk =
        enquiry === undefined
          ? deliveryPartitions.ofTarget(account, target as Delivery['target'])
          : deliveryPartitions.ofEnquiry(account, enquiry)
      const pointers = await ledger.query({ pk, ...range })
      return getAll(
        account,
        pointers.map(({ id }) => id as string),
      )
    },
  }
}

async function allAbout(ledger: Table, account: AccountId, enquiry: EnquiryId): Promise<Stored[]> {
  const pointers = await ledger.query({ pk: deliveryPartitions.ofEnquiry(account, enquiry) })
  const items = await ledger.getAll(pointers.map(({ id }) => deliveryKeys.delivery(account, id as string)))
  return items.flatMap((item) => (item ? [deliveryOf(item)] : []))
}

/** Everything that went out about an enquiry, oldest first, with what it said; undefined: that was erased, or never was. */
export const createDeliveryReader =
  (ledger: Table) =>
  async (
    account: AccountId,
    enquiry: EnquiryId,
  ): Promise<{ readonly delivery: Delivery; readonly sealedBody: string | undefined }[]> => {
    const all = await allAbout(ledger, account, enquiry)
    const bodies = await ledger.getAll(all.map(({ nameDigest }) => deliveryKeys.body(account, nameDigest)))
    return all.map((delivery, index) => ({
      delivery,
      sealedBody: bodies[index]?.sealedBody as string | undefined,
    }))
  }

/** Takes out what was said of an enquiry; that it was sent, where and when remains. @returns of how many deliveries */
export const createDeliveryEraser = (ledger: Table) => async (account: AccountId, enquiry: EnquiryId) => {
  const all = await allAbout(ledger, account, enquiry)
  for (const { nameDigest } of all) {
    const key = deliveryKeys.body(account, nameDigest)
    await ledger.update(key, { set: { sealedBody: undefined } }, itemPresent)
  }
  return all.length
}
