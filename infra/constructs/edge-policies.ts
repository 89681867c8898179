import { Duration } from 'aws-cdk-lib'
import {
  CachePolicy,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseHeadersCorsBehavior,
  ResponseHeadersPolicy,
  type ResponseHeadersPolicyProps,
  type ResponseSecurityHeadersBehavior,
} from 'aws-cdk-lib/aws-cloudfront'
import { Construct } from 'constructs'
import { contentSecurityPolicy } from '../../shared/http/console-pages.ts'

/** Whatever comes from here comes by TLS, and is what it says to be. */
const always: ResponseSecurityHeadersBehavior = {
  strictTransportSecurity: {
    accessControlMaxAge: Duration.days(365),
    includeSubdomains: false,
    override: false,
  },
  contentTypeOptions: { override: true },
}

const everyOrigin: ResponseHeadersCorsBehavior = {
  accessControlAllowCredentials: false,
  accessControlAllowHeaders: ['*'],
  accessControlAllowMethods: ['GET', 'HEAD'],
  accessControlAllowOrigins: ['*'],
  originOverride: true,
}

/** How long what is kept where, and which headers answers get on their way. */
export class EdgePolicies extends Construct {
  /** For what is asked for anew a minute after a deployment; what says `no-cache` is asked for each time. */
  readonly brief: CachePolicy
  readonly console: ResponseHeadersPolicy
  readonly assets: ResponseHeadersPolicy
  readonly scripts: ResponseHeadersPolicy
  readonly api: ResponseHeadersPolicy

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.brief = new CachePolicy(this, 'Brief', {
      comment: 'Tieline: a minute at most, by path alone',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.minutes(1),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    })
    const policy = (name: string, comment: string, props: ResponseHeadersPolicyProps) =>
      new ResponseHeadersPolicy(this, name, { comment: `Tieline: ${comment}`, ...props })
    this.console = policy('Console', 'pages of the console', {
      securityHeadersBehavior: {
        ...always,
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
      },
    })
    this.assets = policy('Assets', 'files of the console', { securityHeadersBehavior: always })
    this.scripts = policy('Scripts', 'scripts for pages of any origin', {
      corsBehavior: everyOrigin,
      securityHeadersBehavior: always,
      customHeadersBehavior: {
        customHeaders: [{ header: 'cross-origin-resource-policy', value: 'cross-origin', override: true }],
      },
    })
    // Who may embed and who may ask from elsewhere is the functions' own to say: /redeem says otherwise than /docs.
    this.api = policy('Api', 'answers of the API', { securityHeadersBehavior: always })
  }
}
