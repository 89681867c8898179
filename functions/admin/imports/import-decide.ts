import type { Account } from '../../../shared/domain/account.ts'
import type { CallStatus, DialFact } from '../../../shared/domain/fact.ts'
import type { AccountId, PersonalHash } from '../../../shared/domain/ids.ts'
import type { ImportEntry, ImportedFacts } from '../../../shared/domain/imported.ts'
import type { DeclaredSource } from '../../../shared/domain/number.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import type { LineRejection } from './import-read.ts'
import type { ImportLine } from './import-schema.ts'

/** What a line's meaning depends on besides itself. */
export interface ImportTerms {
  readonly account: Pick<Account, 'id' | 'currency'>
  readonly vault: {
    hash(account: AccountId, kind: 'phone' | 'email' | 'import', value: string): PersonalHash
    seal(account: AccountId, value: string): string
  }
  /** Whether the campaign's codes are for one person each. */
  readonly isPersonal: (campaign: string) => boolean
  /** What the campaign’s codes stand for, if they are printed in one place for many. */
  readonly sourceOf: (campaign: string) => DeclaredSource | undefined
}

type Line<Kind extends ImportLine['fact']> = Extract<ImportLine, { fact: Kind }>
type Decide<Kind extends ImportLine['fact']> = (line: Line<Kind>, terms: ImportTerms) => ImportedFacts

/** The only person to say so. */
const by = 'import'

/** What exports of answered calls are called by some. */
const finalStatus = (status: CallStatus): CallStatus => (status === 'answered' ? 'completed' : status)

/**
 * An exported call tells how the business's phone rang, in one word: live, that is the report of the `<Dial>`. A caller
 * who cancels and a line that is busy are the incoming leg's own.
 */
const dialledInVain: ReadonlySet<CallStatus> = new Set(['no-answer', 'failed'])

function decideCall(
  { callSid, from, to, at, status, durationSeconds }: Line<'call'>,
  { account: { id: account }, vault }: ImportTerms,
): ImportedFacts {
  const end = addSeconds(at, durationSeconds ?? 0)
  const base = { account, callSid, number: to }
  const dial: DialFact = { fact: 'dial', scope: 'whole', ...base, at: end, status }
  return {
    kind: 'call',
    voice: {
      fact: 'voice',
      ...base,
      at,
      ...(from !== null && {
        caller: vault.hash(account, 'phone', from),
        sealedCaller: vault.seal(account, from),
      }),
    },
    status: {
      fact: 'status',
      ...base,
      sequence: 0,
      status: finalStatus(status),
      at: end,
      ...(typeof durationSeconds === 'number' && { durationSeconds }),
    },
    ...(dialledInVain.has(status) && { dial }),
  }
}

const decisions: { readonly [Kind in ImportLine['fact']]: Decide<Kind> } = {
  session: ({ id, visitor, at, url, referrer }, { account }) => ({
    kind: 'session',
    page: {
      fact: 'page',
      account: account.id,
      session: id,
      visitor,
      at,
      url,
      ...(referrer && { referrer }),
    },
  }),

  lease: ({ number, session, from, until }, { account }) => ({
    kind: 'lease',
    lease: { fact: 'lease', account: account.id, number, session, from, until, freeAt: until, shared: false },
  }),

  call: decideCall,

  'code-issued': ({ code, campaign, session, callSid, at }, { account, isPersonal, sourceOf }) => ({
    kind: 'code-issued',
    issued: {
      fact: 'code-issued',
      account: account.id,
      code,
      campaignId: campaign,
      singleUse: isPersonal(campaign),
      at,
      ...(session && { session }),
      ...(callSid && { callSid }),
      ...(sourceOf(campaign) && { source: sourceOf(campaign) }),
    },
  }),

  'code-used': ({ code, session, callSid, at }, { account }) => ({
    kind: 'code-used',
    used: {
      fact: 'code-used',
      account: account.id,
      code,
      at,
      how: callSid ? 'agent' : session ? 'online' : 'api',
      ...(session && { session }),
      ...(callSid && { callSid }),
    },
  }),

  form: ({ id, session, at, email, phone }, { account, vault }) => ({
    kind: 'form',
    form: {
      fact: 'form',
      account: account.id,
      session,
      formId: id,
      at,
      ...(phone && { phone: vault.hash(account.id, 'phone', phone) }),
      ...(email && { email: vault.hash(account.id, 'email', email) }),
      ...((email || phone) && {
        sealed: vault.seal(account.id, JSON.stringify({ ...(email && { email }), ...(phone && { phone }) })),
      }),
    },
  }),

  outcome: ({ callSid, contact, stage, value, at }, { account }) => ({
    kind: 'outcome',
    outcome: {
      fact: 'outcome',
      account: account.id,
      contact: callSid || contact || '',
      at,
      by,
      stage,
      ...(value !== null &&
        value !== undefined && { valueMinorUnits: typeof value === 'number' ? value : value.amount }),
    },
  }),

  spend: ({ day, source, medium, campaign, amount, at }, { account }) => ({
    kind: 'spend',
    spend: {
      fact: 'spend',
      account: account.id,
      day,
      source: source || null,
      medium: medium || null,
      campaign: campaign || null,
      amountMinorUnits: amount,
      at,
    },
  }),
}

/** The line as it was understood, whatever the order of its fields: what is left out and what is null are the same. */
const contentOf = (line: ImportLine) =>
  JSON.stringify(
    Object.entries(line)
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

function currencyOf(line: ImportLine): string | undefined {
  if (line.fact === 'spend') return line.currency
  return line.fact === 'outcome' && typeof line.value === 'object' ? line.value?.currency : undefined
}

/** The facts that a line stands for: the very ones that live work writes. Pure but for the vault's nonces. */
export function decideImport(
  line: ImportLine,
  terms: ImportTerms,
): ImportEntry | { rejected: LineRejection } {
  const { id, currency } = terms.account
  const stated = currencyOf(line)
  if (stated !== undefined && stated !== currency) {
    return {
      rejected: {
        code: 'currency_mismatch',
        detail: `The account counts in ${currency}: convert the amount, of the day it was made, to ${currency}.`,
      },
    }
  }
  const decide = decisions[line.fact] as Decide<ImportLine['fact']>
  return { ...decide(line as never, terms), print: terms.vault.hash(id, 'import', contentOf(line)) }
}
