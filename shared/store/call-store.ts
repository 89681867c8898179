import { callFactKey } from '../domain/call.ts'
import type { CallFact, RecordingFact, TranscriptionFact } from '../domain/fact.ts'
import type { AccountId, CallSid } from '../domain/ids.ts'
import { itemAbsent } from './condition.ts'
import { deskItem } from './desk-item.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import { privacyKeys } from './privacy-keys.ts'
import { createRecordingStore, type RecordingStore } from './recording-store.ts'
import type { Item, Table } from './table.ts'

export interface CallStore {
  /** Writes the fact once: a callback delivered again is a `duplicate`, and the first stays. */
  record(fact: CallFact): Promise<'recorded' | 'duplicate'>
  factsOf(account: AccountId, callSid: CallSid): Promise<CallFact[]>
}

const callFactKinds: ReadonlySet<unknown> = new Set<CallFact['fact']>([
  'voice',
  'status',
  'dial',
  'recording',
  'transcription',
  'recording-deleted',
])

export const callFactItem = (fact: CallFact): Item => ({
  ...fact,
  ...ledgerKeys.callFact(fact.account, fact.callSid, callFactKey(fact)),
})

/** @returns `undefined` for an item of the ledger that is no fact of a call */
export function callFactFromItem(item: Item): CallFact | undefined {
  if (!callFactKinds.has(item.fact)) return undefined
  const { pk: _pk, sk: _sk, importedAs: _print, ...fact } = item
  return fact as unknown as CallFact
}

/** A recording that nobody knew of would never be deleted. */
const isSound = (fact: CallFact): fact is RecordingFact =>
  fact.fact === 'recording' && fact.status === 'completed'
/** What comes after its recording was deleted must not stay. */
const isText = (fact: CallFact): fact is TranscriptionFact =>
  fact.fact === 'transcription' && fact.sealedText !== undefined

export const createCallStore = (
  ledger: Table,
  recordings: RecordingStore = createRecordingStore(ledger),
): CallStore => {
  /**
   * Whoever erases a call marks it first and then rewrites what stands; whoever writes reads the mark afterwards: of the
   * two at least one sees the other. The first fact of a call, which nobody can have erased before, is spared the look.
   */
  async function keepErased(fact: CallFact, item: Item): Promise<void> {
    if (!(await ledger.get(privacyKeys.erasedContact(fact.account, fact.callSid)))) return
    if (isSound(fact)) await recordings.markUnwanted(fact.account, { ...fact, by: 'erasure' })
    await ledger.update(item, { set: { caller: undefined, sealedCaller: undefined, sealedText: undefined } })
  }

  return {
    async record(fact) {
      const item = callFactItem(fact)
      const write = () => {
        if (isSound(fact)) return recordings.keep(fact, item)
        return isText(fact) ? recordings.writeDown(fact, item) : ledger.putIf(item, itemAbsent)
      }
      // Whoever is told that the call is known finds it at the desk: one waits for both.
      const [outcome] = await Promise.all([write(), fact.fact === 'voice' && ledger.put(deskItem(fact))])
      if (outcome.won && fact.fact !== 'voice') await keepErased(fact, item)
      return outcome.won ? 'recorded' : 'duplicate'
    },

    async factsOf(account, callSid) {
      const items = await ledger.query({ pk: ledgerPartitions.call(account, callSid) })
      return items.flatMap((item) => callFactFromItem(item) ?? [])
    },
  }
}
