import { addSeconds, epochSecondsOf } from '../domain/time.ts'
import type { IdempotencyPort, RememberedAnswer } from '../http/idempotency.ts'
import { allOf, anyOf, attributeAtMost, attributeEquals, itemAbsent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
import type { Item, Table } from './table.ts'
import type { Vault } from './vault.ts'

/**
 * The first answer to each idempotency key:
 *
 *     absent ─claim─▶ in-progress ─settle─▶ answered (… expires)
 *        ▲───release──────┘   └─a minute later: anybody's claim
 *
 * Answers may hold secrets (a new account's keys) and requests personal data: both are sealed.
 */
export type IdempotencyStore = IdempotencyPort

/** Must be longer than any function may run: only a crash leaves a claim in progress for so long. */
const takeoverSeconds = 60
const keptSeconds = 48 * 3600
/** An item takes 400 kB; longer answers go on in further items. */
const partCharacters = 300_000

export function createIdempotencyStore(table: Table, vault: Vault, newToken: () => string): IdempotencyStore {
  const keyOf = (scope: string, keyDigest: string) => ledgerKeys.idempotency(scope, keyDigest)
  const partKeyOf = (scope: string, keyDigest: string, token: string, part: number) => ({
    ...keyOf(scope, keyDigest),
    sk: `answer#${token}#${part}`,
  })

  async function answerOf(scope: string, keyDigest: string, item: Item): Promise<RememberedAnswer> {
    const further = Array.from({ length: (item.parts as number) - 1 }, (_, index) =>
      partKeyOf(scope, keyDigest, item.token as string, index + 1),
    )
    const parts = [item, ...(await table.getAll(further))]
    return JSON.parse(vault.open(scope, parts.map((part) => part?.answer as string).join('')))
  }

  return {
    async claim(scope, keyDigest, requestDigest, now) {
      const token = newToken()
      const isAbandoned = allOf(
        attributeEquals('state', 'in-progress'),
        attributeAtMost('claimedAt', addSeconds(now, -takeoverSeconds)),
      )
      const isExpired = attributeAtMost('expiresAtEpochSeconds', epochSecondsOf(now))
      const outcome = await table.putIf(
        {
          ...keyOf(scope, keyDigest),
          state: 'in-progress',
          token,
          request: vault.seal(scope, requestDigest),
          claimedAt: now,
          expiresAtEpochSeconds: epochSecondsOf(now) + keptSeconds,
        },
        anyOf(itemAbsent, isAbandoned, isExpired),
      )
      if (outcome.won) return { claim: 'granted', token }
      const { current } = outcome
      if (!current) throw new Error('the engine did not tell which claim stood in the way')
      if (vault.open(scope, current.request as string) !== requestDigest) return { claim: 'reused' }
      if (current.state !== 'answered') return { claim: 'in-progress' }
      return { claim: 'answered', answer: await answerOf(scope, keyDigest, current) }
    },

    async settle(scope, keyDigest, token, answer) {
      const sealed = vault.seal(scope, JSON.stringify(answer))
      const parts = Math.ceil(sealed.length / partCharacters)
      const claim = parts > 1 ? await table.get(keyOf(scope, keyDigest)) : undefined
      for (let part = 1; part < parts; part += 1) {
        await table.put({
          ...partKeyOf(scope, keyDigest, token, part),
          answer: sealed.slice(part * partCharacters, (part + 1) * partCharacters),
          expiresAtEpochSeconds: claim?.expiresAtEpochSeconds,
        })
      }
      await table.update(
        keyOf(scope, keyDigest),
        { set: { state: 'answered', parts, answer: sealed.slice(0, partCharacters) } },
        attributeEquals('token', token),
      )
    },

    async release(scope, keyDigest, token) {
      await table.delete(keyOf(scope, keyDigest), attributeEquals('token', token))
    },
  }
}
