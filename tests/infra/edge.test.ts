import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { assetCacheControl, consolePages, contentSecurityPolicy } from '../../shared/http/console-pages.ts'
import { edgeKeyHeader } from '../../shared/http/edge.ts'
import { everything, synthesize, synthesizeApp } from './synth.ts'

const { template, logicalId } = synthesize()
const resources = (type: string) => template.findResources(type)
const config = resources('AWS::CloudFront::Distribution')[logicalId('Edge/Cdn')]?.Properties
  .DistributionConfig
const managed = {
  cachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  allViewerExceptHost: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
}

interface Behaviour {
  readonly PathPattern?: string
  readonly TargetOriginId: string
  readonly AllowedMethods: string[]
  readonly ViewerProtocolPolicy: string
  readonly CachePolicyId: unknown
  readonly OriginRequestPolicyId?: string
  readonly ResponseHeadersPolicyId: { readonly Ref: string }
  readonly FunctionAssociations?: readonly { readonly FunctionARN: { 'Fn::GetAtt': string[] } }[]
}
const behaviours: readonly Behaviour[] = config.CacheBehaviors
const api: Behaviour = config.DefaultCacheBehavior
const at = (path: string) => {
  const found = behaviours.find(({ PathPattern }) => PathPattern === path)
  if (!found) throw new Error(`nothing stands at ${path}`)
  return found
}
const originOf = ({ TargetOriginId }: Behaviour) =>
  config.Origins.find(({ Id }: { Id: string }) => Id === TargetOriginId)
const headersOf = ({ ResponseHeadersPolicyId }: Behaviour) =>
  resources('AWS::CloudFront::ResponseHeadersPolicy')[ResponseHeadersPolicyId.Ref]?.Properties
    .ResponseHeadersPolicyConfig
const bucketOf = (behaviour: Behaviour) => originOf(behaviour).DomainName['Fn::GetAtt'][0]
const codeOf = (behaviour: Behaviour): string | undefined => {
  const [association] = behaviour.FunctionAssociations ?? []
  const id = association?.FunctionARN['Fn::GetAtt'][0] ?? ''
  return resources('AWS::CloudFront::Function')[id]?.Properties.FunctionCode
}

/** As CloudFront matches a path: `*` is any text, the first that matches holds, else the default. */
function answering(path: string): Behaviour {
  const isMatch = ({ PathPattern = '' }: Behaviour) =>
    new RegExp(`^${PathPattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(path)
  return behaviours.find(isMatch) ?? api
}

describe('who answers', () => {
  test.each([
    ['/', 'console'],
    ['/calls', 'console'],
    ['/enquiries/enq_1', 'console'],
    ['/settings/numbers/num_1', 'console'],
    ['/assets/index-abc.js', 'files'],
    ['/t.js', 'files'],
    ['/fallback/441614960000.xml', 'fallback'],
    ['/callsandmore', 'console'],
    ['/v1/calls', 'API'],
    ['/v1/collect', 'API'],
    ['/twilio/voice', 'API'],
    ['/auth/sign-in', 'API'],
    ['/mail/unsubscribe', 'API'],
    ['/redeem', 'API'],
    ['/redeem.js', 'API'],
    ['/docs', 'API'],
    ['/openapi.json', 'API'],
    ['/healthz', 'API'],
    ['/assets', 'API'],
    ['/no/such/address', 'API'],
  ])('%s: %s', (path, whom) => {
    const found = answering(path)
    if (found === api) return expect(whom).toBe('API')
    const isPage = codeOf(found) !== undefined
    const isFallback = bucketOf(found) === logicalId('FallbackFiles/Bucket')
    expect(whom).toBe(isPage ? 'console' : isFallback ? 'fallback' : 'files')
  })
})

describe('what the API answers', () => {
  test('is asked of it every time, whole, by every method, and never in the clear', () => {
    expect(api).toMatchObject({
      CachePolicyId: managed.cachingDisabled,
      OriginRequestPolicyId: managed.allViewerExceptHost,
      ViewerProtocolPolicy: 'https-only',
    })
    expect([...api.AllowedMethods].sort()).toEqual(
      ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'].sort(),
    )
    expect(originOf(api)).toMatchObject({
      ConnectionTimeout: 2,
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginReadTimeout: 30 },
    })
  })

  test('is nobody else’s: not even a refusal is kept for the next who asks', () => {
    const kept = config.CustomErrorResponses.filter(
      ({ ErrorCachingMinTTL }: { ErrorCachingMinTTL: number }) => ErrorCachingMinTTL !== 0,
    )
    expect(kept).toEqual([])
    const codes = config.CustomErrorResponses.map(({ ErrorCode }: { ErrorCode: number }) => ErrorCode)
    expect(codes).toEqual(expect.arrayContaining([403, 404, 500, 502, 503, 504]))
  })

  test('comes with headers that leave to the functions who may embed it and who may ask', () => {
    const { SecurityHeadersConfig, CorsConfig } = headersOf(api)
    expect(Object.keys(SecurityHeadersConfig).sort()).toEqual([
      'ContentTypeOptions',
      'StrictTransportSecurity',
    ])
    expect(CorsConfig).toBeUndefined()
  })

  test('is asked with the key by which functions know the CDN; it stands in no template', () => {
    const [header] = originOf(api).OriginCustomHeaders
    expect(header.HeaderName).toBe(edgeKeyHeader)
    const variables = (name: string) =>
      resources('AWS::Lambda::Function')[logicalId(`${name}/Lambda`)]?.Properties.Environment.Variables
    for (const name of ['Session', 'Coupon']) {
      expect(variables(name).TIELINE_EDGE_KEY, name).toEqual(header.HeaderValue)
    }
    expect(JSON.stringify(header.HeaderValue)).toContain('{{resolve:secretsmanager:')
    expect(codeOf(api)).toContain('event.viewer.ip')
  })
})

describe('the console', () => {
  test.each(['/', '/index.html', ...consolePages.map((page) => `/${page}*`)])(
    '%s is its document, for those who are signed in',
    (path) => {
      expect(bucketOf(at(path))).toBe(logicalId('StaticFiles/Bucket'))
      expect(at(path).AllowedMethods).toEqual(['GET', 'HEAD'])
      expect(codeOf(at(path))).toContain('/auth/sign-in?to=')
      expect(headersOf(at(path)).SecurityHeadersConfig).toMatchObject({
        ContentSecurityPolicy: { ContentSecurityPolicy: contentSecurityPolicy, Override: true },
        FrameOptions: { FrameOption: 'DENY' },
        ReferrerPolicy: { ReferrerPolicy: 'same-origin' },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
      })
    },
  )

  test('has no page that neither the CDN nor one machine knows of', () => {
    const loads = readFileSync(new URL('../../web/console/src/page-loads.ts', import.meta.url), 'utf8')
    const routes = [...loads.matchAll(/^ {2}'\/([\w-]*).*?': \(\) => import/gm)].map(([, name]) => name)
    expect(new Set(routes)).toEqual(new Set(['', ...consolePages]))
  })

  test('a new one is there a minute after it was deployed, and its files are kept for good', () => {
    const brief = at('/').CachePolicyId as { readonly Ref: string }
    expect(resources('AWS::CloudFront::CachePolicy')[brief.Ref]?.Properties.CachePolicyConfig).toMatchObject({
      MinTTL: 0,
      MaxTTL: 60,
    })
    expect(at('/assets/*').CachePolicyId).toBe(managed.cachingOptimized)
    expect(assetCacheControl).toContain('immutable')
  })
})

test.each(['/t.js', '/check.js', '/ids.js'])('%s may be used by pages of every origin', (path) => {
  expect(bucketOf(at(path))).toBe(logicalId('StaticFiles/Bucket'))
  expect(headersOf(at(path))).toMatchObject({
    CorsConfig: { AccessControlAllowOrigins: { Items: ['*'] }, AccessControlAllowCredentials: false },
    CustomHeadersConfig: { Items: [{ Header: 'cross-origin-resource-policy', Value: 'cross-origin' }] },
  })
})

test('a number’s fallback document is below the public base URL as on one machine, and needs neither API nor function', () => {
  expect(bucketOf(at('/fallback/*'))).toBe(logicalId('FallbackFiles/Bucket'))
  expect(at('/fallback/*')).toMatchObject({ AllowedMethods: ['GET', 'HEAD'] })
  expect(codeOf(at('/fallback/*'))).toBeUndefined()
})

test('buckets are asked with a signature, so that they answer to nobody else', () => {
  for (const behaviour of [at('/'), at('/fallback/*')]) {
    expect(originOf(behaviour).OriginAccessControlId).toBeDefined()
  }
})

test('there are no more behaviours than CloudFront has allowed since its first days', () => {
  expect(behaviours.length).toBeLessThanOrEqual(25)
})

describe('the public base URL', () => {
  const urlsOf = (of: ReturnType<typeof synthesize>) =>
    Object.values(of.template.findResources('AWS::Lambda::Function'))
      .map(({ Properties }) => Properties.Environment?.Variables.PUBLIC_BASE_URL)
      .filter((url) => url !== undefined)
  const callbacksOf = (of: ReturnType<typeof synthesize>) =>
    Object.values(of.template.findResources('AWS::Cognito::UserPoolClient'))[0]?.Properties.CallbackURLs

  test('is the distribution’s, for every function and for signing in', () => {
    const domain = { 'Fn::GetAtt': [logicalId('Edge/Cdn'), 'DomainName'] }
    const urls = urlsOf(synthesize())
    expect(urls).toHaveLength(6)
    for (const url of urls) expect(url).toEqual({ 'Fn::Join': ['', ['https://', domain]] })
    expect(callbacksOf(synthesize())).toEqual([{ 'Fn::Join': ['', ['https://', domain, '/auth/callback']] }])
  })

  test.each([
    ['a domain of one’s own', () => synthesizeApp(everything)],
    ['what stands before all this', () => synthesize({ publicBaseUrl: 'https://calls.example.com' })],
  ])('is %s where there is one', (_label, make) => {
    const given = make()
    expect(new Set(urlsOf(given))).toEqual(new Set(['https://calls.example.com']))
    expect(callbacksOf(given)).toEqual(['https://calls.example.com/auth/callback'])
  })
})
