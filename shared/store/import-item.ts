import type { Code } from '../domain/coupon.ts'
import type { CodeIssuedFact } from '../domain/fact.ts'
import type { ImportEntry } from '../domain/imported.ts'
import type { HeldLease } from '../domain/lease.ts'
import { callFactItem } from './call-store.ts'
import { codeItem, useIdOf, useKey } from './code-item.ts'
import { contactFactItem } from './contact-fact-store.ts'
import { ledgerKeys } from './keys.ts'
import { spendItem } from './spend-store.ts'
import type { Item } from './table.ts'

/** The items of one line of an import, written all or none. */
export interface ImportItems {
  /** The first stands for the line: whoever writes it first has said what the line says. */
  readonly items: readonly [Item, ...Item[]]
  /** What makes two lines the same: an id, which the first item's key is made of, or all that the line says. */
  readonly knownBy: 'id' | 'content'
}

/** No live code is ever this one: it is taken, and what it was worth elsewhere is not given here. */
const takenCode = ({ account, code, campaignId, at, session, callSid }: CodeIssuedFact): Code => ({
  account,
  code,
  campaignId,
  direction: session !== undefined ? 'web-to-phone' : callSid !== undefined ? 'phone-to-web' : 'both',
  singleUse: true,
  maxUses: 1,
  used: 0,
  state: 'voided',
  issuedAt: at,
  expiresAt: at,
  holds: [],
  holdsRevision: 0,
  session,
  callSid,
})

export function importItems(entry: ImportEntry): ImportItems {
  const importedAs = entry.print
  switch (entry.kind) {
    case 'session': {
      const { account, session } = entry.page
      const key = ledgerKeys.sessionFact(account, session, 'import')
      return { knownBy: 'id', items: [{ ...entry.page, ...key, importedAs }] }
    }
    case 'call': {
      const { voice, status, dial } = entry
      const more = [status, ...(dial ? [dial] : [])].map(callFactItem)
      return { knownBy: 'id', items: [{ ...callFactItem(voice), importedAs }, ...more] }
    }
    case 'form': {
      const { form } = entry
      const { account, formId, session } = form
      // The session's partition holds the form; that its id is taken has to stand where all sessions see it.
      const claim = { ...ledgerKeys.contactFact(account, formId, 'form'), account, session, importedAs }
      const key = ledgerKeys.sessionFact(account, session, `form#import#${formId}`)
      return { knownBy: 'id', items: [claim, { ...form, ...key }] }
    }
    case 'code-issued': {
      const { issued } = entry
      const key = ledgerKeys.codeFact(issued.account, issued.code, 'issued')
      const isMintable = /^[0-9]+$/.test(issued.code)
      return {
        knownBy: 'id',
        items: [{ ...issued, ...key, importedAs }, ...(isMintable ? [codeItem(takenCode(issued))] : [])],
      }
    }
    case 'code-used': {
      const { used } = entry
      const { account, code, at } = used
      const useId = useIdOf(account, code, JSON.stringify([used.callSid, used.session, at]), 0)
      return { knownBy: 'content', items: [{ ...used, useId, ...useKey(account, code, useId) }] }
    }
    case 'lease': {
      const { account, number, session, from, until } = entry.lease
      const held: HeldLease = { number, from, until, shared: false }
      const pointer = {
        ...ledgerKeys.heldLease(account, session, number, from, until),
        account,
        leases: [held],
      }
      const key = ledgerKeys.lease(account, number, from, session, until)
      return { knownBy: 'content', items: [{ ...entry.lease, ...key }, pointer] }
    }
    case 'outcome':
      return { knownBy: 'content', items: [contactFactItem(entry.outcome)] }
    case 'spend':
      return { knownBy: 'content', items: [spendItem(entry.spend)] }
  }
}
