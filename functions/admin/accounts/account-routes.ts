import type { Hono } from 'hono'
import { type Account, accountDefaults } from '../../../shared/domain/account.ts'
import { newId } from '../../../shared/domain/ids.ts'
import { createNote } from '../../../shared/http/audit-note.ts'
import { rightsOf } from '../../../shared/http/caller.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { changeAccount, createAccount, getAccount } from '../operations.ts'
import { sealCallSettings } from './call-settings.ts'
import { newKey } from './new-key.ts'
import { sealTestCallers, showAccount } from './test-callers.ts'

const gone = refuse('not_found', 'The account of this key does not exist any more.')

export function mountAccounts(app: Hono, deps: AdminDeps, newMemberId: () => string): void {
  const { guards, accounts, members, vault, now, randomBytes, privacy } = deps
  const note = createNote(deps)

  handle(app, guards, createAccount, async ({ body, caller }) => {
    const account: Account = {
      id: newId('account', randomBytes),
      name: body.name,
      timeZone: body.timeZone ?? accountDefaults.timeZone,
      currency: body.currency ?? accountDefaults.currency,
      lookbackDays: accountDefaults.lookbackDays,
      enquiryGapDays: accountDefaults.enquiryGapDays,
      origins: body.origins ?? deps.newAccountOrigins,
      excludedVisitors: [],
      createdAt: now(),
    }
    const keys = { secretKey: newKey('sk_', randomBytes), siteKey: newKey('pk_', randomBytes) }
    const outcome = await accounts.create(account, keys)
    if (outcome === 'taken')
      throw new Error('a new account id or key exists: the random source repeats itself')
    if (body.ownerEmail !== undefined) {
      await members.add(account.id, {
        id: newMemberId(),
        email: body.ownerEmail,
        name: null,
        role: 'owner',
        createdAt: now(),
      })
    }
    return reply(201, { ...showAccount(vault, account, rightsOf(caller)), ...keys })
  })

  handle(app, guards, getAccount, async ({ account, caller }) => {
    const found = await accounts.get(account)
    return found ? reply(200, showAccount(vault, found, rightsOf(caller))) : gone
  })

  handle(app, guards, changeAccount, async ({ account, caller, body }) => {
    const { calls, testCallers, ...settings } = body
    const changed = await accounts.update(account, {
      ...settings,
      ...(calls && { calls: sealCallSettings(vault, account, calls) }),
      ...(testCallers && { testCallers: sealTestCallers(vault, account, testCallers) }),
    })
    if (!changed) return gone
    if (typeof body.personalDataDays === 'number') await privacy.retention.add(account)
    await note({ account, caller }, 'account-changed', account, Object.keys(body).sort().join(' '))
    return reply(200, showAccount(vault, changed, rightsOf(caller)))
  })
}
