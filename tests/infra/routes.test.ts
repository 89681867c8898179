import { describe, expect, test } from 'vitest'
import { adminOperations } from '../../functions/admin/operations.ts'
import { attributionOperations } from '../../functions/attribution/operations.ts'
import { callWebhookOperations } from '../../functions/call-webhook/operations.ts'
import { couponOperations } from '../../functions/coupon/operations.ts'
import { outreachOperations } from '../../functions/outreach/operations.ts'
import { sessionOperations } from '../../functions/session/operations.ts'
import { synthesize } from './synth.ts'

const { template, logicalId } = synthesize()
const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => {
  const [method = '', path = ''] = (Properties.RouteKey as string).split(' ')
  return { method, path, integration: Properties.Target['Fn::Join'][1].at(-1).Ref as string }
})
type Route = (typeof routes)[number]
const integrations = template.findResources('AWS::ApiGatewayV2::Integration')
const functionOf = (integration: string): string =>
  integrations[integration]?.Properties.IntegrationUri['Fn::GetAtt'][0]

/** Whether the path is the route's, each `{name}` standing for one step. */
function isFullMatch(route: Route, path: string): boolean {
  const [wanted, steps] = [route.path.split('/'), path.split('/')]
  if (route.path.endsWith('/{proxy+}') || wanted.length !== steps.length) return false
  return wanted.every(
    (step, index) => step === steps[index] || (/^\{\w+\}$/.test(step) && steps[index] !== ''),
  )
}

/**
 * Which route API Gateway chooses among those of the method: a full match, else the greedy path with the longest prefix,
 * else `$default`. `ANY` is for the methods that no route of the same path names.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
function answering(method: string, path: string): string | undefined {
  const ofMethod = [method, 'ANY'].flatMap((wanted) => routes.filter((route) => route.method === wanted))
  const full = ofMethod.find((route) => isFullMatch(route, path))
  const greedy = ofMethod
    .filter((route) => route.path.endsWith('/{proxy+}'))
    .map((route) => ({ ...route, prefix: route.path.slice(0, -'{proxy+}'.length) }))
    .filter(({ prefix }) => path.startsWith(prefix) && path.length > prefix.length)
    .sort((left, right) => right.prefix.length - left.prefix.length)[0]
  const chosen = full ?? greedy ?? routes.find((route) => route.method === '$default')
  if (!chosen) return undefined
  return functionOf(chosen.integration)
}

describe('which function answers', () => {
  test.each([
    ['/twilio/voice', 'CallWebhook'],
    ['/twilio/voice/status', 'CallWebhook'],
    ['/v1/collect', 'Session'],
    ['/t.js', 'Session'],
    ['/check.js', 'Session'],
    ['/v1/installation', 'Session'],
    ['/auth/sign-in', 'Admin'],
    ['/v1/reports/sources', 'Attribution'],
    ['/v1/models/evaluate', 'Attribution'],
    ['/v1/rebuild', 'Attribution'],
    ['/v1/people', 'Attribution'],
    ['/v1/people/per_CA1', 'Attribution'],
    ['/v1/process', 'Admin'],
    ['/v1/enquiries', 'Attribution'],
    ['/v1/enquiries/enq_1/revisions', 'Attribution'],
    ['/v1/calls', 'Attribution'],
    ['/v1/calls/CA1', 'Attribution'],
    ['/v1/sessions/ses_1', 'Attribution'],
    ['/v1/texts/SM1', 'Attribution'],
    ['/v1/calls/CA1/recordings', 'Attribution'],
    ['/v1/calls/CA1/recordings/RE1', 'Admin'],
    ['/v1/calls/CA1/recordings/RE1/media', 'Admin'],
    ['/mail/unsubscribe', 'Outreach'],
    ['/v1/me/notifications', 'Outreach'],
    ['/v1/members/mem_1/notifications', 'Outreach'],
    ['/v1/suppressions', 'Outreach'],
    ['/v1/members/mem_1', 'Admin'],
    ['/v1/calls/CA1/code', 'Coupon'],
    ['/v1/calls/CA1/give-code', 'Coupon'],
    ['/v1/campaigns', 'Coupon'],
    ['/v1/campaigns/cmp_1/codes', 'Coupon'],
    ['/v1/codes', 'Coupon'],
    ['/v1/codes/4820913/redeem', 'Coupon'],
    ['/v1/jobs/job_1', 'Coupon'],
    ['/v1/redemptions', 'Coupon'],
    ['/v1/redemptions/lengths', 'Coupon'],
    ['/redeem', 'Coupon'],
    ['/redeem.js', 'Coupon'],
    ['/v1/account', 'Admin'],
    ['/v1/imports', 'Admin'],
    ['/v1/numbers/num_1', 'Admin'],
    ['/v1/pools', 'Admin'],
    ['/v1/reportsandmore', 'Admin'],
    ['/openapi.json', 'Admin'],
    ['/docs', 'Admin'],
    ['/healthz', 'Admin'],
    ['/', 'Admin'],
    ['/no/such/address', 'Admin'],
  ])('%s: %s', (path, construct) => {
    expect(answering('GET', path)).toBe(logicalId(`${construct}/Lambda`))
  })

  // Attribution never writes facts: what is said of what it shows is written by another function.
  test.each([
    ['POST', '/v1/enquiries/enq_1/evidence/evd_1/revoke', 'Admin'],
    ['POST', '/v1/enquiries/enq_1/split', 'Admin'],
    ['POST', '/v1/outcomes', 'Admin'],
    ['PATCH', '/v1/calls/CA1', 'Admin'],
    ['POST', '/v1/calls/CA1/code', 'Coupon'],
    ['POST', '/v1/calls/CA1/give-code', 'Coupon'],
    ['DELETE', '/v1/calls/CA1', 'Attribution'],
    ['PATCH', '/v1/calls/CA1/recordings', 'Attribution'],
    ['DELETE', '/v1/calls/CA1/recordings/RE1', 'Admin'],
    ['POST', '/v1/calls/CA1/recordings/RE1/transcript', 'Admin'],
    ['PATCH', '/v1/account', 'Admin'],
  ])('%s %s: %s', (method, path, construct) => {
    expect(answering(method, path)).toBe(logicalId(`${construct}/Lambda`))
  })

  test('no route is shadowed by another of the same method and path', () => {
    const keys = routes.map(({ method, path }) => `${method} ${path}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('whoever answers may be invoked by the API, once', () => {
    const allowed = Object.values(template.findResources('AWS::Lambda::Permission'))
      .filter(({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com')
      .map(({ Properties }) => Properties.FunctionName['Fn::GetAtt'][0])
    const answeringFunctions = new Set(routes.map(({ integration }) => functionOf(integration)))
    expect(allowed.sort()).toEqual([...answeringFunctions].sort())
  })
})

/** Every operation that a function has, as its OpenAPI description names it. */
describe('what a function can do, the API asks of that function', () => {
  test.each(
    Object.entries({
      Session: sessionOperations,
      CallWebhook: callWebhookOperations,
      Coupon: couponOperations,
      Attribution: attributionOperations,
      Admin: adminOperations,
      Outreach: outreachOperations,
    }),
  )('%s', (construct, operations) => {
    const elsewhere = operations
      .map(({ method, path }) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x1')] as const)
      .filter(([method, path]) => answering(method, path) !== logicalId(`${construct}/Lambda`))
    expect(elsewhere).toEqual([])
  })
})

test('every request is logged for a limited time, without the caller’s address', () => {
  const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))
  const { DestinationArn, Format } = stage?.Properties.AccessLogSettings ?? {}
  const group = template.findResources('AWS::Logs::LogGroup')[DestinationArn['Fn::GetAtt'][0]]
  expect(group?.Properties.RetentionInDays).toBe(30)
  expect(Format).toContain('$context.requestId')
  expect(Format).not.toContain('sourceIp')
})
