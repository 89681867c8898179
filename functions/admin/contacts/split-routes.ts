import type { Hono } from 'hono'
import { type Enquiry, enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { rejoinEnquiry, splitEnquiry } from './contact-operations.ts'
import { noEnquiry } from './evidence-routes.ts'
import { decideRejoin, decideSplit, type NamedContact, type SplitDecision } from './split-decide.ts'

/** The same contacts always have the same label, so that a split that broke off halfway is finished by its retry. */
const labelOf = (contacts: readonly string[]) =>
  `apart_${sha256Hex([...contacts].sort().join('\n')).slice(0, 20)}`

/** A marketer takes contacts of one person apart, or undoes it. */
export function mountSplits(app: Hono, { guards, enquiries, contacts, now }: AdminDeps): void {
  const has = ({ contacts: own }: Enquiry, contact: string) => own.some(({ id }) => id === contact)

  async function nameContact(
    account: AccountId,
    asked: Enquiry,
    contact: string,
  ): Promise<Omit<NamedContact, 'now'>> {
    const [facts, row] = await Promise.all([
      contacts.factsOf(account, contact),
      has(asked, contact) ? { enquiry: asked } : enquiries.find(account, enquiryIdOf(contact)),
    ])
    const found = row?.enquiry
    return { account, contact, facts, enquiry: found && has(found, contact) ? found : undefined }
  }

  const mount = (
    definition: typeof splitEnquiry,
    decide: (
      enquiry: Enquiry,
      named: readonly NamedContact[],
    ) => { readonly decision: SplitDecision; readonly apart: string | null },
  ) =>
    handle(app, guards, definition, async ({ account, params, body }) => {
      const enquiry = (await enquiries.find(account, params.id))?.enquiry
      if (!enquiry) return noEnquiry
      const ids = [...new Set(body.contacts)]
      const named = await Promise.all(ids.map((contact) => nameContact(account, enquiry, contact)))
      const at = now()
      const { decision, apart } = decide(
        enquiry,
        named.map((each) => ({ ...each, now: at })),
      )
      if ('errors' in decision) {
        return refuse('invalid_body', 'The body does not fit; see `errors`.', { errors: decision.errors })
      }
      for (const fact of decision.facts) await contacts.record(fact)
      return reply(200, { enquiryId: enquiry.id, apart, contacts: ids })
    })

  mount(splitEnquiry, (enquiry, named) => {
    const apart = labelOf(named.map(({ contact }) => contact))
    return { decision: decideSplit(enquiry, named, apart), apart }
  })
  mount(rejoinEnquiry, (_enquiry, named) => ({ decision: decideRejoin(named), apart: null }))
}
