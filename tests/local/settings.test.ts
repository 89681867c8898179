import { expect, test } from 'vitest'
import { allowsLoopbackTargets, readSettings } from '../../local/settings.ts'

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

test.each([
  { given: {}, publicBaseUrl: 'http://localhost:8787', allowed: true, because: 'nobody else reaches it' },
  { given: {}, publicBaseUrl: 'https://calls.example.com', allowed: false, because: 'the world does' },
  {
    given: { TIELINE_LOOPBACK_TARGETS: 'on' },
    publicBaseUrl: 'https://calls.example.com',
    allowed: true,
    because: 'somebody says so',
  },
  {
    given: { TIELINE_LOOPBACK_TARGETS: 'off' },
    publicBaseUrl: 'http://localhost:8787',
    allowed: false,
    because: 'somebody says so',
  },
])('webhooks may lead to this machine at $publicBaseUrl: $allowed, as $because', (row) => {
  expect(allowsLoopbackTargets(readSettings(row.given), row.publicBaseUrl)).toBe(row.allowed)
})

test('an empty variable is one that is not set', () => {
  expect(readSettings({ PORT: '', TIELINE_DEMO: '' })).toMatchObject({ PORT: 8787, TIELINE_DEMO: 'on' })
})
