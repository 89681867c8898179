import { expect, test } from 'vitest'
import { assumptions } from '../../cli/cost/assumptions.ts'
import { synthesize } from './synth.ts'

const { template } = synthesize({ mailFrom: 'desk@example.com' })
const countOf = (type: string) => Object.keys(template.findResources(type)).length

test('the bill reckons with the keys and secrets that the stack has', () => {
  expect(assumptions.keys).toBe(countOf('AWS::KMS::Key'))
  expect(assumptions.secrets).toBe(countOf('AWS::SecretsManager::Secret'))
})

test('the bill reckons with no fewer alarms and dashboards than the stack has', () => {
  expect(assumptions.alarms).toBeGreaterThanOrEqual(countOf('AWS::CloudWatch::Alarm'))
  expect(assumptions.dashboards).toBeGreaterThanOrEqual(countOf('AWS::CloudWatch::Dashboard'))
})
