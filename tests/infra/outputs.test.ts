import { describe, expect, test } from 'vitest'
import { everything, type Synthesized, synthesize, synthesizeApp, withoutZone } from './synth.ts'

const stepsOf = ({ template }: Synthesized) =>
  Object.entries(template.findOutputs('*')).filter(([id]) => id.startsWith('Step'))

describe('after a deployment', () => {
  test('the next steps are told in the order in which they are taken', () => {
    const names = stepsOf(synthesize()).map(([id]) => id)
    expect(names).toEqual([
      'Step01PutTwilioSecret',
      'Step02PutOperatorDigest',
      'Step03DeployAgain',
      'Step04CreateAccount',
      'Step05NameHouseAccount',
      'Step06GetNumber',
      'Step07SignIn',
    ])
    expect([...names].sort()).toEqual(names)
  })

  test('records for DNS come first, where there are any to set', () => {
    const names = stepsOf(synthesizeApp(withoutZone)).map(([id]) => id)
    expect(names.slice(0, 5)).toEqual([
      'Step01SetDns1',
      'Step02SetDns2',
      'Step03SetDns3',
      'Step04SetDns4',
      'Step05PutTwilioSecret',
    ])
    // A zone of Route 53 has the domain’s already; SES’s three are told.
    expect(stepsOf(synthesizeApp(everything)).filter(([id]) => id.includes('SetDns'))).toHaveLength(3)
  })

  test('a step names the stack of its stage', () => {
    const steps = JSON.stringify(stepsOf(synthesizeApp({ stage: 'dev' })))
    expect(steps).toContain('npx cdk deploy Tieline-dev -c stage=dev -c secrets=1')
  })
})

test('secrets that were put are read anew by all who carry them: CloudFormation is told that something changed', () => {
  const described = ({ template }: Synthesized) => {
    return [
      ...Object.values(template.findResources('AWS::Lambda::Function')).flatMap(({ Properties }) =>
        Properties.Environment?.Variables.PUBLIC_BASE_URL ? [Properties.Description] : [],
      ),
      ...Object.values(template.findResources('AWS::CloudFront::Distribution')).map(
        ({ Properties }) => Properties.DistributionConfig.Comment,
      ),
    ]
  }
  const changed = described(synthesizeApp(everything)).filter(
    (text) => !described(synthesize()).includes(text),
  )
  // Six functions, and the distribution that asks the API with a key.
  expect(changed).toHaveLength(7)
})

test('CloudFormation makes a question mark of what is not ASCII, so that nothing is', () => {
  const { Metadata: _, ...template } = synthesizeApp(everything).template.toJSON()
  const text = JSON.stringify(template, (key, value) => (key === 'Metadata' ? undefined : value))
  expect(text.match(/[^\x20-\x7e]+/g)).toBeNull()
})
