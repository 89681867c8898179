import { expect, test } from 'vitest'
import { synthesize } from './synth.ts'

const policiesOf = ({ template }: ReturnType<typeof synthesize>) =>
  JSON.stringify(template.findResources('AWS::IAM::Policy'))

test('mails come from the one address that was named, and without one from none', () => {
  const stack = synthesize({ mailFrom: 'desk@example.com' })
  const sending = Object.values(stack.template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.filter(
      ({ Action }: { Action: unknown }) => Action === 'ses:SendEmail',
    ),
  )
  expect(sending).toMatchObject([{ Condition: { StringEquals: { 'ses:FromAddress': 'desk@example.com' } } }])
  expect(JSON.stringify(sending[0].Resource)).toContain(':identity/example.com')
  const lambda = stack.template.findResources('AWS::Lambda::Function')[stack.logicalId('CallWebhook/Lambda')]
  expect(lambda?.Properties.Environment.Variables.TIELINE_MAIL_FROM).toBe('desk@example.com')
  expect(policiesOf(synthesize())).not.toContain('ses:')
}, 30_000)
