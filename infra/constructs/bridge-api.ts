import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  type HttpRouteIntegration,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

export interface BridgeApiProps {
  /** The origin the world uses, if it is not the API's own. */
  readonly publicBaseUrl?: string | undefined
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
  readonly publicBaseUrl: string
  private readonly api: HttpApi
  private readonly integrations = new Map<BridgeFunction, HttpLambdaIntegration>()

  constructor(scope: Construct, id: string, props: BridgeApiProps) {
    super(scope, id)
    this.api = new HttpApi(this, 'Http', { createDefaultStage: false })
    this.publicBaseUrl = props.publicBaseUrl ?? this.api.apiEndpoint
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
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

  /** Another server answers: requests go on to `url`, in which a `{name}` of the path stands for what it stood for. */
  passOn(route: string, url: string): void {
    const { method } = keyOf(route)
    this.add(route, new HttpUrlIntegration(`${idOf(route)}Integration`, url, { method: HttpMethod[method] }))
  }

  grantPublicBaseUrl(fn: BridgeFunction): void {
    fn.provide('PUBLIC_BASE_URL', this.publicBaseUrl)
  }

  private add(route: string, integration: HttpRouteIntegration): void {
    const { method, path } = keyOf(route)
    new HttpRoute(this, `Route${idOf(route)}`, {
      httpApi: this.api,
      routeKey: route === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, HttpMethod[method]),
      integration,
    })
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
