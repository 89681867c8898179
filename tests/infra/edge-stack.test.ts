import { Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { everything, type Synthesized, synthesize, synthesizeApp, withoutZone } from './synth.ts'

const stacksOf = ({ app }: Synthesized) => app.node.children.filter(Stack.isStack)
const whole = synthesizeApp(everything)
const edge = stacksOf(whole).find(({ stackName }) => stackName === 'Tieline-Edge')
const inEdge = edge && Template.fromStack(edge)

describe('what CloudFront takes from us-east-1 alone', () => {
  test('stands there, in a stack of its own, only where it is asked for', () => {
    expect(edge?.region).toBe('us-east-1')
    expect(whole.stack.region).toBe('eu-west-2')
    expect(stacksOf(synthesize())).toHaveLength(1)
  })

  test('reaches the distribution from the other Region', () => {
    const { [whole.logicalId('Edge/Cdn')]: distribution } = whole.template.findResources(
      'AWS::CloudFront::Distribution',
    )
    const { Aliases, ViewerCertificate, WebACLId } = distribution?.Properties.DistributionConfig ?? {}
    expect(Aliases).toEqual(['calls.example.com'])
    expect(ViewerCertificate).toMatchObject({
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    })
    const [reader] = Object.keys(whole.template.findResources('Custom::CrossRegionExportReader'))
    for (const reference of [ViewerCertificate.AcmCertificateArn, WebACLId]) {
      expect(reference['Fn::GetAtt'][0]).toBe(reader)
    }
  })

  test('proves the domain by its zone, and leads it to the distribution', () => {
    inEdge?.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'calls.example.com',
      DomainValidationOptions: [{ DomainName: 'calls.example.com', HostedZoneId: 'Z0EXAMPLE' }],
    })
    for (const Type of ['A', 'AAAA']) {
      whole.template.hasResourceProperties('AWS::Route53::RecordSet', {
        Type,
        Name: 'calls.example.com.',
        HostedZoneId: 'Z0EXAMPLE',
        AliasTarget: { DNSName: { 'Fn::GetAtt': [whole.logicalId('Edge/Cdn'), 'DomainName'] } },
      })
    }
  })
})

describe('the web ACL', () => {
  const [acl] = Object.values(inEdge?.findResources('AWS::WAFv2::WebACL') ?? {})
  const rules: {
    readonly Name: string
    readonly Priority: number
    readonly Statement: Record<string, Record<string, unknown>>
  }[] = acl?.Properties.Rules

  test('lets through what no rule turns away, and keeps no samples of what callers send', () => {
    expect(acl?.Properties).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } })
    const samples = [acl?.Properties, ...rules].map(({ VisibilityConfig }) => VisibilityConfig)
    for (const config of samples) expect(config.SampledRequestsEnabled).toBe(false)
    expect(new Set(rules.map(({ Priority }) => Priority)).size).toBe(rules.length)
  })

  test('counts an address’s codes, sign-ins and visits by themselves', () => {
    const limits = rules.flatMap(({ Name, Statement: { RateBasedStatement: rate } }) =>
      rate ? [[Name, rate.Limit]] : [],
    )
    expect(limits).toEqual([
      ['codes', 300],
      ['sign-in', 200],
      ['visits', 3000],
      ['all', 10_000],
    ])
  })

  test('turns no call away: Twilio asks for all callers from few addresses', () => {
    const broad = rules.filter(({ Name }) => Name === 'all' || Name.startsWith('AWS'))
    expect(broad).toHaveLength(3)
    for (const { Name, Statement } of broad) {
      const [scope] = Object.values(Statement).map(({ ScopeDownStatement }) => ScopeDownStatement)
      const spared = ['/twilio/', '/fallback/'].map((SearchString) => ({
        NotStatement: { Statement: { ByteMatchStatement: { SearchString } } },
      }))
      expect(scope, Name).toMatchObject({ AndStatement: { Statements: spared } })
    }
    const narrow = rules.filter(({ Name }) => ['codes', 'sign-in', 'visits'].includes(Name))
    for (const { Statement } of narrow) expect(JSON.stringify(Statement)).not.toMatch(/"\/(twilio|fallback)/)
  })
})

test('without a zone the record is told to whoever runs the DNS', () => {
  const { template } = synthesizeApp(withoutZone)
  template.hasOutput('Step01SetDns1', {
    Value: { 'Fn::Join': ['', Match.arrayWith(['calls.example.com CNAME '])] },
  })
  template.resourceCountIs('AWS::Route53::RecordSet', 0)
})
