import { enquiryIdOf, firstContactOf } from '../../../shared/domain/enquiry.ts'
import { type AccountId, idPrefixes, type PersonId } from '../../../shared/domain/ids.ts'
import type { ProgressRow } from '../../../shared/domain/progress.ts'
import type { AttributionPorts } from '../deps.ts'
import { visitorNode } from '../derive/align-visitor.ts'

/** Longer than any id that is made of a contact's; a key holds 2,048 bytes. */
const maxIdCharacters = 300

type Views = Pick<AttributionPorts['views'], 'enquiries' | 'links' | 'progress'>

async function personNamed(
  { enquiries }: Views,
  account: AccountId,
  id: PersonId,
): Promise<ProgressRow | undefined> {
  return (await enquiries.read(account, [firstContactOf(id)])).progress.get(id)
}

/** Whoever made the contact, by whatever id they go now. */
async function whoMade(views: Views, account: AccountId, contact: string): Promise<ProgressRow | undefined> {
  const row = await views.enquiries.find(account, enquiryIdOf(contact))
  return row && personNamed(views, account, row.enquiry.person)
}

/** A person or a visitor by an id that they have or had. */
export async function findPerson(
  views: Views,
  account: AccountId,
  id: string,
): Promise<ProgressRow | undefined> {
  if (id.length > maxIdCharacters) return undefined
  if (id.startsWith(idPrefixes.person)) {
    const row = (await personNamed(views, account, id)) ?? (await whoMade(views, account, firstContactOf(id)))
    if (row) return row
  }
  const members = await views.links.membersOf(account, visitorNode(id))
  const owner = members.contacts.find(({ owns }) => owns)
  if (owner) return whoMade(views, account, owner.id)
  return views.progress.ofVisitor(account, id, members.progress)
}
