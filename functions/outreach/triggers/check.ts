import { type AccountId, isIdOf } from '../../../shared/domain/ids.ts'
import { thresholdNames } from '../../../shared/domain/scoring.ts'
import type { TriggerAction, TriggerWhen } from '../../../shared/domain/trigger.ts'
import type { FieldError } from '../../../shared/http/problem.ts'
import type { TriggerDeps } from './ports.ts'

export type CheckDeps = Pick<TriggerDeps, 'sequences' | 'ledger' | 'recipients' | 'stepsOf'>

const isSequence = isIdOf('sequence')
const isCampaign = isIdOf('campaign')

/** The event that each condition belongs to: with another one it never holds. */
const conditionsOf = {
  step: 'step.reached',
  band: 'score.crossed',
  stage: 'outcome.reported',
  campaignId: 'code.redeemed',
} as const satisfies Partial<Record<keyof TriggerWhen, TriggerWhen['event']>>

/**
 * What a trigger names must be there and may come to pass: nobody looks at one that does nothing.
 * @param given what is created or changed of it
 * @returns what is wrong with it, each with what would be right
 */
export async function wrongWith(
  { sequences, ledger, recipients, stepsOf }: CheckDeps,
  account: AccountId,
  { when, actions = [] }: { readonly when?: TriggerWhen; readonly actions?: readonly TriggerAction[] },
): Promise<FieldError[]> {
  async function wrongStep(step: string): Promise<string | undefined> {
    const steps = await stepsOf(account)
    if (steps.includes(step)) return undefined
    return `Must be a step of the account: ${steps.map((id) => `\`${id}\``).join(', ')}.`
  }
  async function wrongCampaign(id: string): Promise<string | undefined> {
    const found = isCampaign(id) && (await ledger.campaigns.get(account, id))
    return found ? undefined : 'Must be a campaign of the account.'
  }

  async function wrongCondition(name: keyof typeof conditionsOf, value: string): Promise<string | undefined> {
    if (when?.event !== conditionsOf[name]) return `Goes with the event \`${conditionsOf[name]}\` alone.`
    if (name === 'step') return wrongStep(value)
    if (name === 'campaignId') return wrongCampaign(value)
    // Everybody begins cold: only the others are crossed into.
    const isBand = name !== 'band' || (thresholdNames as readonly string[]).includes(value)
    return isBand ? undefined : `Must be one of ${thresholdNames.map((band) => `\`${band}\``).join(', ')}.`
  }

  async function wrongAction(action: TriggerAction): Promise<FieldError | undefined> {
    const wrong = (message: string | undefined, path = '') => (message ? { path, message } : undefined)
    switch (action.do) {
      case 'notify': {
        const { members = [], roles = [] } = action
        if (members.length + roles.length === 0) return wrong('Must name members or roles.')
        const known = new Set((await recipients(account)).map(({ id }) => id))
        return members.every((id) => known.has(id)) ? undefined : wrong('Must name members of the account.')
      }
      case 'start-sequence':
      case 'stop-sequence': {
        const { sequenceId } = action
        if (sequenceId === undefined) return undefined
        const found = isSequence(sequenceId) && (await sequences.get(account, sequenceId))
        return found ? undefined : wrong('Must be a sequence of the account.')
      }
      case 'issue-code':
        return wrong(await wrongCampaign(action.campaignId))
      case 'move-step':
        return wrong(await wrongStep(action.step), '.step')
      default:
        return undefined
    }
  }

  const errors: FieldError[] = []
  for (const name of Object.keys(conditionsOf) as (keyof typeof conditionsOf)[]) {
    const value = when?.[name]
    const message = value === undefined ? undefined : await wrongCondition(name, value)
    if (message) errors.push({ path: `when.${name}`, message })
  }
  for (const [index, action] of actions.entries()) {
    const wrong = await wrongAction(action)
    if (wrong) errors.push({ path: `actions.${index}${wrong.path}`, message: wrong.message })
  }
  return errors
}
