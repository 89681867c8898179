import { Duration, Fn, Validations } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IOrigin,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { consolePages, signInPath } from '../../shared/http/console-pages.ts'
import { edgeKeyHeader, viewerHeader } from '../../shared/http/edge.ts'
import { sessionCookie } from '../../shared/http/session-cookie.ts'
import type { BridgeApi } from './bridge-api.ts'
import type { BridgeFunction } from './bridge-function.ts'
import type { BridgeSecrets } from './bridge-secrets.ts'
import { documentName, pageFunctionCode, viewerFunctionCode } from './edge-functions.ts'
import { EdgePolicies } from './edge-policies.ts'
import type { FallbackFiles } from './fallback-files.ts'
import { secretsTurn } from './secrets-turn.ts'
import type { StaticFiles } from './static-files.ts'

export interface OwnDomain {
  readonly name: string
  /** Of a certificate in us-east-1. */
  readonly certificateArn: string
  /** The Route 53 zone of the domain, if its records are to be made here. */
  readonly hostedZoneId?: string | undefined
}

export interface EdgeProps {
  readonly api: BridgeApi
  readonly secrets: BridgeSecrets
  readonly staticFiles: StaticFiles
  readonly fallbackFiles: FallbackFiles
  readonly domain?: OwnDomain | undefined
  /** Of a web ACL of CloudFront's scope. */
  readonly webAclArn?: string | undefined
  /** The origin the world uses, if something of one's own stands before this. */
  readonly publicBaseUrl?: string | undefined
}

/** What pages of customers load; the function `session` has them as well. */
const pageScripts = ['/t.js', '/check.js', '/consent.js', '/ids.js']

/** Statuses that CloudFront would otherwise keep for ten seconds, whoever they were meant for. */
const neverKept = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]

/**
 * The one origin that the world sees: the console, the scripts of pages, the fallback documents, and everything else from the
 * API, of which nothing is kept. What comes from the buckets needs neither the API nor a function.
 */
export class Edge extends Construct {
  /** What functions are told as `PUBLIC_BASE_URL`: Twilio signs it, people sign in at it. */
  readonly publicBaseUrl: string
  readonly distribution: Distribution
  private readonly secrets: BridgeSecrets

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id)
    this.secrets = props.secrets
    const policies = new EdgePolicies(this, 'Policies')
    const files = S3BucketOrigin.withOriginAccessControl(props.staticFiles.bucket as IBucket)

    const kept = (of: Partial<BehaviorOptions>): BehaviorOptions => ({
      origin: files,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: policies.brief,
      compress: true,
      ...of,
    })
    const page = kept({
      responseHeadersPolicy: policies.console,
      functionAssociations: [
        this.onRequest('Page', 'Signs in or shows the console', pageFunctionCode(sessionCookie, signInPath)),
      ],
    })
    const script = kept({ responseHeadersPolicy: policies.scripts })
    // A page by its name and whatever follows: one behaviour each, of which CloudFront allows a few. What is below none of
    // them (`/callsandmore`) the console itself says it does not find.
    const pagePaths = ['/', `/${documentName}`, ...consolePages.map((name) => `/${name}*`)]

    this.distribution = new Distribution(this, 'Cdn', {
      comment: `Tieline: console, scripts, fallback documents, API${secretsTurn(this)}`,
      // Asked for at the root; whether CloudFront looks for a behaviour before or after it puts it there, there is one.
      defaultRootObject: documentName,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(props.domain && {
        domainNames: [props.domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', props.domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      ...(props.webAclArn !== undefined && { webAclId: props.webAclArn }),
      defaultBehavior: {
        origin: this.apiOrigin(props.api),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        // Nobody is sent on from http: a key or a form would have crossed the net already.
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // API Gateway answers to its own name alone; all else goes on as it came, signatures rest on it.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: policies.api,
        functionAssociations: [
          this.onRequest('Viewer', 'Says from where a request comes', viewerFunctionCode(viewerHeader)),
        ],
      },
      additionalBehaviors: {
        '/assets/*': kept({
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: policies.assets,
        }),
        '/fallback/*': kept({
          origin: props.fallbackFiles.origin(),
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        }),
        ...Object.fromEntries(pageScripts.map((path) => [path, script])),
        ...Object.fromEntries(pagePaths.map((path) => [path, page])),
      },
      errorResponses: neverKept.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    })
    this.publicBaseUrl = (
      props.publicBaseUrl ?? `https://${props.domain?.name ?? this.distribution.domainName}`
    ).replace(/\/+$/, '')
    this.acknowledge(props)
  }

  grantPublicBaseUrl(fn: BridgeFunction): void {
    fn.provide('PUBLIC_BASE_URL', this.publicBaseUrl)
  }

  /** The function learns from which address somebody comes, and believes nobody else who says so. */
  grantViewerAddress(fn: BridgeFunction): void {
    fn.provide('TIELINE_EDGE_KEY', this.secrets.edgeKey)
  }

  private apiOrigin(api: BridgeApi): IOrigin {
    return new HttpOrigin(Fn.select(2, Fn.split('/', api.endpoint)), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      // A caller hears silence meanwhile; API Gateway itself gives up after 30 s.
      connectionTimeout: Duration.seconds(2),
      connectionAttempts: 3,
      readTimeout: Duration.seconds(30),
      customHeaders: { [edgeKeyHeader]: this.secrets.edgeKey },
    })
  }

  private onRequest(name: string, comment: string, code: string) {
    return {
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new EdgeFunction(this, name, {
        comment,
        code: FunctionCode.fromInline(code),
        runtime: FunctionRuntime.JS_2_0,
      }),
    }
  }

  private acknowledge({ domain, webAclArn }: EdgeProps): void {
    Validations.of(this.distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Callers, Twilio and customers’ visitors come from anywhere.' },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'A log would hold queries with phones and recordings’ links; the API logs every request without them.',
      },
    )
    if (webAclArn === undefined) {
      Validations.of(this.distribution).acknowledge({
        id: 'AwsSolutions-CFR2',
        reason:
          'A web ACL has a monthly price: `-c webAcl=on` adds one. Each group of routes is throttled anyway.',
      })
    }
    if (domain === undefined) {
      Validations.of(this.distribution).acknowledge({
        id: 'AwsSolutions-CFR4',
        reason: 'CloudFront’s own domain comes with CloudFront’s own certificate and choice of protocols.',
      })
    }
  }
}
