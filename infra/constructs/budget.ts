import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import { Construct } from 'constructs'

export interface MonthlyBudgetProps {
  /** US dollars that a month may cost. */
  readonly usd: number
  /** Who is told. */
  readonly mail: string
}

/**
 * Tells by mail when the month's bill nears the sum: at four fifths of it, at the whole, and as soon as AWS foresees that
 * the month will end above it. It counts the whole AWS account, since a filter by tags works only after they were
 * activated for billing by hand; a bridge in an account of its own is told of itself alone. AWS looks at the bill a few
 * times a day: it is an alarm and no brake.
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { usd, mail }: MonthlyBudgetProps) {
    super(scope, id)
    const notice = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        comparisonOperator: 'GREATER_THAN',
        threshold,
        thresholdType: 'PERCENTAGE',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address: mail }],
    })
    new CfnBudget(this, 'Month', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: usd, unit: 'USD' },
      },
      notificationsWithSubscribers: [notice('ACTUAL', 80), notice('ACTUAL', 100), notice('FORECASTED', 100)],
    })
  }
}

/**
 * As the command line gives them (`-c monthlyBudget=50 -c alarmMail=ops@example.com`).
 * @throws an Error of one line for a sum that is none, or one that nobody would be told of
 */
export function budgetOf(sum: string | undefined, mail: string | undefined): MonthlyBudgetProps | undefined {
  if (sum === undefined) return undefined
  const usd = Number(sum)
  if (!(usd > 0 && Number.isFinite(usd)))
    throw new Error(`monthlyBudget is a sum of US dollars, not "${sum}"`)
  if (mail === undefined || !/^\S+@\S+$/.test(mail)) {
    throw new Error('monthlyBudget needs somebody to tell: -c alarmMail=ops@example.com')
  }
  return { usd, mail }
}
