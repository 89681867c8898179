import type { Contact, IdentityNode } from './enquiry.ts'
import { type Evidence, identifies, personEvidence } from './evidence.ts'
import type { VisitorId } from './ids.ts'
import type { Instant } from './time.ts'

/** Where a phone or an e-mail was seen with a visitor, the earliest first. */
interface Sighting {
  readonly contact: string
  readonly visitorId: VisitorId
  readonly at: Instant
}

/** That the same phone or e-mail was seen with a visitor ties every contact that has it to that visitor's visits. */
export function personEvidenceAmong(contacts: readonly Contact[]): (contact: Contact) => Evidence[] {
  const sightings = new Map<IdentityNode, Sighting[]>()
  const visitorsOf = ({ evidence, revoked }: Contact) =>
    evidence
      .filter((each) => identifies(each) && !revoked?.includes(each.id))
      .map(({ visitorId }) => visitorId)
  const shared = ({ identity }: Contact) =>
    identity.filter((node) => node.startsWith('phone:') || node.startsWith('email:'))
  for (const contact of contacts) {
    for (const visitorId of visitorsOf(contact)) {
      if (visitorId === undefined) continue
      for (const node of shared(contact)) {
        const seen = sightings.get(node) ?? []
        seen.push({ contact: contact.id, visitorId, at: contact.at })
        sightings.set(node, seen)
      }
    }
  }
  return (contact) => {
    const own = new Set(visitorsOf(contact))
    const found = new Map<VisitorId, Evidence>()
    for (const node of shared(contact)) {
      for (const { contact: other, visitorId, at } of sightings.get(node) ?? []) {
        if (other === contact.id || own.has(visitorId)) continue
        const known = found.get(visitorId)
        if (known && known.at <= at) continue
        const by = node.startsWith('phone:') ? 'phone' : 'e-mail'
        found.set(visitorId, personEvidence(contact.id, { visitorId, at, by }))
      }
    }
    return [...found.values()]
  }
}
