import type { Hono } from 'hono'
import { type ConfirmedPhone, newConfirmation } from '../../../shared/domain/confirmed-phone.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import {
  listConfirmedNumbers,
  removeConfirmedNumber,
  requestConfirmation,
} from './confirmed-number-schema.ts'

const unknown = refuse('not_found', 'The account has named no such phone.')

export function mountConfirmedNumbers(app: Hono, deps: AdminDeps): void {
  const { guards, confirmedPhones, vault, now, randomBytes } = deps

  function show(account: AccountId, phone: ConfirmedPhone) {
    const { sealed, state, code, requestedAt, expiresAt, confirmedAt = null } = phone
    const isPending = state === 'pending'
    return {
      number: vault.open(account, sealed),
      status: state,
      code: isPending ? code : null,
      requestedAt,
      expiresAt: isPending ? expiresAt : null,
      confirmedAt,
    }
  }

  handle(app, guards, requestConfirmation, async ({ account, body: { number } }) => {
    const fresh = newConfirmation(
      vault.hash(account, 'phone', number),
      vault.seal(account, number),
      new DataView(new Uint8Array(randomBytes(4)).buffer).getUint32(0) / 2 ** 32,
      now(),
    )
    const standing = await confirmedPhones.request(account, fresh)
    return reply(standing === fresh ? 201 : 200, show(account, standing))
  })

  handle(app, guards, listConfirmedNumbers, async ({ account }) => {
    const phones = await confirmedPhones.list(account)
    return reply(200, { data: phones.map((phone) => show(account, phone)), nextCursor: null })
  })

  handle(app, guards, removeConfirmedNumber, async ({ account, params: { number } }) => {
    const removed = await confirmedPhones.remove(account, vault.hash(account, 'phone', number))
    return removed === 'absent' ? unknown : reply(204)
  })
}
