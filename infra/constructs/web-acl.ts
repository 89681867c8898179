import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'

type Statement = CfnWebACL.StatementProperty

const metric = (metricName: string) => ({
  metricName: `tieline-${metricName}`,
  cloudWatchMetricsEnabled: true,
  // Samples would show requests of callers and visitors to whoever may read metrics.
  sampledRequestsEnabled: false,
})

const path = (positionalConstraint: 'STARTS_WITH' | 'EXACTLY', searchString: string): Statement => ({
  byteMatchStatement: {
    searchString,
    fieldToMatch: { uriPath: {} },
    positionalConstraint,
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
})
const pathBegins = (text: string) => path('STARTS_WITH', text)

/** Twilio asks for all callers from few addresses, and proves itself by its signature: no rule may turn a call away. */
const notOfTwilio: Statement = {
  andStatement: {
    statements: ['/twilio/', '/fallback/'].map((spared) => ({
      notStatement: { statement: pathBegins(spared) },
    })),
  },
}

/** Requests of one address in five minutes; an office of hundreds is one. */
const limits: readonly { readonly name: string; readonly most: number; readonly of: Statement }[] = [
  {
    name: 'codes',
    most: 300,
    // Not `/redeem.js`, which every page asks for that has a field.
    of: { orStatement: { statements: [pathBegins('/v1/redemptions'), path('EXACTLY', '/redeem')] } },
  },
  { name: 'sign-in', most: 200, of: pathBegins('/auth/') },
  { name: 'visits', most: 3000, of: pathBegins('/v1/collect') },
  { name: 'all', most: 10_000, of: notOfTwilio },
]

/** Lists of AWS's own: addresses that are known for attacks, requests that are known to be ones. */
const managed = ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet']

/** What CloudFront asks before anything else. It stands in us-east-1, whatever the Region of the rest. */
export class WebAcl extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const rated = limits.map(
      ({ name, most, of }, priority): CfnWebACL.RuleProperty => ({
        name,
        priority,
        statement: {
          rateBasedStatement: {
            limit: most,
            aggregateKeyType: 'IP',
            evaluationWindowSec: 300,
            scopeDownStatement: of,
          },
        },
        // 429, as the API says it.
        action: { block: { customResponse: { responseCode: 429 } } },
        visibilityConfig: metric(name),
      }),
    )
    const known = managed.map(
      (name, index): CfnWebACL.RuleProperty => ({
        name,
        priority: limits.length + index,
        statement: {
          managedRuleGroupStatement: { vendorName: 'AWS', name, scopeDownStatement: notOfTwilio },
        },
        overrideAction: { none: {} },
        visibilityConfig: metric(name),
      }),
    )
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      description: 'Tieline: too much from one address, and what is known to be an attack',
      defaultAction: { allow: {} },
      rules: [...rated, ...known],
      visibilityConfig: metric('acl'),
    })
    this.arn = acl.attrArn
  }
}
