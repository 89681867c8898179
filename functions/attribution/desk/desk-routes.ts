import type { Hono } from 'hono'
import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { Clock } from '../../../shared/domain/time.ts'
import { rightsOf } from '../../../shared/http/caller.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { type Authenticate, handle, reply } from '../../../shared/http/operation.ts'
import { getDesk } from './desk-operation.ts'
import { createMemory } from './memory.ts'
import { type DeskPorts, readDesk } from './read-desk.ts'
import { toldDeskCall } from './told-call.ts'

export interface DeskDeps extends DeskPorts {
  readonly authenticate: Authenticate
  readonly settingsOf: (account: AccountId) => Promise<Account>
  readonly now: Clock
}

/** A proxy may have weakened what it handed on; several may be named (RFC 9110, 13.1.2). */
const names = (header: string | undefined, etag: string) =>
  (header ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag)

export function mountDesk(app: Hono, deps: DeskDeps): void {
  const memory = createMemory(deps.now)

  handle(app, deps, getDesk, async ({ account, caller, context }) => {
    const settings = await memory.recall(`account ${account}`, 10, () => deps.settingsOf(account))
    const at = deps.now()
    const read = await readDesk(deps, memory, settings, at)
    const calls = read.map((call) => toldDeskCall(rightsOf(caller), call))
    const version = sha256Hex(JSON.stringify(calls)).slice(0, 24)
    const etag = `"${version}"`
    const headers = { etag, 'cache-control': 'private, no-cache', vary: 'authorization, cookie' }
    return names(context.req.header('if-none-match'), etag)
      ? reply(304, undefined, headers)
      : reply(200, { version, at, calls }, headers)
  })
}
