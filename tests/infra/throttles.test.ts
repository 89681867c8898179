import { describe, expect, test } from 'vitest'
import { groupOf, type RouteGroup, throttles } from '../../infra/constructs/throttles.ts'
import { everything, type Synthesized, synthesize, synthesizeApp } from './synth.ts'

const stageOf = ({ template }: Synthesized) =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))[0]
const limitsOf = (of: Synthesized): Record<string, { ThrottlingRateLimit: number }> =>
  stageOf(of)?.Properties.RouteSettings
const routeKeys = ({ template }: Synthesized) =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties.RouteKey as string,
  )

test('every route has the limit of its group, and no limit is for a route that is not there', () => {
  const limits = limitsOf(synthesize())
  const named = routeKeys(synthesize()).filter((key) => key !== '$default')
  expect(Object.keys(limits).sort()).toEqual(named.sort())
  for (const [key, limit] of Object.entries(limits)) {
    const { perSecond, burst } = throttles[groupOf(key.split(' ').at(-1) ?? '')]
    expect(limit, key).toEqual({ ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: burst })
  }
})

test('the stage comes after the routes that it limits: of one that is not there yet it would know nothing', () => {
  const { template } = synthesize()
  const routes = Object.entries(template.findResources('AWS::ApiGatewayV2::Route')).flatMap(
    ([id, { Properties }]) => (Properties.RouteKey === '$default' ? [] : [id]),
  )
  expect(stageOf(synthesize())?.DependsOn).toEqual(expect.arrayContaining(routes))
})

test('what nobody named a limit for has one', () => {
  expect(stageOf(synthesize())?.Properties.DefaultRouteSettings).toEqual({
    ThrottlingRateLimit: throttles.api.perSecond,
    ThrottlingBurstLimit: throttles.api.burst,
  })
})

describe('groups', () => {
  test.each<[path: string, group: RouteGroup]>([
    ['/twilio/{proxy+}', 'twilio'],
    ['/v1/collect', 'collect'],
    ['/redeem', 'redeem'],
    ['/redeem.js', 'redeem'],
    ['/v1/redemptions/{proxy+}', 'redeem'],
    ['/auth/{proxy+}', 'signIn'],
    ['/v1/reports/{proxy+}', 'reports'],
    ['/v1/models/{proxy+}', 'reports'],
    ['/v1/calls', 'api'],
    ['$default', 'api'],
  ])('%s: %s', (path, group) => {
    expect(groupOf(path)).toBe(group)
    expect(routeKeys(synthesize()).some((key) => key.split(' ').at(-1) === path)).toBe(true)
  })

  test('calls have more than anybody else, so that what floods in elsewhere is turned away first', () => {
    for (const [group, { perSecond }] of Object.entries(throttles)) {
      if (group !== 'twilio') expect(perSecond, group).toBeLessThan(throttles.twilio.perSecond)
    }
  })

  test('a limit can be another by the command line, its burst with it', () => {
    expect(limitsOf(synthesizeApp(everything))['ANY /v1/collect']).toEqual({
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    })
  })
})
