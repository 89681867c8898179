import { callFactKey } from '../domain/call.ts'
import type { RecordingFact, TranscriptionFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import type { KeptRecording } from '../domain/recording-retention.ts'
import type { Instant } from '../domain/time.ts'
import { itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions, recordingAccounts } from './keys.ts'
import type { Item, Key, Table, TransactOutcome } from './table.ts'

/** Which recordings are kept at Twilio: what the sweep that deletes them goes by. */
export interface RecordingStore {
  /** The fact of a recording, and that it is kept: both or neither. */
  keep(fact: RecordingFact, item: Item): Promise<TransactOutcome>
  /** The fact of a text. If its recording was deleted, without the text; Twilio has to be asked to delete it, too. */
  writeDown(fact: TranscriptionFact, item: Item): Promise<{ readonly won: boolean }>
  /** The accounts that have, or had, recordings. */
  accounts(): Promise<AccountId[]>
  /** Those complete until then, the oldest first, and before them those that are to be deleted now. */
  due(account: AccountId, until: Instant, limit: number): Promise<KeptRecording[]>
  /** Somebody wants it deleted, whatever its age. */
  markUnwanted(account: AccountId, recording: KeptRecording): Promise<void>
  /** It is deleted at Twilio; with it goes what was written down of it. */
  forget(account: AccountId, recording: KeptRecording): Promise<void>
}

const keptItem = (key: Key, recording: KeptRecording): Item => {
  const { callSid, recordingSid, number, at, by, reason } = recording
  return { ...key, callSid, recordingSid, number, at, by, reason }
}
const keptOf = (item: Item) => item as unknown as KeptRecording

export function createRecordingStore(ledger: Table): RecordingStore {
  /** One item all calls would write to: written once by each process. */
  const noted = new Set<AccountId>()
  async function noteAccount(account: AccountId) {
    if (noted.has(account)) return
    await ledger.put(ledgerKeys.recordingAccount(account))
    noted.add(account)
  }

  async function markUnwanted(account: AccountId, recording: KeptRecording) {
    await ledger.put(keptItem(ledgerKeys.unwantedRecording(account, recording), recording))
  }

  return {
    async keep(fact, item) {
      await noteAccount(fact.account)
      return ledger.transact([
        { put: item, condition: itemAbsent },
        { put: keptItem(ledgerKeys.keptRecording(fact.account, fact), fact) },
      ])
    },

    async writeDown(fact, item) {
      const deletion = callFactKey({ ...fact, fact: 'recording-deleted', by: '' })
      const outcome = await ledger.transact([
        { put: item, condition: itemAbsent },
        { check: ledgerKeys.callFact(fact.account, fact.callSid, deletion), condition: itemAbsent },
      ])
      if (outcome.won || outcome.lost[1] === undefined) return outcome
      await markUnwanted(fact.account, fact)
      return ledger.putIf({ ...item, sealedText: undefined }, itemAbsent)
    },

    async accounts() {
      return (await ledger.query({ pk: recordingAccounts })).map(({ sk }) => sk)
    },

    async due(account, until, limit) {
      const pk = ledgerPartitions.recordings(account)
      const [unwanted, old] = await Promise.all([
        ledger.query({ pk, prefix: 'now#', limit }),
        ledger.query({ pk, between: ['kept#', `kept#${until}~`], limit }),
      ])
      return [...unwanted, ...old].slice(0, limit).map(keptOf)
    },

    markUnwanted,

    async forget(account, recording) {
      const { callSid, recordingSid } = recording
      const written = await ledger.query({
        pk: ledgerPartitions.call(account, callSid),
        prefix: `transcription#${recordingSid}#`,
      })
      for (const item of written) {
        if (item.sealedText !== undefined) await ledger.update(item, { set: { sealedText: undefined } })
      }
      await ledger.delete(ledgerKeys.keptRecording(account, recording))
      await ledger.delete(ledgerKeys.unwantedRecording(account, recording))
    },
  }
}
