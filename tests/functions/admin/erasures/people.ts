import type { ContactFact, Fact } from '../../../../shared/domain/fact.ts'
import { unpack } from '../../../../shared/store/packed.ts'
import type { Item } from '../../../../shared/store/table.ts'
import { createVault } from '../../../../shared/store/vault.ts'
import { testMasterKey } from '../../../support/bridge.ts'

export const vault = createVault(testMasterKey)

/** Who hides behind the short names of the drafts; a name that nobody else has, so that its traces are seen. */
export const people: Record<string, { phone: string; email: string; name: string }> = Object.fromEntries(
  ['a', 'b', 'c', 'd'].map((letter, index) => [
    letter,
    {
      phone: `+44770090010${index}`,
      email: `somebody-${letter}@example.org`,
      name: `Zephyrine Quill${letter}`,
    },
  ]),
)

const personOf = (short: string) => people[short.slice(-1)] as (typeof people)[string]

/** The drafts' facts with what real ones carry of a person: keyed hashes, sealed values, free text. */
export function withPeople(fact: Fact): Fact {
  const { account } = fact
  const phoneHash = (short: string) => vault.hash(account, 'phone', personOf(short).phone)
  const seal = (text: string) => vault.seal(account, text)
  if ('caller' in fact && fact.caller) {
    const { phone, name } = personOf(fact.caller)
    const said = fact.fact === 'transcription' ? { sealedText: seal(`Hello, this is ${name}.`) } : {}
    return { ...fact, caller: phoneHash(fact.caller), sealedCaller: seal(phone), ...said } as Fact
  }
  if (fact.fact === 'text' && fact.sender) {
    const { phone, name } = personOf(fact.sender)
    return {
      ...fact,
      sender: phoneHash(fact.sender),
      sealedSender: seal(phone),
      sealedBody: seal(`${name} here, call ${phone}`),
    }
  }
  if (fact.fact === 'form') {
    // Of whom only an e-mail is known goes by another name: it is not said to be the same person.
    const name = fact.phone ? personOf(fact.phone).name : `Zephyrine Mail${fact.email?.slice(-1) ?? ''}`
    const form = {
      name,
      ...(fact.phone && { phone: personOf(fact.phone).phone }),
      ...(fact.email && { email: personOf(fact.email).email }),
    }
    return {
      ...fact,
      ...(fact.phone && { phone: phoneHash(fact.phone) }),
      ...(fact.email && { email: vault.hash(account, 'email', personOf(fact.email).email) }),
      sealed: seal(JSON.stringify(form)),
      heard: 'radio',
    }
  }
  return fact
}

/** What an agent noted of a contact of that person. */
export const noteOn = (account: string, contact: string, short: string, at: string): ContactFact => ({
  fact: 'mark',
  account,
  contact,
  at,
  by: 'test',
  sealedNote: vault.seal(account, `${personOf(short).name} wants ${personOf(short).phone} called`),
  tags: ['sash'],
})

const sealed = /v\d+\.[A-Za-z0-9_-]{38,}/g

/** All that somebody with both tables and the master key could read of an item. */
export function readableOf(account: string, item: Item): string {
  const plain = JSON.stringify(item, (_name, value) => {
    if (value instanceof Uint8Array) return unpack(value)
    return value
  })
  const opened = [...plain.matchAll(sealed)].map(([text]) => {
    try {
      return vault.open(account, text)
    } catch {
      return ''
    }
  })
  return [plain, ...opened].join('\n')
}
