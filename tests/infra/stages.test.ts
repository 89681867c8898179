import { describe, expect, test } from 'vitest'
import { everything, synthesize, synthesizeApp } from './synth.ts'

const typesWithData = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::SecretsManager::Secret',
  'AWS::KMS::Key',
  'AWS::Cognito::UserPool',
]
const policiesOf = ({ template }: ReturnType<typeof synthesize>) =>
  typesWithData.flatMap((type) =>
    Object.values(template.findResources(type)).map(({ DeletionPolicy }) => DeletionPolicy),
  )
const isProtected = ({ template }: ReturnType<typeof synthesize>) =>
  Object.values(template.findResources('AWS::DynamoDB::GlobalTable')).map(
    ({ Properties }) => Properties.Replicas[0].DeletionProtectionEnabled,
  )

describe('a stage', () => {
  test('is prod unless another is named: what can’t be made again outlives the stack', () => {
    const prod = synthesizeApp({})
    expect(prod.stack.stackName).toBe('Tieline')
    expect(new Set(policiesOf(prod))).toEqual(new Set(['Retain']))
    expect(isProtected(prod)).toEqual([true, true])
  })

  test('dev stands beside it under a name of its own, and leaves nothing behind', () => {
    const dev = synthesizeApp({ stage: 'dev' })
    expect(dev.stack.stackName).toBe('Tieline-dev')
    expect(new Set(policiesOf(dev))).toEqual(new Set(['Delete']))
    expect(isProtected(dev)).toEqual([false, false])
  })

  test.each([
    [{ stage: 'production' }, '-c stage=production: say one of prod, dev'],
    [{ webAcl: 'yes' }, '-c webAcl=yes: say one of on, off'],
    [{ hostedZoneId: 'Z1' }, '-c domain=calls.example.com'],
    [{ reservedConcurrency: 'webhook=5' }, 'webhook is none of session, call-webhook'],
    [{ reservedConcurrency: 'session' }, 'session= is no whole number'],
    [{ throttles: 'collect=many' }, 'collect=many is no whole number'],
  ])('%o is refused in words', (context, words) => {
    expect(() => synthesizeApp(context)).toThrow(words)
  })
})

describe('concurrency', () => {
  const reserved = ({ template }: ReturnType<typeof synthesize>, id: string) =>
    template.findResources('AWS::Lambda::Function')[id]?.Properties.ReservedConcurrentExecutions

  test('is nobody’s own by itself: a new account at AWS has ten in all, of which none can be reserved', () => {
    const { template } = synthesize()
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      expect(Properties.ReservedConcurrentExecutions).toBeUndefined()
    }
  })

  test('is whose it is said to be', () => {
    const given = synthesizeApp(everything)
    expect(reserved(given, given.logicalId('CallWebhook/Lambda'))).toBe(200)
    expect(reserved(given, given.logicalId('Session/Lambda'))).toBe(100)
    expect(reserved(given, given.logicalId('Admin/Lambda'))).toBeUndefined()
  })
})
