import { expect, test } from 'vitest'
import { callsQuery } from '../../../functions/attribution/call-schema.ts'
import { enquiriesQuery } from '../../../functions/attribution/enquiry-schema.ts'
import { peopleQuery } from '../../../functions/attribution/people/people-schema.ts'

test.each([
  ['calls', callsQuery],
  ['enquiries', enquiriesQuery],
  ['people', peopleQuery],
])('%s of days that end before they begin are refused, naming the field; open ends are none', (_, query) => {
  expect(query.safeParse({ from: '2026-11-10', to: '2026-11-01' }).error?.issues).toMatchObject([
    { path: ['to'], message: 'Must not be before `from`.' },
  ])
  for (const days of [
    {},
    { from: '2026-11-10' },
    { to: '2026-11-10' },
    { from: '2026-11-10', to: '2026-11-10' },
  ])
    expect(query.safeParse(days).success).toBe(true)
})
