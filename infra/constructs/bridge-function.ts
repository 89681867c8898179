import path from 'node:path'
import { type Duration, RemovalPolicy } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { dataKeyEnv, FunctionName, functionEnvs } from '../../shared/env.ts'
import { secretsTurn } from './secrets-turn.ts'

/** Every variable that some function knows. */
export type FunctionVariable =
  | { [Name in FunctionName]: keyof (typeof functionEnvs)[Name]['shape'] }[FunctionName]
  | keyof (typeof dataKeyEnv)['shape']

export interface BridgeFunctionProps {
  readonly name: FunctionName
  /** Where the build put the bundles, one folder a function. */
  readonly bundlesFolder: string
  readonly timeout: Duration
  readonly memoryMegabytes: number
  /** So many at once are its own, and no more; unless given it takes of what all of the AWS account share. */
  readonly reservedConcurrency?: number | undefined
}

/**
 * One function of the bridge, from its bundle. It starts with no rights but to write its own log, and with no
 * environment: what it may touch gives it both (`grantLedger`, `grantTwilio`, …).
 */
export class BridgeFunction extends Construct {
  readonly lambda: LambdaFunction

  constructor(scope: Construct, id: string, props: BridgeFunctionProps) {
    super(scope, id)
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    // A role of its own: the managed policy that CDK attaches otherwise may write every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    )
    this.lambda = new LambdaFunction(this, 'Lambda', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(path.join(props.bundlesFolder, props.name), {
        exclude: ['*.map', 'env.example.json'],
      }),
      handler: 'index.handler',
      description: `Tieline: ${props.name}${secretsTurn(this)}`,
      memorySize: props.memoryMegabytes,
      timeout: props.timeout,
      role,
      logGroup,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
    })
  }

  provide(variable: FunctionVariable, value: string): void {
    this.lambda.addEnvironment(variable, value)
  }
}
