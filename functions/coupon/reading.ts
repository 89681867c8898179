import { type CodeReading, readCode } from '../../shared/domain/code-reading.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import { type Refusal, refuse } from '../../shared/http/problem.ts'
import type { CampaignPort } from './deps.ts'

/** More campaigns than that have no further lengths. */
const maxCampaigns = 1_000
/** Of an account without a campaign: the two usual ones. */
const usualLengths = [7, 10]
const maxAccounts = 10_000

export interface CodeReader {
  /** How long the account's codes are, check digit included, in ascending order. */
  lengths(account: AccountId): Promise<readonly number[]>
  /** The code that was typed, in whatever spelling. */
  read(account: AccountId, typed: string): Promise<string | Refusal>
}

const malformed = ({ detail }: Exclude<CodeReading, { read: 'code' }>) => refuse('code_malformed', detail)

/**
 * Lengths only ever come to an account, none goes: what is remembered can be too little, and is read again before
 * anything is refused. So a code of a known length costs no read here, and one that can't be any costs one.
 */
export function createCodeReader(campaigns: Pick<CampaignPort, 'list'>): CodeReader {
  const remembered = new Map<AccountId, readonly number[]>()

  async function lengths(account: AccountId): Promise<readonly number[]> {
    const found = new Set((await campaigns.list(account, maxCampaigns)).map(({ digits }) => digits + 1))
    if (found.size === 0) return usualLengths
    if (remembered.size >= maxAccounts) remembered.clear()
    const ascending = [...found].sort((left, right) => left - right)
    remembered.set(account, ascending)
    return ascending
  }

  return {
    lengths,
    async read(account, typed) {
      const known = remembered.get(account)
      const first = known && readCode({ typed }, known)
      if (first?.read === 'code') return first.code
      const reading = readCode({ typed }, await lengths(account))
      return reading.read === 'code' ? reading.code : malformed(reading)
    },
  }
}
