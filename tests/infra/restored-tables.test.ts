import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it, test } from 'vitest'
import { restoredTablesOf } from '../../infra/constructs/restored-tables.ts'
import { synthesize } from './synth.ts'

const arn = (name: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}`
const stream = (name: string) => `${arn(name)}/stream/2026-11-26T10:00:00.000`
const restored = restoredTablesOf(stream('ledger-restored'), stream('views-restored'))

describe('after a restore', () => {
  const { app, template, logicalId } = synthesize({ restored, mailFrom: 'desk@example.com' })

  it('every function works on the restored tables, by name and by right', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Environment?.Variables ?? {},
    )
    const knowing = functions.filter((variables) => 'LEDGER_TABLE' in variables)
    expect(knowing).toHaveLength(6)
    for (const { LEDGER_TABLE, VIEWS_TABLE } of knowing) {
      expect([LEDGER_TABLE, VIEWS_TABLE]).toEqual(['ledger-restored', 'views-restored'])
    }
    const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'))
    expect(policies).toContain(arn('ledger-restored'))
    expect(policies).not.toContain(logicalId('Tables/Ledger'))
  })

  it('their streams are read from the beginning, and the old ones no more', () => {
    const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))
      .map(({ Properties }) => Properties)
      .filter(({ StartingPosition }) => StartingPosition !== undefined)
    expect(sources.map(({ EventSourceArn }) => EventSourceArn).sort()).toEqual(
      [stream('ledger-restored'), stream('views-restored'), stream('views-restored')].sort(),
    )
    expect(sources.every(({ StartingPosition }) => StartingPosition === 'TRIM_HORIZON')).toBe(true)
  })

  it('the tables of before stay beside them, protected', () => {
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 2)
  })

  it('leaves cdk-nag nothing to say', () => {
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([])
  }, 60_000)
})

test.each([
  ['one of the two', stream('l'), undefined, 'give ledgerStream and viewsStream'],
  ['the other alone', undefined, stream('v'), 'give ledgerStream and viewsStream'],
  ['a table’s name', 'ledger-restored', stream('v'), 'ledgerStream is the ARN of a table'],
  ['a table’s ARN', stream('l'), arn('views-restored'), 'viewsStream is the ARN of a table'],
])('refuses %s', (_why, ledgerStream, viewsStream, complaint) => {
  expect(() => restoredTablesOf(ledgerStream, viewsStream)).toThrow(complaint)
})

test('nothing restored, nothing changed', () => {
  expect(restoredTablesOf(undefined, undefined)).toBeUndefined()
})
