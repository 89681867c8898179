import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { RefusalCode } from '../../shared/domain/coupon.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { online, openCoupons, start } from '../support/coupons.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { limitMilliseconds, runs } from '../support/runs.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

/** A code as one would keep it in one's head: who has which use, who holds, what time it is. */
interface Model {
  minute: number
  campaignUses: number
  readonly personUses: Map<string, number>
  readonly codes: ModelCode[]
}
interface ModelCode {
  readonly endsAt: number
  voided: boolean
  used: number
  readonly holds: Map<string, number>
  /** The use of each owner that stands, by its id. */
  readonly uses: Map<string, string>
  /** Everything that was ever redeemed. */
  readonly everUsed: { owner: string; useId: string; voided: boolean }[]
}
interface Real {
  readonly coupons: ReturnType<typeof openCoupons>
  readonly campaign: Campaign
  readonly codes: string[]
}
type Command = fc.AsyncCommand<Model, Real>

const validMinutes = 60
const limits = { maxUses: 2, campaignMaxUses: 4, perPerson: 2 }
const owners = ['ses_a', 'ses_b', 'ses_c', 'ses_d']
/** Two owners are the same person in two browsers. */
const personOf = (owner: string) => (owner === 'ses_d' ? 'ses_c' : owner)

const nowOf = (model: Model) => addMinutes(start, model.minute)
const liveHolds = (model: Model, code: ModelCode, owner: string) =>
  [...code.holds].filter(([by, until]) => until > model.minute && by !== owner).length

function refusal(
  model: Model,
  code: ModelCode,
  owner: string,
  isRedemption: boolean,
): RefusalCode | undefined {
  if (code.voided) return 'code_voided'
  if (model.minute >= code.endsAt) return 'code_expired'
  if (code.used >= limits.maxUses) return 'code_used'
  if (code.used + liveHolds(model, code, owner) >= limits.maxUses) return 'code_held'
  if (!isRedemption) return undefined
  if (model.campaignUses >= limits.campaignMaxUses) return 'limit_reached'
  return (model.personUses.get(personOf(owner)) ?? 0) >= limits.perPerson ? 'limit_reached' : undefined
}

const count = (model: Model, owner: string, by: number) => {
  model.campaignUses += by
  model.personUses.set(personOf(owner), (model.personUses.get(personOf(owner)) ?? 0) + by)
}

/** Names what was done in the report of a failure. */
const command = (
  text: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Command => ({ check, run, toString: () => text })

type Chosen = { model: ModelCode; code: string }
/** A command about one of the codes that there are by then. */
const onCode = (
  index: number,
  text: string,
  run: (chosen: Chosen, model: Model, real: Real) => Promise<void>,
): Command =>
  command(
    `${text} #${index}`,
    async (model, real) => {
      const at = index % model.codes.length
      const [chosen, code] = [model.codes[at], real.codes[at]]
      if (chosen && code) await run({ model: chosen, code }, model, real)
    },
    (model) => model.codes.length > 0,
  )

const mint = command(
  'mint',
  async (model, { coupons, campaign, codes }) => {
    const { code } = await coupons.mint(campaign, {}, nowOf(model))
    codes.push(code)
    model.codes.push({
      endsAt: model.minute + validMinutes,
      voided: false,
      used: 0,
      holds: new Map(),
      uses: new Map(),
      everUsed: [],
    })
  },
  (model) => model.codes.length < 3,
)

const wait = (minutes: number) =>
  command(`wait ${minutes} min`, async (model) => {
    model.minute += minutes
  })

const redeem = (index: number, owner: string) =>
  onCode(index, `${owner} redeems`, async ({ model: code, code: written }, model, { coupons }) => {
    const use = online(owner, { person: personOf(owner) })
    const { account, codes } = coupons
    const expected = refusal(model, code, owner, true)
    const own = code.uses.get(owner)
    const told = await codes.check(account, written, use, nowOf(model))
    const outcome = await codes.redeem(account, written, use, nowOf(model))
    if (own !== undefined) {
      expect(outcome).toMatchObject({ kind: 'redeemed', isReplay: true, redemption: { useId: own } })
      expect(told).toEqual(outcome)
    } else if (expected !== undefined) {
      expect(outcome).toMatchObject({ kind: 'refused', code: expected })
      expect(told).toMatchObject({ kind: 'refused', code: expected })
    } else {
      expect(told).toMatchObject({ kind: 'redeemable' })
      expect(outcome).toMatchObject({ kind: 'redeemed', isReplay: false })
      if (outcome.kind !== 'redeemed') return
      const { useId } = outcome.redemption
      expect(code.everUsed.map((each) => each.useId)).not.toContain(useId)
      code.used += 1
      code.holds.delete(owner)
      code.uses.set(owner, useId)
      code.everUsed.push({ owner, useId, voided: false })
      count(model, owner, 1)
    }
  })

const hold = (index: number, owner: string, minutes: number) =>
  onCode(
    index,
    `${owner} holds for ${minutes} min`,
    async ({ model: code, code: written }, model, { coupons }) => {
      const expected = refusal(model, code, owner, false)
      const outcome = await coupons.codes.hold(coupons.account, written, owner, minutes, nowOf(model))
      if (expected !== undefined) {
        expect(outcome).toMatchObject({ kind: 'refused', code: expected })
        return
      }
      const standing = code.holds.get(owner) ?? 0
      const until = Math.max(model.minute + minutes, standing)
      expect(outcome).toMatchObject({ kind: 'held', until: addMinutes(start, until) })
      code.holds.set(owner, until)
    },
  )

const release = (index: number, owner: string) =>
  onCode(index, `${owner} releases`, async ({ model: code, code: written }, model, { coupons }) => {
    const isHeld = (code.holds.get(owner) ?? 0) > model.minute
    const outcome = await coupons.codes.release(coupons.account, written, owner, nowOf(model))
    expect(outcome).toMatchObject({ kind: 'released', wasHeld: isHeld })
    code.holds.delete(owner)
  })

const voidCode = (index: number) =>
  onCode(index, 'void the code', async ({ model: code, code: written }, model, { coupons }) => {
    const outcome = await coupons.codes.voidCode(coupons.account, written, 'x', undefined, nowOf(model))
    expect(outcome).toMatchObject({ kind: 'voided', isReplay: code.voided })
    code.voided = true
  })

const voidUse = (index: number, which: number) =>
  onCode(index, `void use ${which}`, async ({ model: code, code: written }, model, { coupons }) => {
    const use = code.everUsed[which % Math.max(1, code.everUsed.length)]
    if (!use) return
    const outcome = await coupons.codes.voidUse(
      coupons.account,
      written,
      use.useId,
      'x',
      undefined,
      nowOf(model),
    )
    expect(outcome).toMatchObject({ kind: 'use-voided', isReplay: use.voided, useReturned: true })
    if (use.voided) return
    use.voided = true
    code.used -= 1
    code.uses.delete(use.owner)
    count(model, use.owner, -1)
  })

const index = fc.nat(2)
const owner = fc.constantFrom(...owners)
const commands = fc.commands(
  [
    fc.constant(mint),
    fc.integer({ min: 1, max: 25 }).map(wait),
    fc.tuple(index, owner).map((given) => redeem(...given)),
    fc.tuple(index, owner).map((given) => redeem(...given)),
    fc.tuple(index, owner, fc.integer({ min: 1, max: 20 })).map((given) => hold(...given)),
    fc.tuple(index, owner).map((given) => release(...given)),
    index.map(voidCode),
    fc.tuple(index, fc.nat(3)).map((given) => voidUse(...given)),
  ],
  { maxCommands: 40, size: 'max' },
)

test(
  'the whole life of codes, whatever is done to them in whatever order',
  async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (planned) => {
        const coupons = openCoupons(tables.ledger)
        const campaign = await coupons.campaign({ ...limits, validFor: `PT${validMinutes}M` })
        const model: Model = { minute: 0, campaignUses: 0, personUses: new Map(), codes: [] }
        const real: Real = { coupons, campaign, codes: [] }
        await fc.asyncModelRun(() => ({ model, real }), [mint, ...planned])

        for (const [at, code] of model.codes.entries()) {
          const written = real.codes[at] ?? ''
          expect(await coupons.codes.get(coupons.account, written)).toMatchObject({
            used: code.used,
            state: code.voided ? 'voided' : 'live',
          })
          const history = await coupons.codes.history(coupons.account, written)
          const facts = (name: string) =>
            history.flatMap((each) =>
              'fact' in each && each.fact === name && 'useId' in each ? [each.useId] : [],
            )
          expect(facts('code-used').sort()).toEqual(code.everUsed.map(({ useId }) => useId).sort())
          expect(facts('code-use-voided').sort()).toEqual(
            code.everUsed.flatMap(({ useId, voided }) => (voided ? [useId] : [])).sort(),
          )
        }
      }),
      { numRuns: runs(15) },
    )
  },
  limitMilliseconds(60_000),
)
