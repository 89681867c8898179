import { expect, test } from 'vitest'
import { accountToEnter, provenEmail } from '../../../functions/admin/sign-in/decide.ts'
import type { Membership } from '../../../shared/domain/member.ts'

test.each([
  ['one that the issuer has verified, as it is compared', 'Ann@Example.com', true, 'ann@example.com'],
  ['none that it has not: anybody may write it into their profile', 'ann@example.com', false, undefined],
  ['none', undefined, true, undefined],
  ['what is no address', 'ann', true, undefined],
])('proven is %s', (_label, email, isEmailVerified, proven) =>
  expect(provenEmail({ email, isEmailVerified })).toBe(proven),
)

const membership = (account: string, lastSeenAt: string | null): Membership => ({
  account,
  member: {
    id: 'mem_1',
    email: 'ann@example.com',
    name: null,
    role: 'viewer',
    createdAt: '2026-11-01T00:00:00.000Z',
    lastSeenAt,
  },
})

test.each<[label: string, memberships: Membership[], account: string | undefined]>([
  ['the one account', [membership('acc_a', null)], 'acc_a'],
  [
    'the one that was used last',
    [membership('acc_a', '2026-11-02'), membership('acc_b', '2026-11-03')],
    'acc_b',
  ],
  [
    'one that was used rather than one that was not',
    [membership('acc_a', null), membership('acc_b', '2026-11-03')],
    'acc_b',
  ],
  ['the first, where none was', [membership('acc_a', null), membership('acc_b', null)], 'acc_a'],
  ['nowhere, without any', [], undefined],
])('somebody enters %s', (_label, memberships, account) =>
  expect(accountToEnter(memberships)?.account).toBe(account),
)
