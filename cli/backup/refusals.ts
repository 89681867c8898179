/** Why a backup is not brought into a ledger. */
export const restoreRefusals = {
  'other-key': 'the backup was made under another TIELINE_MASTER_KEY: its personal data could never be read',
  'not-empty': 'the ledger is not empty: a backup is brought into a table of its own, over nothing',
  'other-restore':
    'another backup is being brought into this ledger: go on with that one, or begin with an empty table',
  'changed-meanwhile': 'the ledger holds other items under the same keys: somebody writes into it',
} as const
export type RestoreRefusal = keyof typeof restoreRefusals
