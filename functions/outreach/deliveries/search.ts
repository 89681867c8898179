import type { Delivery, DeliveryState, TargetKind } from '../../../shared/domain/delivery.ts'
import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import { type AccountId, type EnquiryId, idPrefixes } from '../../../shared/domain/ids.ts'
import type { EnquiryRow } from '../../../shared/domain/view.ts'
import type { DeliveryPort } from '../webhooks/ports.ts'

export interface Wanted {
  readonly target?: string | undefined
  readonly kind?: TargetKind | undefined
  readonly state?: DeliveryState | undefined
  readonly type?: string | undefined
  readonly event?: string | undefined
  readonly enquiry?: EnquiryId | undefined
}

export interface SearchDeps {
  readonly deliveries: Pick<DeliveryPort, 'list'>
  readonly enquiries: { find(account: AccountId, id: EnquiryId): Promise<EnquiryRow | undefined> }
}

const matches = (
  { target, kind, state, type, event }: Wanted,
  { target: to, about, ...delivery }: Delivery,
) =>
  (target === undefined || to.id === target) &&
  (kind === undefined || to.kind === kind) &&
  (state === undefined || delivery.state === state) &&
  (type === undefined || about.type === type) &&
  (event === undefined || about.event === event)

const atOnce = 200
/** So many are looked at for one page: whoever seeks something rare goes on with the cursor. */
const mostLookedAt = 2000
/** Of one enquiry, under each of its ids. */
const mostOfEnquiry = 200
const mostIds = 50

/** An enquiry is named after its first contact, which a late fact may change: what went out under each name is its. */
async function idsOf({ enquiries }: SearchDeps, account: AccountId, id: EnquiryId): Promise<EnquiryId[]> {
  const row = await enquiries.find(account, id)
  const contacts = row?.enquiry.contacts.slice(0, mostIds).map((contact) => enquiryIdOf(contact.id)) ?? []
  return [...new Set([id, ...contacts])]
}

async function ofEnquiry(deps: SearchDeps, account: AccountId, id: EnquiryId, before: string | undefined) {
  const ids = await idsOf(deps, account, id)
  const page = { limit: mostOfEnquiry, before }
  const lists = await Promise.all(ids.map((enquiry) => deps.deliveries.list(account, { enquiry }, page)))
  return lists.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
}

/**
 * Newest first.
 * @param before the id after which to go on
 * @returns `next`: where to go on, if there may be more
 */
export async function searchDeliveries(
  deps: SearchDeps,
  account: AccountId,
  wanted: Wanted,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<{ readonly found: readonly Delivery[]; readonly next: string | undefined }> {
  if (wanted.enquiry !== undefined) {
    const all = (await ofEnquiry(deps, account, wanted.enquiry, before)).filter((each) =>
      matches(wanted, each),
    )
    const found = all.slice(0, limit)
    return { found, next: all.length > limit ? found.at(-1)?.id : undefined }
  }
  const { target } = wanted
  // A webhook is known by its id.
  const kind = wanted.kind ?? (target?.startsWith(idPrefixes.webhook) ? 'webhook' : undefined)
  const scope = target !== undefined && kind !== undefined ? { target: { kind, id: target } } : {}
  const found: Delivery[] = []
  let looked = 0
  let after = before
  while (looked < mostLookedAt) {
    const page = await deps.deliveries.list(account, scope, { limit: atOnce, before: after })
    for (const each of page) {
      after = each.id
      if (matches(wanted, each)) found.push(each)
      if (found.length === limit) return { found, next: after }
    }
    looked += page.length
    if (page.length < atOnce) return { found, next: undefined }
  }
  return { found, next: after }
}
