import type { AccountId, MemberId, PersonalHash } from '../domain/ids.ts'

/** Where people who may sign in stand, and their sign-ins (see `ledgerKeys`). */
export const memberKeys = {
  /** Which accounts is this person a member of? One of the registries that belong to no account. */
  membership: (person: PersonalHash, account: AccountId) => ({
    pk: memberPartitions.person(person),
    sk: account as string,
  }),
  /** Whose sign-in is this? `digest` is the SHA-256 of what the browser holds. */
  signIn: (digest: string) => ({ pk: `sign-in#${digest}`, sk: 'sign-in' }),

  member: (account: AccountId, id: MemberId) => ({
    pk: memberPartitions.members(account),
    sk: `member#${id}`,
  }),
  /** How many owners has the account? The guard of its last. */
  owners: (account: AccountId) => ({ pk: memberPartitions.members(account), sk: 'owners' }),
}

export const memberPartitions = {
  person: (person: PersonalHash) => `person#${person}`,
  members: (account: AccountId) => `${account}#members`,
}
