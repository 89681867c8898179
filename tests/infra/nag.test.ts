import { App, Stack } from 'aws-cdk-lib'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, test } from 'vitest'
import { everything, synthesize, synthesizeApp } from './synth.ts'

const findings = (app: App) => new AwsSolutionsChecks(app).validateScope(app).violations

test('cdk-nag has nothing to say about the stack', () => {
  expect(findings(synthesize().app)).toEqual([])
}, 60_000)

test('nor about all that can be asked for', () => {
  const { app } = synthesizeApp(everything)
  expect(findings(app)).toEqual([])
}, 60_000)

test('and would have, about a bucket as it comes', () => {
  const app = new App()
  new Bucket(new Stack(app, 'Probe'), 'Bucket')
  expect(findings(app).map(({ ruleName }) => ruleName)).toContain('AwsSolutions-S1')
})
