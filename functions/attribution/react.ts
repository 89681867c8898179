import type { Fact } from '../../shared/domain/fact.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import type { ContactRef } from '../../shared/domain/link.ts'
import { contactsOfCode } from './code-contacts.ts'
import { countSession } from './count-session.ts'
import type { AttributionPorts } from './deps.ts'

/**
 * Does what a new fact asks for short of settling: counts its session, looks which calls its lease covers.
 * @returns the contacts that have to be settled because of it
 */
export async function react(
  ports: AttributionPorts,
  account: AccountId,
  fact: Fact,
): Promise<readonly ContactRef[]> {
  switch (fact.fact) {
    case 'voice':
    case 'status':
    case 'dial':
      return [{ id: fact.callSid, kind: 'call', at: fact.at }]
    case 'lease':
      return ports.views.links.callsTo(account, fact.number, fact.from, fact.freeAt)
    case 'page':
      return countSession(ports, account, fact.session, fact.at)
    case 'form':
      return [{ id: fact.formId, kind: 'form', at: fact.at, session: fact.session }]
    case 'code-issued':
    case 'code-used':
    case 'code-use-voided':
      return contactsOfCode(ports, account, fact.code)
    case 'outcome':
    case 'self-report':
    case 'mark':
    case 'verdict':
    case 'split':
      // A call is found by its id alone; of another contact, the head tells what leads to its facts.
      return [{ id: fact.contact, kind: 'call', at: fact.at }]
    case 'spend':
    case 'seen':
    case 'phone-click':
    case 'event':
      return []
  }
}
