import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../shared/domain/role.ts'
import { createMemberStore, type MemberStore } from '../../shared/store/member-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { testMasterKey } from '../support/bridge.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

const at = '2026-11-22T14:00:00.000Z'

let tables: Tables
let members: MemberStore
beforeAll(async () => {
  tables = await createTestTables()
  members = createMemberStore(tables.ledger, createVault(testMasterKey))
})
afterAll(() => tables.drop())

const freshAccount = () => `acc_${randomUUID().slice(0, 13)}`
async function add(account: string, id: string, role: Role, email = `${id}@${account}.example.com`) {
  const member = { id: `mem_${id}`, email, name: null, role, createdAt: at }
  expect(await members.add(account, member)).toBe('added')
  return member
}

describe('members', () => {
  test('are told as they were added, in their order, and known in each of their accounts by their e-mail', async () => {
    const [one, two] = [freshAccount(), freshAccount()]
    const email = `ann@${one}.example.com`
    const ann = await add(one, 'a', 'owner', email)
    const bob = await add(one, 'b', 'viewer')
    const there = await add(two, 'a', 'agent', email)
    expect(await members.list(one)).toEqual([ann, bob].map((each) => ({ ...each, lastSeenAt: null })))
    const found = await members.byEmail(email)
    expect(found).toHaveLength(2)
    expect(found).toEqual(
      expect.arrayContaining([
        { account: one, member: { ...ann, lastSeenAt: null } },
        { account: two, member: { ...there, lastSeenAt: null } },
      ]),
    )
    expect(await members.byEmail('nobody@example.com')).toEqual([])
  })

  test('an e-mail is one member’s of an account, until they leave', async () => {
    const account = freshAccount()
    await add(account, 'a', 'owner')
    const bob = await add(account, 'b', 'viewer')
    expect(await members.add(account, { ...bob, id: 'mem_c' })).toBe('taken')
    expect(await members.get(account, 'mem_c')).toBeUndefined()
    expect(await members.remove(account, bob.id)).toBe('removed')
    expect(await members.byEmail(bob.email)).toEqual([])
    expect(await members.add(account, { ...bob, id: 'mem_c' })).toBe('added')
  })

  test('one that is changed keeps what the change leaves out, and takes a name away that is null', async () => {
    const account = freshAccount()
    await add(account, 'a', 'owner')
    const bob = await add(account, 'b', 'viewer')
    await members.change(account, bob.id, { name: 'Bob' })
    await members.seen(account, bob.id, at)
    expect(await members.change(account, bob.id, { role: 'agent' })).toEqual({
      changed: true,
      member: { ...bob, name: 'Bob', role: 'agent', lastSeenAt: at },
    })
    await members.change(account, bob.id, { name: null })
    expect(await members.get(account, bob.id)).toMatchObject({ name: null, role: 'agent' })
    expect(await members.roleOf(account, bob.id)).toBe('agent')
  })

  test('another account’s member is absent, by whatever is asked', async () => {
    const [mine, theirs] = [freshAccount(), freshAccount()]
    const { id } = await add(theirs, 'x', 'viewer')
    expect(await members.get(mine, id)).toBeUndefined()
    expect(await members.roleOf(mine, id)).toBeUndefined()
    expect(await members.change(mine, id, { role: 'owner' })).toEqual({ changed: false, because: 'absent' })
    expect(await members.remove(mine, id)).toBe('absent')
    await members.seen(mine, id, at)
    expect(await members.list(mine)).toEqual([])
    expect((await members.get(theirs, id))?.lastSeenAt).toBeNull()
  })

  test('neither e-mail nor name stands in the ledger to be read', async () => {
    const account = freshAccount()
    const ann = {
      id: 'mem_a',
      email: 'ann@example.com',
      name: 'Ann Example',
      role: 'owner',
      createdAt: at,
    } as const
    await members.add(account, ann)
    for await (const items of tables.ledger.scan()) {
      expect(JSON.stringify(items)).not.toMatch(/ann@example|Ann Example/i)
    }
  })
})

describe('the last owner', () => {
  test('can neither leave nor become something else', async () => {
    const account = freshAccount()
    const { id } = await add(account, 'a', 'owner')
    await add(account, 'b', 'marketer')
    expect(await members.remove(account, id)).toBe('last-owner')
    expect(await members.change(account, id, { role: 'viewer' })).toEqual({
      changed: false,
      because: 'last-owner',
    })
    expect(await members.roleOf(account, id)).toBe('owner')
  })

  test('may once there is another', async () => {
    const account = freshAccount()
    const { id } = await add(account, 'a', 'owner')
    const other = await add(account, 'b', 'marketer')
    await members.change(account, other.id, { role: 'owner' })
    expect(await members.remove(account, id)).toBe('removed')
    expect(await members.remove(account, other.id)).toBe('last-owner')
  })

  test.each(['leave', 'step down', 'leave and step down'])(
    'stays when all owners %s at once',
    async (way) => {
      const account = freshAccount()
      const owners = await Promise.all(['a', 'b', 'c'].map((id) => add(account, id, 'owner')))
      await Promise.all(
        owners.map(({ id }, index) =>
          way === 'leave' || (way !== 'step down' && index % 2 === 0)
            ? members.remove(account, id)
            : members.change(account, id, { role: 'viewer' }),
        ),
      )
      const left = (await members.list(account)).filter(({ role }) => role === 'owner')
      expect(left).toHaveLength(1)
    },
  )
})
