import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'
import { groupOf, type RouteGroup, type Throttle, throttles } from './throttles.ts'

export interface BridgeApiProps {
  /** How many requests a second a group of routes takes, where that is not the usual. */
  readonly perSecond?: Readonly<Partial<Record<RouteGroup, number>>> | undefined
}

/** No address, no query and no header of the caller: an access log is no place for personal data. */
const accessLogLine = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  path: '$context.path',
  route: '$context.routeKey',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMilliseconds: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
}

/** `PATCH /v1/calls/{callSid}` as its method and path; a path alone is for every method that no other route names. */
const keyOf = (route: string) => {
  const [, method = 'ANY', path = route] = /^(GET|POST|PATCH|PUT|DELETE) (.+)$/.exec(route) ?? []
  return { method: method as keyof typeof HttpMethod, path }
}

const idOf = (route: string) => (route === '$default' ? 'Default' : route.replaceAll(/[^A-Za-z0-9]+/g, '-'))

/**
 * The one HTTP API. It only tells by path, and where two functions share one by method, which of them answers: keys, signatures and CORS are the functions'
 * own, the same deployed as on one machine.
 */
export class BridgeApi extends Construct {
  private readonly api: HttpApi
  private readonly stage: CfnStage
  /** By route key; added to as long as routes are. */
  private readonly routeSettings: Record<string, object> = {}
  private readonly perSecond: NonNullable<BridgeApiProps['perSecond']>
  private readonly integrations = new Map<BridgeFunction, HttpLambdaIntegration>()

  constructor(scope: Construct, id: string, { perSecond = {} }: BridgeApiProps = {}) {
    super(scope, id)
    this.api = new HttpApi(this, 'Http', { createDefaultStage: false })
    this.perSecond = perSecond
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: this.limitOf('api'),
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            retention: RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(accessLogLine)),
      },
    })
    this.stage = stage.node.defaultChild as CfnStage
    this.stage.routeSettings = this.routeSettings
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Each function authenticates its callers itself: Twilio by signature, clients by API key, pages by publishable key and origin.',
    })
  }

  /**
   * The function answers these paths, by every method or by the one before the path; `/{proxy+}` at the end stands for
   * everything below.
   */
  route(fn: BridgeFunction, ...routes: readonly string[]): void {
    for (const route of routes) this.add(route, this.integrationOf(fn))
  }

  /** The API's own address, which the CDN asks: the world knows another. */
  get endpoint(): string {
    return this.api.apiEndpoint
  }

  private add(route: string, integration: HttpLambdaIntegration): void {
    const { method, path } = keyOf(route)
    const routeKey = route === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, HttpMethod[method])
    const added = new HttpRoute(this, `Route${idOf(route)}`, { httpApi: this.api, routeKey, integration })
    // The stage's own limit is for what no route names.
    if (routeKey === HttpRouteKey.DEFAULT) return
    const { rateLimit, burstLimit } = this.limitOf(groupOf(path))
    this.routeSettings[routeKey.key] = { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }
    // Limits of a route that is not there yet are refused.
    this.stage.node.addDependency(added)
  }

  private limitOf(group: RouteGroup) {
    const usual: Throttle = throttles[group]
    const rateLimit = this.perSecond[group] ?? usual.perSecond
    return { rateLimit, burstLimit: Math.ceil((rateLimit * usual.burst) / usual.perSecond) }
  }

  private integrationOf(fn: BridgeFunction): HttpLambdaIntegration {
    const known = this.integrations.get(fn)
    if (known) return known
    // One right to invoke for all the routes of a function: with one a route its policy would outgrow its limit.
    const integration = new HttpLambdaIntegration(`${fn.node.id}Integration`, fn.lambda, {
      scopePermissionToRoute: false,
    })
    this.integrations.set(fn, integration)
    return integration
  }
}
