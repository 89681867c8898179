import { stateOf } from '../../../shared/domain/conversion/record.ts'
import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { FoundPerson } from '../erasures/find-person.ts'
import type { ExportDeps } from './person-export.ts'

/** What systems outside were told of the person's enquiries, under whichever name these went. */
export async function exportDeliveries(
  { privacy, vault }: ExportDeps,
  account: AccountId,
  { contacts }: FoundPerson,
) {
  const ids = new Set(contacts.flatMap(({ ref, enquiry }) => [enquiryIdOf(ref.id), enquiry?.id ?? []].flat()))
  const all = await Promise.all([...ids].map((id) => privacy.deliveriesAbout(account, id)))
  return all.flat().map(({ delivery: { id, target, about, state, createdAt }, sealedBody }) => ({
    id,
    target: { kind: target.kind as string, id: target.id },
    type: about.type,
    state: state as string,
    createdAt,
    body: sealedBody === undefined ? null : vault.open(account, sealedBody),
  }))
}

/** What ad platforms were told because of the person's contacts, and by which click. */
export async function exportConversions(
  { privacy }: ExportDeps,
  account: AccountId,
  { contacts }: FoundPerson,
) {
  const records = await privacy.conversionsOf(
    account,
    contacts.map(({ ref }) => ref.id),
  )
  return records.map((record) => {
    const { name, platform, mode, rule, contact, at, standing } = record
    return {
      id: name,
      platform: platform as string,
      dryRun: mode === 'dry-run',
      rule,
      contact,
      at,
      state: stateOf(record) as string,
      action: standing?.action ?? null,
      valueMinorUnits: standing?.value?.minorUnits ?? null,
      click: standing?.click ?? null,
    }
  })
}
