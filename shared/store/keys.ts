import type { AccountId, CallSid, E164, NumberId, PoolId, SessionId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'

/**
 * Where everything stands. Each partition is the answer to one question, and, but for the two global registries at the
 * top, begins with its account: no query can cross from one account to another.
 */
export const ledgerKeys = {
  /** Whose is this API key? `digest` is its SHA-256. */
  apiKey: (digest: string) => ({ pk: `key#${digest}`, sk: 'key' }),
  /** Where does this number lead? A phone number belongs to one account at a time, everywhere. */
  route: (number: E164) => ({ pk: `number#${number}`, sk: 'route' }),

  /** What has the account set up? */
  account: (account: AccountId) => ({ pk: account as string, sk: 'account' }),
  number: (account: AccountId, id: NumberId) => ({ pk: account as string, sk: `number#${id}` }),
  pool: (account: AccountId, id: PoolId) => ({ pk: account as string, sk: `pool#${id}` }),

  /** Which numbers of the pool are free? One slot a number, holding its present lease. */
  slot: (account: AccountId, pool: PoolId, number: E164) => ({
    pk: `${account}#pool#${pool}`,
    sk: `slot#${number}`,
  }),
  /** Who held the number then? */
  lease: (account: AccountId, number: E164, from: Instant, session: SessionId) => ({
    pk: `${account}#number#${number}`,
    sk: `lease#${from}#${session}`,
  }),
  /** What happened in the session? */
  sessionFact: (account: AccountId, session: SessionId, sk: string) => ({
    pk: `${account}#session#${session}`,
    sk,
  }),
  /** What happened in the call? */
  callFact: (account: AccountId, call: CallSid, sk: string) => ({ pk: `${account}#call#${call}`, sk }),
  /** What is known of this code, and what happened to it? `code` is its state, the others are facts. */
  codeFact: (account: AccountId, code: string, sk: string) => ({ pk: `${account}#code#${code}`, sk }),
  /** Was this request made before? */
  idempotency: (account: AccountId | 'operator', digest: string) => ({
    pk: `${account}#idempotency#${digest}`,
    sk: 'answer',
  }),
}

export const ledgerPartitions = {
  account: (account: AccountId) => account as string,
  pool: (account: AccountId, pool: PoolId) => `${account}#pool#${pool}`,
  number: (account: AccountId, number: E164) => `${account}#number#${number}`,
  session: (account: AccountId, session: SessionId) => `${account}#session#${session}`,
  call: (account: AccountId, call: CallSid) => `${account}#call#${call}`,
  code: (account: AccountId, code: string) => `${account}#code#${code}`,
}
