import type { CallerStanding } from '../domain/caller-standing.ts'
import { hangUpDays } from '../domain/caller-standing.ts'
import type { AccountId, CallSid, E164, PersonalHash } from '../domain/ids.ts'
import { addDays, expiryOf, type Instant } from '../domain/time.ts'
import { anyOf, attributeBelow, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Table } from './table.ts'

/** Beyond this no answer is worth remembering: people change their phones. */
const agentDays = 365

/** What is remembered of callers, one small partition each, under the hash of their number. */
export const createCallerStore = (ledger: Table) => ({
  /** One read, whatever is remembered. */
  async standingOf(account: AccountId, caller: PersonalHash, now: Instant): Promise<CallerStanding> {
    const items = await ledger.query({
      pk: ledgerPartitions.caller(account, caller),
      between: ['agent', `hang-up#${now}#~`],
      limit: 20,
    })
    const agent = items.find(({ sk }) => sk === 'agent')
    const since = addDays(now, -hangUpDays)
    return {
      ...(agent && { lastAgent: agent.agent as E164 }),
      hangUps: items.flatMap(({ sk, at }) =>
        sk.startsWith('hang-up#') && (at as Instant) > since ? [at as Instant] : [],
      ),
    }
  },

  /** The call's own fact says who called; whoever withheld the number has no agent. The latest answer holds. */
  async answered(account: AccountId, callSid: CallSid, agent: E164, at: Instant): Promise<void> {
    const voice = await ledger.get(ledgerKeys.callFact(account, callSid, 'voice'))
    const caller = voice?.caller as PersonalHash | undefined
    if (caller === undefined) return
    await ledger.putIf(
      {
        ...ledgerKeys.caller(account, caller, 'agent'),
        agent,
        at,
        expiresAtEpochSeconds: expiryOf(at, agentDays),
      },
      anyOf(itemAbsent, attributeBelow('at', at)),
    )
  },

  async hungUp(account: AccountId, caller: PersonalHash, callSid: CallSid, at: Instant): Promise<void> {
    await ledger.put({
      ...ledgerKeys.caller(account, caller, `hang-up#${at}#${callSid}`),
      at,
      expiresAtEpochSeconds: expiryOf(at, hangUpDays),
    })
  },
})
