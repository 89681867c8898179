import type { Hono } from 'hono'
import { foldContactFacts } from '../../../shared/domain/contact-story.ts'
import { renderCall, tellCall } from '../../../shared/http/call-answer.ts'
import { rightsOf } from '../../../shared/http/caller.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { contactAsked, decideMarks, decideSelfReport } from './contact-decide.ts'
import { changeCall, reportSource } from './contact-operations.ts'
import { mountEvidence, noEnquiry } from './evidence-routes.ts'
import { noteMeant } from './note-meant.ts'
import { mountSplits } from './split-routes.ts'

const maskedNote = refuse('invalid_body', 'The body does not fit; see `errors`.', {
  errors: [
    {
      path: 'note',
      message: 'Phones in it are masked for your role: ask somebody who sees them to change it.',
    },
  ],
})
const noCall = refuse('not_found', 'The account has no call of this CallSid.')
/** As long as the key of an item may reasonably be. */
const maxSidCharacters = 200

/** Made of the content, so that the same thing said again has the same id. */
const idOf = (prefix: string, ...content: readonly (string | number | undefined)[]) =>
  `${prefix}_${sha256Hex(JSON.stringify(content)).slice(0, 24)}`

/** What people say of contacts: each is a fact of the contact, from which attribution derives the rest. */
export function mountContacts(app: Hono, deps: AdminDeps): void {
  const { guards, enquiries, contacts, calls, numberHealth, vault, now } = deps
  mountEvidence(app, deps)
  mountSplits(app, deps)

  handle(app, guards, reportSource, async ({ account, params, body: { heard } }) => {
    const enquiry = (await enquiries.find(account, params.id))?.enquiry
    if (!enquiry) return noEnquiry
    const contact = contactAsked(enquiry)
    const facts = await contacts.factsOf(account, contact)
    const { at, fact } = decideSelfReport({ account, contact, facts, now: now() }, heard)
    if (fact) await contacts.record(fact)
    return reply(201, { id: idOf('slf', contact, heard, at), enquiryId: enquiry.id, contact, heard, at })
  })

  handle(app, guards, changeCall, async ({ account, caller, params: { callSid }, body }) => {
    if (callSid.length > maxSidCharacters) return noCall
    const [facts, said, shown] = await Promise.all([
      calls.factsOf(account, callSid),
      contacts.factsOf(account, callSid),
      enquiries.read(account, [callSid]),
    ])
    if (facts.length === 0) return noCall
    const rights = rightsOf(caller)
    const told = foldContactFacts(said).sealedNote
    const note = noteMeant(rights, told === null ? null : vault.open(account, told), body.note)
    if (note === 'masked') return maskedNote
    const added = decideMarks(
      { account, contact: callSid, facts: said, now: now() },
      { ...body, note },
      {
        seal: (text) => vault.seal(account, text),
        open: (sealed) => vault.open(account, sealed),
      },
    )
    for (const fact of added) await contacts.record(fact)
    if (body.wrongNumber !== undefined) await numberHealth.marked(account, callSid, body.wrongNumber, now())
    return reply(
      200,
      renderCall(account, tellCall(facts, [...said, ...added], shown), {
        open: vault.open,
        publicBaseUrl: deps.publicBaseUrl,
        rights,
      }),
    )
  })
}
