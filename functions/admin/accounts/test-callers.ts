import type { Account, TestCaller } from '../../../shared/domain/account.ts'
import type { AccountId, E164 } from '../../../shared/domain/ids.ts'
import { usualRetentionDays } from '../../../shared/domain/recording-retention.ts'
import { type Rights, toldPhone } from '../../../shared/http/caller.ts'
import type { VaultPort } from '../deps.ts'
import { showCallSettings } from './call-settings.ts'

/** Test callers are people with phones like everybody: known by hash, readable only when decrypted. */
export const sealTestCallers = (
  vault: VaultPort,
  account: AccountId,
  phones: readonly E164[],
): TestCaller[] =>
  [...new Set(phones)].map((phone) => ({
    phone: vault.hash(account, 'phone', phone),
    sealed: vault.seal(account, phone),
  }))

/** The account as the API shows it to whoever has these rights. */
export const showAccount = (vault: VaultPort, account: Account, rights: Rights) => ({
  ...account,
  recordingRetentionDays: account.recordingRetentionDays ?? usualRetentionDays,
  personalDataDays: account.personalDataDays ?? null,
  respectedSignals: [...(account.respectedSignals ?? [])],
  calls: showCallSettings(vault, account, rights),
  testCallers: (account.testCallers ?? []).map(({ sealed }) =>
    toldPhone(rights, vault.open(account.id, sealed)),
  ),
})
