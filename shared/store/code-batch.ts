import type { Campaign } from '../domain/campaign.ts'
import { newCode, type RandomBytes } from '../domain/code-minting.ts'
import type { Code } from '../domain/coupon.ts'
import { issuedCode } from '../domain/coupon-mint.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { codeItem, codeKey } from './code-item.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import type { Item, Table } from './table.ts'

/**
 * A batch is planned before it is written: its item names its codes, so that whoever takes over after a crash writes the
 * very same ones. A code that turns out to be taken is replaced in the plan before anything else is written in its place.
 */
export const usualCodesPerBatch = 1000
/** A transaction takes 100 writes. */
const codesPerTransaction = 100
/** So many are under way at a time: one waits for the engine while another is made. */
const transactionsAtOnce = 4

/** Each round draws anew what was taken: with nine of ten codes taken, one in 800 is left after so many. */
const mostRounds = 64
const noneLeft = (digits: number) =>
  new Error(`hardly a code of ${digits} random digits is left: use more digits`)

const separator = ' '
export const codesIn = (batch: Item): string[] => (batch.codes as string).split(separator)
export const joinCodes = (codes: readonly string[]): string => codes.join(separator)

/** A code of the batch, as it is written first. */
export const codeOfBatch = (account: AccountId, campaign: Campaign, batch: Item, code: string): Code => ({
  ...issuedCode(account, campaign, code, {}, batch.issuedAt as Instant, batch.expiresAt as Instant),
  batch: batch.sk,
})

export function createBatchWriter(ledger: Table, randomBytes: RandomBytes) {
  /** @returns the codes that belong to others */
  async function writeSome(codes: readonly Code[]): Promise<string[]> {
    let pending = codes
    const taken: string[] = []
    while (pending.length > 0) {
      const outcome = await ledger.transact(
        pending.map((code) => ({ put: codeItem(code), condition: itemAbsent })),
      )
      if (outcome.won) return taken
      const { lost } = outcome
      const isForeign = (code: Code, index: number) =>
        lost[index] !== undefined && lost[index]?.current?.batch !== code.batch
      taken.push(...pending.filter(isForeign).map(({ code }) => code))
      pending = pending.filter((_, index) => lost[index] === undefined)
    }
    return taken
  }

  async function writeAll(codes: readonly Code[]): Promise<string[]> {
    const chunks: Code[][] = []
    for (let start = 0; start < codes.length; start += codesPerTransaction) {
      chunks.push(codes.slice(start, start + codesPerTransaction))
    }
    const taken: string[] = []
    await Promise.all(
      Array.from({ length: transactionsAtOnce }, async () => {
        for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
          taken.push(...(await writeSome(chunk)))
        }
      }),
    )
    return taken
  }

  async function missingOf(account: AccountId, codes: readonly string[], batch: string): Promise<string[]> {
    const items = await ledger.getAll(codes.map((code) => codeKey(account, code)))
    return codes.filter((_, index) => items[index]?.batch !== batch)
  }

  /** Puts others in the place of those; if somebody else did already, theirs stand. */
  async function replace(plan: Item, codes: readonly string[], taken: readonly string[], digits: number) {
    if (codes.length + taken.length > 10 ** digits) throw noneLeft(digits)
    const replaced = new Set(codes)
    for (const code of taken) replaced.delete(code)
    while (replaced.size < codes.length) {
      const fresh = newCode(digits, randomBytes)
      if (!taken.includes(fresh)) replaced.add(fresh)
    }
    const revision = plan.revision as number
    await ledger.update(
      { pk: plan.pk, sk: plan.sk },
      { set: { codes: joinCodes([...replaced]), revision: revision + 1 } },
      attributeEquals('revision', revision),
    )
  }

  return {
    /**
     * Writes all codes of the batch that do not stand yet, however often it is called.
     * @throws if the codes of that length were given out before
     * @param isNew nobody tried before: nothing has to be looked up
     */
    async write(account: AccountId, campaign: Campaign, planned: Item, isNew: boolean): Promise<void> {
      let plan = planned
      let codes = isNew ? codesIn(plan) : await missingOf(account, codesIn(plan), plan.sk)
      for (let round = 1; round <= mostRounds; round++) {
        const own = codes.map((code) => codeOfBatch(account, campaign, plan, code))
        const taken = await writeAll(own)
        if (taken.length === 0) return
        await replace(plan, codesIn(plan), taken, campaign.digits)
        plan = (await ledger.get({ pk: plan.pk, sk: plan.sk })) ?? plan
        codes = await missingOf(account, codesIn(plan), plan.sk)
      }
      throw noneLeft(campaign.digits)
    },
  }
}
