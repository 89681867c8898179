import { describe, expect, it, test } from 'vitest'
import { budgetOf } from '../../infra/constructs/budget.ts'
import { synthesize } from './synth.ts'

describe('the budget', () => {
  it('tells the operator of the sum that was chosen, before, at and ahead of it', () => {
    const { template } = synthesize({ budget: { usd: 50, mail: 'ops@example.com' } })
    const notice = (NotificationType: string, Threshold: number) => ({
      Notification: {
        NotificationType,
        Threshold,
        ThresholdType: 'PERCENTAGE',
        ComparisonOperator: 'GREATER_THAN',
      },
      Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'ops@example.com' }],
    })
    template.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 50, Unit: 'USD' } },
      NotificationsWithSubscribers: [notice('ACTUAL', 80), notice('ACTUAL', 100), notice('FORECASTED', 100)],
    })
  }, 60_000)

  it('is none where nobody asks for one', () => {
    expect(budgetOf(undefined, 'ops@example.com')).toBeUndefined()
    synthesize().template.resourceCountIs('AWS::Budgets::Budget', 0)
  }, 60_000)

  test.each([
    ['a word', 'much', 'ops@example.com', 'not "much"'],
    ['nothing', '0', 'ops@example.com', 'not "0"'],
    ['nobody to tell', '50', undefined, 'alarmMail'],
    ['no address', '50', 'ops', 'alarmMail'],
  ])('refuses %s', (_why, sum, mail, complaint) => {
    expect(() => budgetOf(sum, mail)).toThrow(complaint)
  })
})
