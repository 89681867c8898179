import type { Hono } from 'hono'
import { type MailingConsent, mayBeMailed, withConsent } from '../../../shared/domain/consent.ts'
import { normalEmail } from '../../../shared/domain/email.ts'
import { isUnderWay } from '../../../shared/domain/enrolment.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { firstName } from '../../../shared/domain/mail-wording.ts'
import { type Caller, rightsOf } from '../../../shared/http/caller.ts'
import { type Guards, handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import { createReply, getContactEmail, noteContactEmail } from './contact-schema.ts'
import { findAddress } from './find-address.ts'
import type { FollowUpDeps } from './ports.ts'
import { maskEmail } from './render-sequence.ts'

const noContact = refuse('not_found', 'The account has no contact of this id.')
const noEmail = refuse('invalid_body', 'The body does not fit; see `errors`.', {
  errors: [{ path: 'email', message: 'Must be an e-mail address.' }],
})
/** As long as the key of an item may reasonably be. */
const mostCharacters = 200

/** At which address whoever made a contact is followed up, whether they agreed, and that they answered. */
export function mountContactEmails(app: Hono, guards: Guards, deps: FollowUpDeps): void {
  const { addresses, mailing, sequences, views, ledger, vault, now } = deps

  /** A call is known the moment its webhook was answered, whatever the views show yet. */
  async function isKnown(account: AccountId, contact: string): Promise<boolean> {
    if (contact.length > mostCharacters) return false
    const [ref, facts] = await Promise.all([
      views.links.refOf(account, contact),
      ledger.calls.factsOf(account, contact),
    ])
    return ref !== undefined || facts.length > 0
  }

  async function tell(account: AccountId, contact: string, caller: Caller) {
    const found = await findAddress(deps, account, [contact], await sequences.settings(account))
    if (!found) {
      const nothing = { consent: null, unsubscribedAt: null, sequences: [] }
      return { contact, email: null, mayBeMailed: 'no-address', ...nothing }
    }
    const { standing, enrolments } = await mailing.of(account, found.address)
    const stood: MailingConsent = standing ?? {}
    const known = found.consent ? withConsent(stood, found.consent) : stood
    return {
      contact,
      email: rightsOf(caller).phones ? found.email : maskEmail(found.email),
      mayBeMailed: mayBeMailed(known),
      consent: known.consent ?? null,
      unsubscribedAt: standing?.unsubscribedAt ?? null,
      sequences: enrolments.map((enrolment) => ({
        sequenceId: enrolment.sequence,
        state: enrolment.state,
        because: enrolment.because ?? null,
        nextAt: isUnderWay(enrolment) ? enrolment.dueAt : null,
        startedAt: enrolment.startedAt,
      })),
    }
  }

  handle(app, guards, getContactEmail, async ({ account, caller, params: { id } }) =>
    (await isKnown(account, id)) ? reply(200, await tell(account, id, caller)) : noContact,
  )

  handle(app, guards, noteContactEmail, async ({ account, caller, params: { id }, body }) => {
    const email = normalEmail(body.email)
    if (email === undefined) return noEmail
    if (!(await isKnown(account, id))) return noContact
    const name = firstName(body.name ?? undefined)
    const address = vault.hash(account, 'email', email)
    const sealed = {
      sealed: vault.seal(account, email),
      ...(name !== undefined && { sealedName: vault.seal(account, name) }),
    }
    const at = now()
    const by = caller.kind === 'member' ? caller.id : 'api'
    const { consent } = body
    await addresses.note(account, id, { address, ...sealed, at, by, ...(consent && { consent }) })
    // Whoever is in a sequence already is judged by what is known of the address.
    if (consent) {
      const { basis, note: detail } = consent
      await mailing.learn(account, address, {
        ...sealed,
        consent: { basis, at, by: 'person', contact: id, detail },
      })
    }
    return reply(201, await tell(account, id, caller))
  })

  handle(app, guards, createReply, async ({ account, body }) => {
    const email = normalEmail(body.email)
    if (email === undefined) return noEmail
    const address = vault.hash(account, 'email', email)
    const at = body.at === undefined ? now() : new Date(Date.parse(body.at)).toISOString()
    const [stops, { enrolments }] = await Promise.all([sequences.list(account), mailing.of(account, address)])
    const endsOnReply = new Set(stops.flatMap(({ id, stopOn }) => (stopOn.includes('reply') ? [id] : [])))
    const stopped = await mailing.stop(
      account,
      address,
      ({ sequence, eventAt }) => (endsOnReply.has(sequence) && at > eventAt ? 'reply' : undefined),
      now(),
    )
    for (const enrolment of enrolments) {
      const step = enrolment.done.at(-1)
      if (step === undefined || !stopped.some(({ sequence }) => sequence === enrolment.sequence)) continue
      const { contact, sequence } = enrolment
      const mail = mailing.recordIdOf(enrolment, step)
      await mailing.replied({ account, contact, mail, sequence, step, what: 'replied', at })
    }
    return reply(201, { stopped: stopped.map(({ sequence }) => sequence) })
  })
}
