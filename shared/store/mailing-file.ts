import type { Enrolment, KnownAddress, Standing } from '../domain/enrolment.ts'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import { followUpKeys } from './follow-up-keys.ts'
import type { Item } from './item.ts'
import type { Table, Write } from './table.ts'

/** Whoever loses to others reads again: of so many at one address at the same time none ever was. */
const mostTries = 20

const knownIn = (item: Item | undefined): KnownAddress => {
  if (!item) return { standing: undefined, enrolments: [] }
  const { pk: _pk, sk: _sk, enrolments = [], ...rest } = item
  const standing = rest as unknown as Standing
  const { account, address } = standing
  return {
    standing,
    enrolments: (enrolments as StoredEnrolment[]).map((each) => ({ ...each, account, address })),
  }
}

/** Whose it is stands in the item once: each kB of it is one more unit for every claim. */
type StoredEnrolment = Omit<Enrolment, 'account' | 'address'>
const storedOf = (enrolments: readonly Enrolment[]): StoredEnrolment[] =>
  enrolments.map(({ account: _account, address: _address, ...rest }) => rest)

/** What is to stand there next, with what is written in the same transaction. */
export interface NextKnown {
  readonly standing: Omit<Standing, 'version'>
  readonly enrolments: readonly Enrolment[]
  readonly also?: readonly Write[]
}

export type MailingFile = ReturnType<typeof createMailingFile>

/**
 * The one item of an address: what is known of it, and how far it is in each sequence. Whatever changes it is guarded by all
 * of it as it was read.
 */
export function createMailingFile(ledger: Table) {
  const keyOf = followUpKeys.standing

  const of = async (account: AccountId, address: PersonalHash): Promise<KnownAddress> =>
    knownIn(await ledger.get(keyOf(account, address)))

  /** @returns what stands there now; undefined: it was not any more what it was before, and nothing is written */
  async function write(
    before: KnownAddress,
    { standing, enrolments, also = [] }: NextKnown,
  ): Promise<KnownAddress | undefined> {
    const version = (before.standing?.version ?? 0) + 1
    const after: KnownAddress = { standing: { ...standing, version }, enrolments }
    const key = keyOf(standing.account, standing.address)
    if (!before.standing) {
      const item = { ...key, ...after.standing, enrolments: storedOf(enrolments) }
      const { won } =
        also.length > 0
          ? await ledger.transact([{ put: item, condition: itemAbsent }, ...also])
          : await ledger.putIf(item, itemAbsent)
      return won ? after : undefined
    }
    // What did not change is left alone: sealed values may be sealed anew at any time (`reseal.ts`).
    const stood: Record<string, unknown> = { ...before.standing }
    const stands: Record<string, unknown> = { ...after.standing }
    const changed = Object.keys({ ...stood, ...stands }).filter((name) => stands[name] !== stood[name])
    const set = {
      ...Object.fromEntries(changed.map((name) => [name, stands[name]])),
      ...(enrolments !== before.enrolments && { enrolments: storedOf(enrolments) }),
    }
    const condition = attributeEquals('version', before.standing.version)
    const { won } =
      also.length > 0
        ? await ledger.transact([{ update: key, change: { set }, condition }, ...also])
        : await ledger.update(key, { set }, condition)
    return won ? after : undefined
  }

  return {
    of,
    write,

    /** In the order of the addresses. */
    async ofAll(
      addresses: readonly { readonly account: AccountId; readonly address: PersonalHash }[],
    ): Promise<KnownAddress[]> {
      const items = await ledger.getAll(addresses.map(({ account, address }) => keyOf(account, address)))
      return items.map(knownIn)
    },

    /**
     * Changes it, again and again until nobody came in between.
     * @param change what becomes of it as it stands; undefined: it may stay so
     * @param known as it was read, mostly a moment ago
     * @returns what stands there now
     */
    async change(
      account: AccountId,
      address: PersonalHash,
      change: (before: KnownAddress) => NextKnown | undefined,
      known?: KnownAddress,
    ): Promise<KnownAddress> {
      for (let attempt = 0; attempt < mostTries; attempt++) {
        const before = (attempt === 0 ? known : undefined) ?? (await of(account, address))
        const next = change(before)
        if (!next) return before
        const after = await write(before, next)
        if (after) return after
      }
      throw new Error('what is known of an address could not be written')
    },

    /** Takes it away, as it was read. */
    async remove({ account, address, version }: Standing): Promise<boolean> {
      return (await ledger.delete(keyOf(account, address), attributeEquals('version', version))).won
    },
  }
}
