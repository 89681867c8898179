import { CfnOutput, type Stack } from 'aws-cdk-lib'
import type { Stage } from '../stage.ts'
import type { BridgeSecrets } from './bridge-secrets.ts'
import type { OwnDomain } from './edge.ts'
import type { DnsRecord } from './mail-sender.ts'

export interface NextStepsProps {
  readonly stage: Stage
  readonly secrets: BridgeSecrets
  readonly publicBaseUrl: string
  /** Below which numbers find their fallback documents. */
  readonly fallbackBaseUrl: string
  /** CloudFront’s own name of the distribution. */
  readonly distributionDomain: string
  readonly domain?: OwnDomain | undefined
  /** That SES looks for. */
  readonly dnsRecords: readonly DnsRecord[]
}

/** What an operator does after a first deployment, as commands, one output each, in the order in which they stand. */
export function tellNextSteps(stack: Stack, props: NextStepsProps): void {
  const { stage, secrets, publicBaseUrl, fallbackBaseUrl, distributionDomain, domain, dnsRecords } = props
  const put = (arn: string, text: string) =>
    `aws secretsmanager put-secret-value --region ${stack.region} --secret-id ${arn} --secret-string ${text}`
  const deploy = `npx cdk deploy ${stack.stackName}${stage === 'prod' ? '' : ` -c stage=${stage}`} -c secrets=1`
  const records = [
    // A zone of Route 53 has its record already.
    ...(domain && domain.hostedZoneId === undefined ? [`${domain.name} CNAME ${distributionDomain}`] : []),
    ...dnsRecords.map(({ name, value }) => `${name} CNAME ${value}`),
  ]
  const steps: readonly (readonly [id: string, why: string, value: string])[] = [
    ...records.map((record, index) => [`SetDns${index + 1}`, 'At whoever runs your DNS', record] as const),
    [
      'PutTwilioSecret',
      'Account SID and auth token of the Twilio console',
      put(secrets.twilio.secretArn, `'{"accountSid":"AC...","authToken":"..."}'`),
    ],
    [
      'PutOperatorDigest',
      'OPERATOR_KEY is a long text of your choice, which alone may create accounts',
      put(secrets.operator.secretArn, '"$(printf %s "$OPERATOR_KEY" | sha256sum | cut -d\' \' -f1)"'),
    ],
    [
      'DeployAgain',
      'Functions read secrets when they are deployed; with the options of the first time',
      deploy,
    ],
    [
      'CreateAccount',
      'Answers with id and two keys of the account, shown only now; the owner signs in with that e-mail',
      `curl -X POST ${publicBaseUrl}/v1/accounts -H "Authorization: Bearer $OPERATOR_KEY" -d '{"name":"...","timeZone":"Europe/London","currency":"GBP","ownerEmail":"...","origins":["https://www.example.com"]}'`,
    ],
    [
      'NameHouseAccount',
      'With the id of the account: whose calls are those to numbers that nobody registered',
      `${deploy} -c houseAccount=acc_...`,
    ],
    [
      'GetNumber',
      'With TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TIELINE_SECRET_KEY set',
      `PUBLIC_BASE_URL=${publicBaseUrl} FALLBACK_BASE_URL=${fallbackBaseUrl} npm run tieline -- numbers buy --country GB --count 1 --forward-to +44...`,
    ],
    ['SignIn', 'Sign up with the e-mail of the owner', `${publicBaseUrl}/`],
  ]
  for (const [index, [id, description, value]] of steps.entries()) {
    new CfnOutput(stack, `Step${String(index + 1).padStart(2, '0')}${id}`, { description, value })
  }
}
