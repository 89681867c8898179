import type { Account, CallSettings } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { type Rights, toldPhone } from '../../../shared/http/caller.ts'
import type { VaultPort } from '../deps.ts'
import type { ShownCallSettings } from './account-schema.ts'

/** Callers' numbers stand encrypted, and hashed to be found. */
export const sealCallSettings = (
  vault: VaultPort,
  account: AccountId,
  { blockedCallers, ...settings }: ShownCallSettings,
): CallSettings => ({
  ...settings,
  ...(blockedCallers && {
    blockedCallers: blockedCallers.map((number) => ({
      phone: vault.hash(account, 'phone', number),
      sealed: vault.seal(account, number),
    })),
  }),
})

export const showCallSettings = (
  vault: VaultPort,
  { id, calls }: Pick<Account, 'id' | 'calls'>,
  rights: Rights,
) =>
  calls && {
    ...calls,
    blockedCallers: (calls.blockedCallers ?? []).map(({ sealed }) =>
      toldPhone(rights, vault.open(id, sealed)),
    ),
  }
