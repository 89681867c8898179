import type { Fact } from './fact.ts'
import type { AccountId } from './ids.ts'
import type { LakeRow } from './lake-schema.ts'
import type { DeclaredSource } from './number.ts'
import { classifyVisit } from './source.ts'

/** Keyed, one way: without the account's pepper what a text was can't be told, nor tried. */
export type Digest = (account: AccountId, text: string) => string

/** What stands in the place of what could be somebody's. */
export const withheld = '(withheld)'

/** An e-mail, or digits that could be a phone's: campaign parameters and paths are whatever people put there. */
const couldBePersonal = /@|%40|\d(?:[\s().\-/%+]*\d){6}/

const plain = (text: string | null | undefined): string | undefined =>
  text ? (couldBePersonal.test(text) ? withheld : text) : undefined
/** A name that a program gave, not a sentence that somebody typed. */
const word = (text: string): string => (/^[a-z][a-z0-9_-]{0,39}$/i.test(text) ? text : withheld)

const generatedIds = /^(?:ses|vis)_[0-9a-z]{20}$|^(?:CA|SM|MM)[0-9a-f]{32}$/
const businessIds = /^(?:num|pol|cmp|acc)_\w{1,60}$/

interface Ids {
  readonly session?: string | undefined
  readonly visitor?: string | undefined
  readonly callSid?: string | undefined
  readonly contact?: string | undefined
  readonly numberId?: string | undefined
  readonly poolId?: string | undefined
  readonly campaignId?: string | undefined
}

/** Ids of imported history are whatever the other tool had, an address perhaps: they stand as digests. */
function idsOf(
  { session, visitor, callSid, contact, numberId, poolId, campaignId }: Ids,
  hidden: (id: string) => string,
): LakeRow {
  const or = (pattern: RegExp) => (id: string | undefined) =>
    id === undefined ? undefined : pattern.test(id) ? id : hidden(id)
  const [generated, ours] = [or(generatedIds), or(businessIds)]
  return {
    session: generated(session),
    visitor: generated(visitor),
    call_sid: generated(callSid),
    contact: generated(contact),
    number_id: ours(numberId),
    pool_id: ours(poolId),
    campaign_id: ours(campaignId),
  }
}

const declared = (source: DeclaredSource | undefined): LakeRow => ({
  source: plain(source?.source),
  medium: plain(source?.medium),
  campaign: plain(source?.campaign),
  term: plain(source?.term),
  content: plain(source?.content),
})

function arrival(url: string, referrer: string | undefined): LakeRow {
  const source = classifyVisit({ url, referrer })
  return {
    channel: source.channel,
    ...declared({
      source: source.source ?? undefined,
      medium: source.medium ?? undefined,
      campaign: source.campaign ?? undefined,
      term: source.term ?? undefined,
      content: source.content ?? undefined,
    }),
    landing_page: plain(source.landingPage),
    referrer_host: plain(source.referrer && /^[a-z-]+:\/\/([^/:]+)/.exec(source.referrer)?.[1]),
    click_ids: Object.keys(source.clickIds).sort().join(' ') || undefined,
  }
}

type Mapped = { readonly [Kind in Fact['fact']]: (fact: Extract<Fact, { fact: Kind }>) => LakeRow }

/** What of each kind of fact gets there: a kind that is not here does not compile, a field that is not here stays out. */
const mapped: Mapped = {
  page: ({ url, referrer }) => arrival(url, referrer),
  seen: () => ({}),
  'phone-click': ({ number }) => ({ number }),
  form: () => ({}),
  event: ({ name }) => ({ event: word(name) }),
  lease: ({ number, shared, until }) => ({ number, shared, until_ms: Date.parse(until) }),
  voice: ({ number, source }) => ({ number, ...declared(source) }),
  status: ({ number, status, durationSeconds }) => ({ number, status, duration_seconds: durationSeconds }),
  dial: ({ number, status, scope, talkSeconds }) => ({ number, status, scope, talk_seconds: talkSeconds }),
  recording: ({ number, kind, status, durationSeconds }) => ({
    number,
    kind,
    status,
    duration_seconds: durationSeconds,
  }),
  transcription: ({ number, status }) => ({ number, status }),
  'recording-deleted': ({ number }) => ({ number }),
  text: ({ number, attachments, source }) => ({ number, quantity: attachments, ...declared(source) }),
  'code-issued': ({ singleUse, source }) => ({ single_use: singleUse, ...declared(source) }),
  'code-used': ({ singleUse, how, order, source }) => ({
    single_use: singleUse,
    kind: how,
    amount: order?.value.amount,
    currency: order?.value.currency,
    ...declared(source),
  }),
  'code-use-voided': () => ({}),
  'codes-minted': ({ count }) => ({ quantity: count }),
  outcome: ({ stage, valueMinorUnits }) => ({ stage: word(stage), amount: valueMinorUnits }),
  deal: ({ stage, valueMinorUnits }) => ({ stage: word(stage), amount: valueMinorUnits }),
  'self-report': () => ({}),
  mark: ({ spam, handled }) => ({ spam, handled }),
  verdict: ({ verdict }) => ({ status: verdict }),
  split: () => ({}),
  erased: () => ({}),
  'mail-event': ({ event }) => ({ status: event }),
  'step-moved': ({ step }) => ({ stage: word(step) }),
  'visitor-moved': ({ step }) => ({ stage: word(step) }),
  spend: ({ source, medium, campaign, amountMinorUnits }) => ({
    ...declared({
      source: source ?? undefined,
      medium: medium ?? undefined,
      campaign: campaign ?? undefined,
    }),
    amount: amountMinorUnits,
  }),
}

export interface Place {
  /** Where it stands in the ledger: what makes it one fact. */
  readonly pk: string
  readonly sk: string
  /** Grows with each version of the fact: a stream's sequence number. */
  readonly version: string
}

/** A lease stands in its number's slot while it lives, which other leases have after it: it is known by what it is. */
const identityOf = (fact: Fact, { pk, sk }: Place): string =>
  fact.fact === 'lease' ? `lease ${fact.number} ${fact.from} ${fact.session}` : `${pk} ${sk}`

/** @returns the fact's row, of what may be known of it outside of the ledger */
export function lakeRowOf(fact: Fact, place: Place, digest: Digest): LakeRow {
  const at = fact.fact === 'lease' ? fact.from : fact.at
  const ofKind = mapped[fact.fact] as (each: Fact) => LakeRow
  return {
    account: fact.account,
    fact: fact.fact,
    fact_id: digest(fact.account, identityOf(fact, place)),
    version: place.version,
    happened_at: at,
    at_ms: Date.parse(at),
    ...idsOf(fact as Ids, (id) => digest(fact.account, id)),
    ...ofKind(fact),
  }
}
