import type { Call } from '../../../shared/domain/call.ts'
import { candidatesOf } from '../../../shared/domain/desk.ts'
import type { Evidence } from '../../../shared/domain/evidence.ts'
import type { FormFact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { type ContactLink, isSwitchboard } from '../../../shared/domain/link.ts'
import { foldSession } from '../../../shared/domain/session.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { AttributionPorts } from '../deps.ts'
import type { DeskCall } from './desk-schema.ts'

/** More would be guesses. */
const mostCandidates = 3
/** Enough to tell a regular from a stranger. */
const mostContacts = 30

type Ports = Pick<AttributionPorts, 'ledger' | 'views'>

/** The visits that the evidence leads to, as they stood at the instant. */
export async function visitsOf(
  { ledger }: Ports,
  account: AccountId,
  evidence: readonly Evidence[],
  startedAt: Instant,
  until: Instant,
): Promise<DeskCall['candidates']> {
  const visits = await Promise.all(
    candidatesOf(evidence, mostCandidates).map(async ({ sessionId, visitorId, share }) => {
      const facts = await ledger.sessions.factsOf(account, sessionId)
      if (facts.length === 0) return []
      const { touches, pages, visitor } = foldSession(facts)
      const touch = touches.findLast(({ at }) => at <= startedAt) ?? touches[0]
      if (!touch) return []
      const page = pages.findLast(({ at }) => at <= until)
      const { channel, source, medium, campaign, landingPage } = touch.source
      return [
        {
          sessionId,
          visitorId: visitorId ?? (visitor || null),
          share,
          page: page ? { url: page.url, title: page.title ?? null, at: page.at } : null,
          landingPage,
          source: { channel, source, medium, campaign },
          at: touch.at,
        },
      ]
    }),
  )
  return visits.flat()
}

export type Acquaintance = Pick<DeskCall, 'firstTime' | 'earlierContacts' | 'knownAs'>

/** Who the caller is, as far as the phone tells. The views may lag: what was done a second ago may be missing. */
export async function acquaintanceOf(
  { ledger, views }: Ports,
  open: (account: AccountId, sealed: string) => string,
  account: AccountId,
  { caller, callSid, startedAt }: Call,
): Promise<Acquaintance> {
  if (caller === undefined) return { firstTime: null, earlierContacts: 0, knownAs: null }
  const found = await views.links.someContactsAt(account, `phone:${caller}`, mostContacts)
  const earlier = found.filter(({ id, at }) => id !== callSid && at <= startedAt)
  return {
    firstTime: !earlier.some(({ kind }) => kind === 'call'),
    earlierContacts: earlier.length,
    // Whoever calls by way of a switchboard is somebody else each time.
    knownAs: isSwitchboard(found) ? null : await nameIn({ ledger }, open, account, earlier),
  }
}

async function nameIn(
  { ledger }: Pick<Ports, 'ledger'>,
  open: (account: AccountId, sealed: string) => string,
  account: AccountId,
  contacts: readonly ContactLink[],
): Promise<DeskCall['knownAs']> {
  const last = contacts
    .filter(({ kind, session }) => kind === 'form' && session !== undefined)
    .sort((a, b) => (a.at < b.at ? 1 : -1))[0]
  if (last?.session === undefined) return null
  const facts = await ledger.sessions.factsOf(account, last.session)
  const form = facts.find((fact): fact is FormFact => fact.fact === 'form' && fact.formId === last.id)
  if (form?.sealed === undefined) return null
  const written = JSON.parse(open(account, form.sealed)) as {
    readonly name?: string
    readonly email?: string
  }
  const name = written.name || null
  const email = written.email || null
  return name === null && email === null ? null : { name, email }
}
