import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import { isStandIn } from '../../../shared/domain/erasure.ts'
import { identifies } from '../../../shared/domain/evidence.ts'
import type { CallFact, FormFact, TextFact } from '../../../shared/domain/fact.ts'
import type { AccountId, EnquiryId, VisitorId } from '../../../shared/domain/ids.ts'
import { type ContactRef, isSwitchboard } from '../../../shared/domain/link.ts'
import type { SessionFact } from '../../../shared/domain/session.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { EnquiryRow } from '../../../shared/domain/view.ts'
import type { ErasureDeps } from './ports.ts'

/** A contact with the facts that are its own. */
export interface FoundContact {
  readonly ref: ContactRef
  readonly enquiry: EnquiryRow['enquiry'] | undefined
  readonly calls: readonly CallFact[]
  readonly texts: readonly TextFact[]
  readonly form: FormFact | undefined
  /** What it names its person by: `phone:…`, `email:…`. */
  readonly nodes: readonly string[]
}

export interface FoundPerson {
  readonly contacts: readonly FoundContact[]
  /** What the person alone is known by, the places asked for included. */
  readonly nodes: readonly string[]
  readonly visitors: readonly VisitorId[]
  readonly enquiries: readonly EnquiryId[]
}

/** Whom to look for: where they are met (`phone:…`, `email:…`, `visitor:…`), or by contacts of theirs. */
export interface Start {
  readonly nodes: readonly string[]
  readonly contacts: readonly string[]
}

export type FindDeps = Pick<ErasureDeps, 'accounts' | 'calls' | 'enquiries' | 'privacy'>

const hashNodes = (phone: string | undefined, email?: string | undefined): string[] =>
  [phone && `phone:${phone}`, email && `email:${email}`].filter(
    (node): node is string => !!node && !isStandIn(node.slice(node.indexOf(':') + 1)),
  )

async function loadContact(deps: FindDeps, account: AccountId, ref: ContactRef): Promise<FoundContact> {
  const { calls, privacy, enquiries } = deps
  const [row, callFacts, texts, sessionFacts] = await Promise.all([
    enquiries.find(account, enquiryIdOf(ref.id)),
    ref.kind === 'call' ? calls.factsOf(account, ref.id) : [],
    ref.kind === 'text' ? privacy.texts.factsOf(account, ref.id) : [],
    ref.kind === 'form' && ref.session !== undefined ? privacy.sessions.factsOf(account, ref.session) : [],
  ])
  const form = (sessionFacts as readonly SessionFact[]).find(
    (fact): fact is FormFact => fact.fact === 'form' && fact.formId === ref.id,
  )
  const nodes = new Set([
    ...callFacts.flatMap(({ caller }) => hashNodes(caller)),
    ...texts.flatMap(({ sender }) => hashNodes(sender)),
    ...(form ? hashNodes(form.phone, form.email) : []),
  ])
  return { ref, enquiry: row?.enquiry, calls: callFacts, texts, form, nodes: [...nodes] }
}

const visitorsOf = ({ ref, enquiry }: FoundContact): VisitorId[] =>
  (enquiry?.evidence ?? []).flatMap((each) =>
    each.contact === ref.id && identifies(each) && each.visitorId !== undefined ? [each.visitorId] : [],
  )

/**
 * Everything that attribution takes for one person's, found by the links of the views; what a whole company shares (a
 * switchboard's phone) leads to nobody.
 * @param until later contacts are somebody else's, whoever calls
 */
export async function findPerson(
  deps: FindDeps,
  account: AccountId,
  start: Start,
  until: Instant,
): Promise<FoundPerson> {
  const { links } = deps.privacy
  const testPhones = new Set(
    (await deps.accounts.get(account))?.testCallers?.map(({ phone }) => phone as string),
  )
  const contacts = new Map<string, FoundContact>()
  const persons = new Set<string>()
  const nodes = new Set<string>()
  const shared = new Set<string>()
  const judged = new Set<string>()

  const isTest = (node: string) => node.startsWith('phone:') && testPhones.has(node.slice('phone:'.length))
  const carries = (found: FoundContact, node: string) =>
    node.startsWith('visitor:')
      ? visitorsOf(found).includes(node.slice('visitor:'.length))
      : found.nodes.includes(node)

  async function judge(ref: ContactRef, isMeant: (found: FoundContact) => boolean): Promise<void> {
    if (ref.at > until || contacts.has(ref.id)) return
    const found = await loadContact(deps, account, ref)
    if (!isMeant(found)) return
    contacts.set(ref.id, found)
    if (found.enquiry) persons.add(found.enquiry.person)
  }
  const isOfPerson = ({ enquiry }: FoundContact) => enquiry !== undefined && persons.has(enquiry.person)

  /**
   * @param isAsked whether whoever is met there is meant, whomever the views take them for
   * @returns whether many share the place
   */
  async function meet(node: string, isAsked: boolean): Promise<boolean> {
    const members = await links.membersOf(account, node)
    const isShared =
      members.settledAsSwitchboard || (node.startsWith('phone:') && isSwitchboard(members.contacts))
    if ((isShared || isTest(node)) && !isAsked) {
      shared.add(node)
      return true
    }
    if (isTest(node)) shared.add(node)
    else nodes.add(node)
    for (const link of members.contacts) {
      await judge(link, (found) => (isAsked ? carries(found, node) : isOfPerson(found)))
    }
    return isShared
  }

  for (const id of start.contacts) {
    const ref = (await links.refOf(account, id)) ?? { id, kind: 'call' as const, at: '' }
    await judge(ref, ({ calls, texts, form, enquiry }) => !!(calls.length || texts.length || form || enquiry))
  }
  let isCrowd = false
  for (const node of start.nodes) isCrowd = (await meet(node, true)) || isCrowd
  // Those who share a phone are many: each loses it, and nothing else.
  for (let isMore = !isCrowd; isMore; ) {
    isMore = false
    for (const found of [...contacts.values()]) {
      if (judged.has(found.ref.id)) continue
      judged.add(found.ref.id)
      isMore = true
      for (const other of found.enquiry?.contacts ?? []) {
        if (contacts.has(other.id)) continue
        await judge((await links.refOf(account, other.id)) ?? other, isOfPerson)
      }
      const places = [...found.nodes, ...visitorsOf(found).map((visitor) => `visitor:${visitor}`)]
      for (const node of places) if (!nodes.has(node) && !shared.has(node)) await meet(node, false)
    }
  }
  const all = [...contacts.values()]
  const visitorNodes = [...nodes].filter((node) => node.startsWith('visitor:'))
  return {
    contacts: all,
    nodes: [...nodes].filter((node) => !node.startsWith('visitor:')),
    visitors: visitorNodes.map((node) => node.slice('visitor:'.length)),
    enquiries: [...new Set(all.flatMap(({ enquiry }) => (enquiry ? [enquiry.id] : [])))],
  }
}
