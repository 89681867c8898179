import { clickSkewSeconds, clickWindowSeconds } from '../../../shared/domain/evidence.ts'
import type { CodeIssuedFact, Fact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { UntoldContact } from '../../../shared/domain/link.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import type { AttributionPorts } from '../deps.ts'
import { visitorNode } from './align-visitor.ts'
import { reachOfCode } from './code-contacts.ts'
import { countCode } from './count-code.ts'
import { countSession, untold } from './count-session.ts'
import { meetDeal } from './deals.ts'
import { foldZonedDay } from './rollup.ts'

/** A code that was shown in a session is a part of the visit: it stands where the visit looks before it is counted. */
async function showCode(
  ports: AttributionPorts,
  account: AccountId,
  issued: CodeIssuedFact | undefined,
): Promise<readonly UntoldContact[]> {
  if (issued?.session === undefined) return []
  const { session, visitor, code, at, campaignId } = issued
  await ports.views.links.linkShown(account, session, code, { at, campaign: campaignId })
  return countSession(ports, account, { session, visitor })
}

/**
 * Does what a new fact asks for short of settling: counts its session, looks which calls its lease covers.
 * @returns the contacts that have to be settled because of it
 */
export async function react(
  ports: AttributionPorts,
  account: AccountId,
  fact: Fact,
): Promise<readonly UntoldContact[]> {
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
      return countSession(ports, account, { ...fact, pagesFrom: fact.at })
    case 'event':
      return countSession(ports, account, fact)
    case 'form':
      return [{ id: fact.formId, kind: 'form', at: fact.at, session: fact.session }]
    case 'code-issued':
    case 'code-used':
    case 'code-use-voided': {
      await countCode(ports, account, fact.code)
      // Whichever of a code's facts it is: of several in a batch, one is reacted to.
      const { contacts, issued } = await reachOfCode(ports, account, fact.code)
      return [...contacts, ...(await showCode(ports, account, issued))]
    }
    case 'codes-minted':
      await ports.views.codeRows.putMinted(account, fact)
      return []
    case 'outcome':
    case 'self-report':
    case 'mark':
    case 'verdict':
    case 'split':
    case 'erased':
    case 'mail-event':
    case 'step-moved':
      // A call is found by its id alone, of other contacts this link leads to their facts; a contact that has not come
      // yet will see what was said of it.
      return [
        (await ports.views.links.refOf(account, fact.contact)) ?? {
          id: fact.contact,
          kind: 'call',
          at: fact.at,
        },
      ]
    case 'deal':
      return meetDeal(ports, account, fact.deal)
    case 'phone-click': {
      await ports.views.links.linkClick(fact)
      const from = addSeconds(fact.at, -clickSkewSeconds)
      const until = addSeconds(fact.at, clickWindowSeconds)
      return [
        ...(await ports.views.links.callsTo(account, fact.number, from, until)),
        ...(await countSession(ports, account, fact)),
      ]
    }
    case 'spend': {
      const { timeZone } = (await ports.ledger.accounts.get(account)) ?? { timeZone: 'UTC' }
      await foldZonedDay(ports, account, timeZone, fact.day)
      return []
    }
    case 'visitor-moved': {
      const node = visitorNode(fact.visitor)
      await ports.views.links.linkMove(account, fact.visitor, fact)
      const rules = await ports.ledger.processes.rulesOf(account)
      return untold(ports, account, node, await ports.views.links.membersOf(account, node), rules)
    }
    case 'seen':
      return []
  }
}
