import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets'
import { Construct } from 'constructs'
import type { Edge } from './edge.ts'

export interface DomainRecordsProps {
  readonly domain: string
  readonly hostedZoneId: string
  readonly edge: Edge
}

/** Leads the domain to the distribution. */
export class DomainRecords extends Construct {
  constructor(scope: Construct, id: string, { domain, hostedZoneId, edge }: DomainRecordsProps) {
    super(scope, id)
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName: domain })
    const record = {
      zone,
      recordName: domain,
      target: RecordTarget.fromAlias(new CloudFrontTarget(edge.distribution)),
    }
    new ARecord(this, 'V4', record)
    new AaaaRecord(this, 'V6', record)
  }
}
