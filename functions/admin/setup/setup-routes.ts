import type { Hono } from 'hono'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { displayCode, spokenCode } from '../../../shared/domain/code-display.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { planSetup, printedText, type SetupPlan } from '../../../shared/domain/setup.ts'
import type { TrackingNumber } from '../../../shared/domain/tracking-number.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal, type Refusal, refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { renderNumber } from '../numbers/render-number.ts'
import { setUp } from './setup-operations.ts'

interface NewIds {
  number(): string
  campaign(): string
}

/** Everything that simple mode needs, at once. */
export function mountSetup(app: Hono, deps: AdminDeps, newIds: NewIds): void {
  const { guards, numbers, campaigns, codes, fallbacks, now } = deps

  /** The account's own number stays as it stands. */
  async function register(
    account: AccountId,
    wanted: NonNullable<SetupPlan['number']>,
  ): Promise<TrackingNumber | Refusal> {
    const saved = await numbers.create(account, { id: newIds.number(), ...wanted, createdAt: now() })
    if (saved.saved) {
      await fallbacks?.refresh(saved.number.number)
      return saved.number
    }
    const standing =
      saved.because === 'taken' && saved.id !== undefined ? await numbers.get(account, saved.id) : undefined
    return (
      standing ??
      refuse(
        'number_taken',
        'This number is registered with another account: it has to be deleted there first.',
      )
    )
  }

  handle(app, guards, setUp, async ({ account, body }) => {
    const plan = planSetup(body)
    // First what may be refused, so that a refusal leaves nothing behind.
    const number = plan.number && (await register(account, plan.number))
    if (isRefusal(number)) return number
    const campaign: Campaign = {
      id: newIds.campaign(),
      ...plan.campaign,
      active: true,
      voidPolicy: 'return-use',
      createdAt: now(),
    }
    await campaigns.create(account, campaign)
    const minted = await codes.mint(account, campaign, {}, now())
    if (minted.kind === 'refused') return refuse('mint_refused', minted.detail)
    const { code, expiresAt } = minted.code
    return reply(201, {
      source: plan.source,
      number: number ? renderNumber(number, now()) : null,
      campaign: { id: campaign.id, name: campaign.name, benefit: campaign.benefit },
      code: { code, display: displayCode(code), spoken: spokenCode(code), expiresAt },
      print: printedText(body, code),
    })
  })
}
