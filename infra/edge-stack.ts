import { Stack, type StackProps } from 'aws-cdk-lib'
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager'
import { HostedZone } from 'aws-cdk-lib/aws-route53'
import type { Construct } from 'constructs'
import { WebAcl } from './constructs/web-acl.ts'

export interface EdgeStackProps extends StackProps {
  /** The domain that people and Twilio use (`-c domain=calls.example.com`). */
  readonly domain?: string | undefined
  /** The Route 53 zone that proves it; without one the record is set by hand, while the deployment waits. */
  readonly hostedZoneId?: string | undefined
  /** `-c webAcl=on` */
  readonly hasWebAcl: boolean
}

/** What CloudFront takes from us-east-1 alone: the certificate of a domain, and the web ACL. */
export class EdgeStack extends Stack {
  readonly certificateArn: string | undefined
  readonly webAclArn: string | undefined

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props)
    const { domain, hostedZoneId, hasWebAcl } = props
    if (domain !== undefined) {
      const zone =
        hostedZoneId === undefined ? undefined : HostedZone.fromHostedZoneId(this, 'Zone', hostedZoneId)
      this.certificateArn = new Certificate(this, 'Certificate', {
        domainName: domain,
        validation: CertificateValidation.fromDns(zone),
      }).certificateArn
    }
    if (hasWebAcl) this.webAclArn = new WebAcl(this, 'WebAcl').arn
  }
}
