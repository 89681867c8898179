import type { KnownBrowser } from '../../../shared/domain/conversion/browser-ids.ts'
import { type Destination, maySendIdentity } from '../../../shared/domain/conversion/destination.ts'
import type { Identity } from '../../../shared/domain/conversion/identity.ts'
import { platformRules } from '../../../shared/domain/conversion/platform.ts'
import type { ConversionSubject } from '../../../shared/domain/conversion/wanted.ts'
import type { AccountId, VisitorId } from '../../../shared/domain/ids.ts'
import type { EnquiryRow } from '../../../shared/domain/view.ts'
import { loadIdentity } from './identity.ts'
import type { ConversionPort, ConversionSources } from './ports.ts'
import { loadSteps } from './steps.ts'

/** What these destinations need to know; nothing else is read. */
interface Needs {
  readonly talk: boolean
  readonly steps: boolean
  readonly identity: boolean
  readonly browsers: boolean
}
function needsOf(destinations: readonly Destination[]): Needs {
  const isAsked = (on: string) =>
    destinations.some(({ rules }) => rules.some(({ trigger }) => trigger.on === on))
  return {
    talk: isAsked('call'),
    steps: isAsked('step'),
    identity: destinations.some(maySendIdentity),
    browsers: destinations.some(({ platform }) => platformRules[platform].browserIds.length > 0),
  }
}

async function talkSecondsOf(sources: ConversionSources, account: AccountId, { enquiry }: EnquiryRow) {
  const ids = enquiry.contacts.flatMap(({ kind, id }) => (kind === 'call' ? [id] : []))
  if (ids.length === 0) return new Map<string, number>()
  const { calls } = await sources.enquiries.read(account, ids)
  return new Map([...calls].map(([id, { call }]) => [id, call.talkSeconds ?? 0]))
}

async function browsersOf({ browsers }: ConversionSources, account: AccountId, { enquiry }: EnquiryRow) {
  const { journey, evidence } = enquiry
  const visitors = new Set([...journey, ...evidence].flatMap(({ visitorId }) => visitorId ?? []))
  const found = new Map<VisitorId, KnownBrowser>()
  for (const visitor of visitors) {
    const ids = await browsers.get(account, visitor)
    if (ids) found.set(visitor, ids)
  }
  return found
}

export interface LoadDeps {
  readonly sources: ConversionSources
  readonly conversions: Pick<ConversionPort, 'erasedAmong'>
}

/** What is known of an enquiry, as far as these destinations go by it. */
export async function loadSubject(
  { sources, conversions }: LoadDeps,
  account: AccountId,
  row: EnquiryRow,
  destinations: readonly Destination[],
): Promise<ConversionSubject> {
  const needs = needsOf(destinations)
  const [talkSeconds, steps, erased, identity, browsers] = await Promise.all([
    needs.talk ? talkSecondsOf(sources, account, row) : new Map<string, number>(),
    needs.steps ? loadSteps(sources, account, row) : [],
    conversions.erasedAmong(
      account,
      row.enquiry.contacts.map(({ id }) => id),
    ),
    needs.identity ? loadIdentity(sources, account, row.enquiry) : {},
    needs.browsers ? browsersOf(sources, account, row) : new Map<VisitorId, KnownBrowser>(),
  ])
  const { phone, email }: Identity = identity
  const hasIdentity = phone !== undefined || email !== undefined
  return { enquiry: row.enquiry, talkSeconds, steps, erased, hasIdentity, browsers }
}
