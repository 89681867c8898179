import type { TextFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import { conversationDays, decideThread, type Thread } from '../domain/text-conversation.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import type { Item, Table, Write } from './table.ts'
import { textKeys, textPartitions } from './text-keys.ts'

/** A text before it is known which conversation it belongs to. */
export type NewText = Omit<TextFact, 'conversation'>

export interface TextFactStore {
  /**
   * Writes the text once, to the conversation that it joins or opens; told again, it is the same.
   * @returns `isOpening`: with it the conversation began
   */
  record(text: NewText): Promise<{ readonly conversation: string; readonly isOpening: boolean }>
  factsOf(account: AccountId, conversation: string): Promise<TextFact[]>
}

/** Far beyond any repetition of a webhook, and any rest in the spool. */
const messageDays = 90

export const textFactItem = (fact: TextFact): Item => ({
  ...fact,
  ...textKeys.text(fact.account, fact.conversation, fact.messageSid),
})

const threadOf = (item: Item | undefined): Thread | undefined =>
  item && { conversation: item.conversation as string, openedAt: item.openedAt as Instant }

/** That of two texts at the same time only one opens the conversation. */
function threadWrite(
  { account, sender, number, messageSid, at }: NewText,
  thread: Thread | undefined,
  decision: ReturnType<typeof decideThread>,
): Write[] {
  if (sender === undefined) return []
  const key = textKeys.thread(account, sender, number)
  if (decision.decision === 'joins') {
    return [{ check: key, condition: attributeEquals('conversation', decision.conversation) }]
  }
  if (!decision.leads) return []
  // Kept for late texts of the spool, too.
  const expiresAtEpochSeconds = expiryOf(at, conversationDays + messageDays)
  return [
    {
      put: { ...key, conversation: messageSid, openedAt: at, expiresAtEpochSeconds },
      condition: thread ? attributeEquals('conversation', thread.conversation) : itemAbsent,
    },
  ]
}

/** Which text belongs to which conversation is decided by the first writer, as claims are. */
export function createTextFactStore(ledger: Table): TextFactStore {
  return {
    async record(text) {
      const { account, messageSid, sender, number, at } = text
      const message = textKeys.message(account, messageSid)
      for (;;) {
        const [told, item] = await ledger.getAll([
          message,
          ...(sender === undefined ? [] : [textKeys.thread(account, sender, number)]),
        ])
        if (told) {
          const conversation = told.conversation as string
          return { conversation, isOpening: conversation === messageSid }
        }
        const thread = threadOf(item)
        const decision = decideThread(thread, at)
        const conversation = decision.decision === 'joins' ? decision.conversation : messageSid
        const { won } = await ledger.transact([
          {
            put: { ...message, conversation, expiresAtEpochSeconds: expiryOf(at, messageDays) },
            condition: itemAbsent,
          },
          { put: textFactItem({ ...text, conversation }) },
          ...threadWrite(text, thread, decision),
        ])
        if (won) return { conversation, isOpening: conversation === messageSid }
      }
    },

    async factsOf(account, conversation) {
      const items = await ledger.query({ pk: textPartitions.conversation(account, conversation) })
      return items.map(({ pk: _pk, sk: _sk, ...fact }) => fact as unknown as TextFact)
    },
  }
}
