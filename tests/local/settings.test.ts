import { expect, test } from 'vitest'
import { readSettings } from '../../local/settings.ts'

test.each([
  ['PORT', 'eight'],
  ['PUBLIC_BASE_URL', 'calls.example.com'],
  ['PUBLIC_BASE_URL', 'https://calls.example.com/path'],
  ['TIELINE_DEMO', 'maybe'],
  ['TIELINE_SECRET_KEY', 'secret'],
  ['DYNAMODB_ENDPOINT', 'localhost'],
])('a bad %s (%s) is named, in one line', (name, value) => {
  const read = () => readSettings({ [name]: value })
  expect(read).toThrow(new RegExp(`^bad environment: ${name} `))
  expect(read).not.toThrow('\n')
})

test('an empty variable is one that is not set', () => {
  expect(readSettings({ PORT: '', TIELINE_DEMO: '' })).toMatchObject({ PORT: 8787, TIELINE_DEMO: 'on' })
})
