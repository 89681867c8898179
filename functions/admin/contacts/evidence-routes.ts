import type { Hono } from 'hono'
import { foldContactFacts } from '../../../shared/domain/contact-story.ts'
import type { VerdictFact } from '../../../shared/domain/fact.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { decideVerdict } from './contact-decide.ts'
import { restoreEvidence, revokeEvidence } from './contact-operations.ts'
import { findEvidence } from './known-evidence.ts'

export const noEnquiry = refuse('not_found', 'The account has no enquiry of this id.')
const noEvidence = refuse('not_found', 'The enquiry has no evidence of this id, standing or revoked.')

/** A marketer takes evidence away from an enquiry, or puts it back. */
export function mountEvidence(app: Hono, { guards, enquiries, contacts, now }: AdminDeps): void {
  const mount = (definition: typeof revokeEvidence, verdict: VerdictFact['verdict']) =>
    handle(app, guards, definition, async ({ account, params, body }) => {
      const enquiry = (await enquiries.find(account, params.id))?.enquiry
      if (!enquiry) return noEnquiry
      const found = await findEvidence(enquiries, account, enquiry, params.evidenceId)
      if (!found) return noEvidence
      const { contact, id } = found.evidence
      const facts = await contacts.factsOf(account, contact)
      // What stands elsewhere by now is the other enquiry's to revoke.
      if (found.isFormer && !foldContactFacts(facts).revoked.includes(id)) return noEvidence

      const said = { account, contact, facts, now: now() }
      const { state, at, reason, fact } = decideVerdict(said, found.evidence, verdict, body.reason)
      if (fact) await contacts.record(fact)
      return reply(200, {
        enquiryId: enquiry.id,
        evidenceId: id,
        contact,
        state,
        at,
        ...(reason && { reason }),
      })
    })
  mount(revokeEvidence, 'revoked')
  mount(restoreEvidence, 'restored')
}
