import type { Account, TestCaller } from '../../../shared/domain/account.ts'
import type { AccountId, E164 } from '../../../shared/domain/ids.ts'
import { usualRetentionDays } from '../../../shared/domain/recording-retention.ts'
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

/** The account as the API shows it. */
export const showAccount = (vault: VaultPort, account: Account) => ({
  ...account,
  recordingRetentionDays: account.recordingRetentionDays ?? usualRetentionDays,
  calls: showCallSettings(vault, account),
  testCallers: (account.testCallers ?? []).map(({ sealed }) => vault.open(account.id, sealed)),
})
