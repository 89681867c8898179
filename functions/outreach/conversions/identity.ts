import { foldCall } from '../../../shared/domain/call.ts'
import type { Identity } from '../../../shared/domain/conversion/identity.ts'
import { normalEmail } from '../../../shared/domain/email.ts'
import type { Enquiry } from '../../../shared/domain/enquiry.ts'
import type { FormFact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { parsePhone } from '../../../shared/domain/phone.ts'
import { foldConversation } from '../../../shared/domain/text-conversation.ts'
import type { Head } from '../../../shared/domain/view.ts'
import type { ConversionSources } from './ports.ts'

type Contact = Enquiry['contacts'][number]

const phoneOf = (text: string | null | undefined) => (text ? parsePhone(text) : undefined)

async function ofCall(
  { calls, vault }: ConversionSources,
  account: AccountId,
  id: string,
): Promise<Identity> {
  const facts = await calls.factsOf(account, id)
  const sealed = facts.length > 0 ? foldCall(facts).sealedCaller : undefined
  return sealed === undefined ? {} : { phone: phoneOf(vault.open(account, sealed)) }
}

async function ofText(
  { texts, vault }: ConversionSources,
  account: AccountId,
  id: string,
): Promise<Identity> {
  const facts = await texts.factsOf(account, id)
  const sealed = facts.length > 0 ? foldConversation(facts).sealedSender : undefined
  return sealed === undefined ? {} : { phone: phoneOf(vault.open(account, sealed)) }
}

interface SealedForm {
  readonly email?: string | null
  readonly phone?: string | null
}

async function ofForm(
  { sessions, vault }: ConversionSources,
  account: AccountId,
  id: string,
  head: Head | undefined,
): Promise<Identity> {
  if (head?.session === undefined) return {}
  const facts = await sessions.factsOf(account, head.session)
  const sealed = facts.find((each): each is FormFact => each.fact === 'form' && each.formId === id)?.sealed
  const text = sealed === undefined ? '' : vault.open(account, sealed)
  // Nothing is in it of somebody who was erased.
  if (text === '') return {}
  const form = JSON.parse(text) as SealedForm
  return { phone: phoneOf(form.phone), email: normalEmail(form.email) }
}

function identityOf(
  sources: ConversionSources,
  account: AccountId,
  { kind, id }: Contact,
  head: Head | undefined,
) {
  if (kind === 'call') return ofCall(sources, account, id)
  if (kind === 'text') return ofText(sources, account, id)
  return kind === 'form' ? ofForm(sources, account, id, head) : Promise.resolve<Identity>({})
}

/** The first phone and the first e-mail that the enquiry's contacts tell; opened for as long as it takes to hash them. */
export async function loadIdentity(
  sources: ConversionSources,
  account: AccountId,
  { contacts }: Enquiry,
): Promise<Identity> {
  const { heads } = await sources.enquiries.read(
    account,
    contacts.map(({ id }) => id),
  )
  let known: Identity = {}
  for (const contact of contacts) {
    if (known.phone !== undefined && known.email !== undefined) break
    const { phone, email } = await identityOf(sources, account, contact, heads.get(contact.id))
    known = { phone: known.phone ?? phone, email: known.email ?? email }
  }
  return known
}
