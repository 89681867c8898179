import { type Consent, consentField } from '../../../shared/domain/consent.ts'
import { normalEmail } from '../../../shared/domain/email.ts'
import type { FormFact } from '../../../shared/domain/fact.ts'
import type { AccountId, PersonalHash } from '../../../shared/domain/ids.ts'
import { firstName } from '../../../shared/domain/mail-wording.ts'
import type { FollowUpSettings } from '../../../shared/domain/sequence.ts'
import type { FollowUpDeps } from './ports.ts'

/** An address at which whoever made a contact can be written to. */
export interface FoundAddress {
  readonly address: PersonalHash
  readonly email: string
  readonly name?: string | undefined
  readonly consent?: Consent | undefined
  readonly contact: string
  /** Where the person's other contacts meet. */
  readonly places: readonly string[]
}

type Deps = Pick<FollowUpDeps, 'addresses' | 'ledger' | 'views' | 'vault'>
type Settings = Pick<FollowUpSettings, 'consentFields'>

interface SealedForm {
  readonly name?: string | null
  readonly email?: string | null
  readonly fields?: Readonly<Record<string, unknown>>
}

const placesOf = (...places: readonly (readonly [string, string | undefined])[]) =>
  places.flatMap(([kind, id]) => (id === undefined ? [] : [`${kind}:${id}`]))

async function inForm(
  { ledger, vault }: Deps,
  account: AccountId,
  { id, session }: { readonly id: string; readonly session: string },
  { consentFields }: Settings,
): Promise<FoundAddress | undefined> {
  const facts = await ledger.sessions.factsOf(account, session)
  const fact = facts.find((each): each is FormFact => each.fact === 'form' && each.formId === id)
  if (fact?.sealed === undefined || fact.email === undefined) return undefined
  const form: SealedForm = JSON.parse(vault.open(account, fact.sealed))
  const email = normalEmail(form.email)
  if (email === undefined) return undefined
  const field = consentField(form.fields ?? {}, consentFields)
  return {
    address: fact.email,
    email,
    name: firstName(form.name ?? undefined),
    contact: id,
    places: placesOf(['email', fact.email], ['phone', fact.phone], ['visitor', fact.visitor]),
    ...(field !== undefined && {
      consent: { basis: 'consent', by: 'form', at: fact.at, contact: id, detail: field },
    }),
  }
}

async function ofContact(
  deps: Deps,
  account: AccountId,
  contact: string,
  settings: Settings,
): Promise<FoundAddress | undefined> {
  const { addresses, ledger, views, vault } = deps
  const [noted, ref] = await Promise.all([
    addresses.of(account, contact),
    views.links.refOf(account, contact),
  ])
  const form =
    ref?.kind === 'form' && ref.session !== undefined
      ? await inForm(deps, account, { id: contact, session: ref.session }, settings)
      : undefined
  if (!noted) return form
  const caller = (await ledger.calls.factsOf(account, contact)).find((fact) => fact.caller)?.caller
  const { address, sealed, sealedName, at, consent } = noted
  return {
    address,
    email: vault.open(account, sealed),
    name: sealedName === undefined ? form?.name : vault.open(account, sealedName),
    contact,
    places: [...new Set([...placesOf(['email', address], ['phone', caller]), ...(form?.places ?? [])])],
    consent: consent
      ? { basis: consent.basis, by: 'person', at, contact, detail: consent.note }
      : form?.address === address
        ? form.consent
        : undefined,
  }
}

/** @param contacts of one person, the likeliest first: the first that left an address decides */
export async function findAddress(
  deps: Deps,
  account: AccountId,
  contacts: readonly string[],
  settings: Settings,
): Promise<FoundAddress | undefined> {
  for (const contact of contacts) {
    const found = await ofContact(deps, account, contact, settings)
    if (found) return found
  }
  return undefined
}
