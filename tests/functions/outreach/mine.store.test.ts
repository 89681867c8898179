import { afterAll, beforeAll, expect, test } from 'vitest'
import { roles } from '../../../shared/domain/role.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { createSignInApps } from '../../support/sign-in-bridge.ts'

const account = 'acc_mine'
let tables: Tables
let apps: ReturnType<typeof createSignInApps>
beforeAll(async () => {
  tables = await createTestTables()
  apps = createSignInApps(tables)
  await apps.createAccount(account)
})
afterAll(() => tables.drop())

test.each(roles)('the role %s chooses its own mails, and nobody else’s by it', async (role) => {
  const [mine, others] = [await apps.signIn(account, role), await apps.signIn(account, role)]
  const path = '/v1/me/notifications'
  const before = await apps.ask(others.token, 'GET', path)
  const change = { enquiries: 'all', digest: false, alerts: false, channels: ['Email'] }
  expect((await apps.ask(mine.token, 'PATCH', path, change)).json).toEqual({ ...change, numbers: null })
  expect((await apps.ask(mine.token, 'GET', path)).json).toEqual({ ...change, numbers: null })
  expect((await apps.ask(others.token, 'GET', path)).json).toEqual(before.json)
  const ofOther = `/v1/members/${others.id}/notifications`
  expect((await apps.ask(mine.token, 'GET', ofOther)).status).toBe(role === 'owner' ? 200 : 403)
})
