import { clickSkewSeconds, clickWindowSeconds } from '../../../shared/domain/evidence.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { ContactRef } from '../../../shared/domain/link.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import type { AttributionPorts } from '../deps.ts'
import { contactsOfCode } from './code-contacts.ts'
import { countCode } from './count-code.ts'
import { countSession } from './count-session.ts'
import { foldZonedDay } from './rollup.ts'

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
    case 'recording':
    case 'transcription':
    case 'recording-deleted':
      return [{ id: fact.callSid, kind: 'call', at: fact.at }]
    case 'text':
      return [{ id: fact.conversation, kind: 'text', at: fact.at }]
    case 'lease':
      return ports.views.links.callsTo(account, fact.number, fact.from, fact.freeAt)
    case 'page':
      return countSession(ports, account, fact)
    case 'form':
      return [{ id: fact.formId, kind: 'form', at: fact.at, session: fact.session }]
    case 'code-issued':
    case 'code-used':
    case 'code-use-voided':
      await countCode(ports, account, fact.code)
      return contactsOfCode(ports, account, fact.code)
    case 'codes-minted':
      await ports.views.codeRows.putMinted(account, fact)
      return []
    case 'outcome':
    case 'self-report':
    case 'mark':
    case 'verdict':
    case 'split':
    case 'erased':
      // A call is found by its id alone, of other contacts this link leads to their facts; a contact that has not come
      // yet will see what was said of it.
      return [
        (await ports.views.links.refOf(account, fact.contact)) ?? {
          id: fact.contact,
          kind: 'call',
          at: fact.at,
        },
      ]
    case 'phone-click': {
      await ports.views.links.linkClick(fact)
      const from = addSeconds(fact.at, -clickSkewSeconds)
      return ports.views.links.callsTo(account, fact.number, from, addSeconds(fact.at, clickWindowSeconds))
    }
    case 'spend': {
      const { timeZone } = (await ports.ledger.accounts.get(account)) ?? { timeZone: 'UTC' }
      await foldZonedDay(ports, account, timeZone, fact.day)
      return []
    }
    case 'seen':
    case 'event':
      return []
  }
}
