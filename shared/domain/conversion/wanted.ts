import type { Enquiry } from '../enquiry.ts'
import type { VisitorId } from '../ids.ts'
import type { ContactKind } from '../link.ts'
import type { Instant } from '../time.ts'
import type { BrowserIds, KnownBrowser } from './browser-ids.ts'
import { afterClick, type Click, clickOfCookie, findClick } from './click.ts'
import {
  type ConversionRule,
  type ConversionTrigger,
  type Destination,
  maySendIdentity,
  type ValueRule,
} from './destination.ts'
import { platformRules } from './platform.ts'

/** What is known of an enquiry. */
export interface ConversionSubject {
  readonly enquiry: Enquiry
  /** How long each call of it was talked. */
  readonly talkSeconds: ReadonlyMap<string, number>
  /** Steps of the process that its person reached in it. */
  readonly steps: readonly { readonly step: string; readonly contact: string; readonly at: Instant }[]
  /** Contacts of somebody who was erased. */
  readonly erased: ReadonlySet<string>
  /** Whether a phone or an e-mail is known that could go along, hashed. */
  readonly hasIdentity: boolean
  /** By the visitor of the journey. */
  readonly browsers: ReadonlyMap<VisitorId, KnownBrowser>
}

export interface Money {
  readonly minorUnits: number
  readonly currency: string
}

/** A conversion as it should stand at the platform. */
export interface Wanted {
  /** The contact on which it rests, and by which it is known whatever enquiry that belongs to. */
  readonly contact: string
  readonly kind: ContactKind | 'outcome' | 'step'
  readonly at: Instant
  readonly action: string
  /** Null: none is sent, and the platform's own applies. */
  readonly value: Money | null
  readonly click?: Click | undefined
  readonly browser?: BrowserIds | undefined
}

/** Why nothing should stand. */
export const unwantedReasons = {
  'not-reached': 'The enquiry has not come to it.',
  spam: 'The enquiry is spam.',
  test: 'The enquiry is a test.',
  erased: 'The person was erased.',
  'taken-back': 'A later outcome took it back.',
  superseded: 'Another contact of the same enquiry stands for it: an enquiry converts once.',
  'no-click': 'No click on an advertisement of the platform is known of this person.',
  'click-expired': 'The click is older than the platform counts.',
  'no-client': 'The page did not tell GA4’s client id: see docs/conversions.md.',
  'no-identifier': 'Neither a click id nor a phone or e-mail that may go along is known.',
  'no-value': 'Meta takes no purchase without a value, and none was stated.',
  'no-rule': 'The destination has no rule for it any more.',
} as const
export type UnwantedReason = keyof typeof unwantedReasons

export type Verdict = { readonly wanted: Wanted } | { readonly unwanted: UnwantedReason }

interface Candidate extends Pick<Wanted, 'contact' | 'kind' | 'at'> {}

const byTime = (a: Candidate, b: Candidate) =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.contact < b.contact ? -1 : 1

/** The outcomes since the last one that took all before it back. */
function standingOutcomes({ outcomes }: Enquiry, takenBackBy: readonly string[]) {
  const last = outcomes.findLastIndex(({ stage }) => takenBackBy.includes(stage))
  return { since: outcomes.slice(last + 1), before: outcomes.slice(0, last + 1) }
}

function redemptionsOf({ contacts, counts, evidence }: Enquiry): Candidate[] {
  const online = contacts.filter(({ kind }) => kind === 'redemption')
  if (online.length > 0 || counts.redemptions === 0)
    return online.map(({ id, kind, at }) => ({ contact: id, kind, at }))
  // Quoted by phone or text: the evidence names the contact in which it was.
  const told = new Set(
    evidence.flatMap(({ kind, contact }) => (kind === 'code' || kind === 'source-code' ? [contact] : [])),
  )
  const quoted = contacts.filter(({ id }) => told.has(id))
  return (quoted.length > 0 ? quoted : contacts.slice(0, 1)).map(({ id, kind, at }) => ({
    contact: id,
    kind,
    at,
  }))
}

/** What could carry the conversion, in time order. */
function candidatesOf(
  trigger: ConversionTrigger,
  { enquiry, talkSeconds, steps }: ConversionSubject,
  takenBackBy: readonly string[],
): readonly Candidate[] | 'taken-back' {
  switch (trigger.on) {
    case 'enquiry':
      return enquiry.contacts.map(({ id, kind, at }) => ({ contact: id, kind, at }))
    case 'call':
      return enquiry.contacts
        .filter(
          ({ id, kind }) =>
            kind === 'call' && (talkSeconds.get(id) ?? 0) >= Math.max(1, trigger.minimumTalkSeconds ?? 1),
        )
        .map(({ id, kind, at }) => ({ contact: id, kind, at }))
    case 'redemption':
      return redemptionsOf(enquiry)
    case 'outcome': {
      const isIt = ({ stage }: { readonly stage: string }) => stage === trigger.stage
      // A stage that takes others back is not taken back by itself.
      const others = takenBackBy.filter((stage) => stage !== trigger.stage)
      const { since, before } = standingOutcomes(enquiry, others)
      const found = since.filter(isIt)
      if (found.length === 0 && before.some(isIt)) return 'taken-back'
      return found.map(({ contact, at }) => ({ contact, kind: 'outcome' as const, at }))
    }
    case 'step':
      return steps
        .filter(({ step }) => step === trigger.step)
        .map(({ contact, at }) => ({ contact, kind: 'step' as const, at }))
        .sort(byTime)
  }
}

function worthOf(rule: ValueRule, { valueMinorUnits }: Enquiry, currency: string): Money | null {
  if (rule.from === 'none') return null
  if (rule.from === 'fixed') return { minorUnits: rule.minorUnits, currency }
  const minorUnits = valueMinorUnits > 0 ? valueMinorUnits : rule.otherwiseMinorUnits
  return minorUnits === undefined ? null : { minorUnits, currency }
}

/** The last of the journey's browsers before the conversion of which something is known. */
function browserOf({ enquiry, browsers }: ConversionSubject, at: Instant): KnownBrowser | undefined {
  const { journey, evidence } = enquiry
  const visitors = [
    ...journey.filter((touch) => touch.at <= at).map(({ visitorId }) => visitorId),
    // A session after the opening is no touch of the journey, but the same person's browser.
    ...evidence.map(({ visitorId }) => visitorId).reverse(),
  ]
  const known = visitors.flatMap((visitor) => (visitor && browsers.get(visitor)) || [])
  return known.at(-1)
}

/**
 * What of one rule should stand at the destination because of this enquiry: at most one conversion.
 * @param standing contacts that already carry it there: who does goes on doing so as long as it may, so that a merge of two
 *   enquiries takes no more back than it must
 */
export function verdictOf(
  destination: Destination,
  rule: ConversionRule,
  subject: ConversionSubject,
  currency: string,
  standing: ReadonlySet<string>,
): { readonly contact: string | undefined; readonly verdict: Verdict } {
  const { enquiry } = subject
  const candidates = candidatesOf(rule.trigger, subject, destination.takenBackBy)
  if (candidates === 'taken-back') return { contact: undefined, verdict: { unwanted: 'taken-back' } }
  const candidate = candidates.find(({ contact }) => standing.has(contact)) ?? candidates[0]
  if (!candidate) return { contact: undefined, verdict: { unwanted: 'not-reached' } }
  const { contact, kind } = candidate
  const no = (unwanted: UnwantedReason) => ({ contact, verdict: { unwanted } })
  if (subject.erased.has(contact)) return no('erased')
  if (enquiry.excluded) return no(enquiry.excluded)

  // What was reported for a day, without a time, must not come before the enquiry that it is of.
  const happened = candidate.at < enquiry.openedAt ? enquiry.openedAt : candidate.at
  const found = findClick(destination, enquiry.journey, happened)
  const browser = browserOf(subject, happened)
  const click =
    'click' in found ? found.click : browser && clickOfCookie(destination.platform, browser, happened)
  const { needs } = platformRules[destination.platform]
  if (needs === 'client') {
    if (!browser?.gaClientId && destination.settings.withoutClient !== 'stand-in') return no('no-client')
  } else if (!click && !(destination.platform === 'meta' && (browser?.fbc || browser?.fbp))) {
    if (!maySendIdentity(destination)) return no('none' in found ? found.none : 'no-click')
    if (!subject.hasIdentity) return no('no-identifier')
  }
  const at = afterClick(happened, click)
  const value = worthOf(rule.value, enquiry, currency)
  if (destination.platform === 'meta' && rule.action === 'Purchase' && value === null) return no('no-value')
  const wanted: Wanted = {
    contact,
    kind,
    at,
    action: rule.action,
    value,
    ...(click && { click }),
    ...(browser && { browser }),
  }
  return { contact, verdict: { wanted } }
}
