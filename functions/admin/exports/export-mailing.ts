import type { AccountId, PersonalHash } from '../../../shared/domain/ids.ts'
import type { FoundPerson } from '../erasures/find-person.ts'
import type { HeldMailing } from '../erasures/ports.ts'
import type { ExportDeps } from './person-export.ts'

/** Where the person is written to: what they are known by, and what was written down of their contacts. */
async function addressesOf(
  { privacy: { mailing } }: ExportDeps,
  account: AccountId,
  { nodes, contacts }: FoundPerson,
): Promise<Set<PersonalHash>> {
  const own = nodes.flatMap((node) => (node.startsWith('email:') ? [node.slice('email:'.length)] : []))
  const others = await Promise.all(
    contacts.map(async ({ ref }) => [
      await mailing.followedAt(account, ref.id),
      (await mailing.notedOf(account, ref.id))?.address,
    ]),
  )
  return new Set([...own, ...others.flat().flatMap((address) => address ?? [])] as PersonalHash[])
}

const enrolmentOf = ({ enrolment, mails }: HeldMailing['enrolments'][number]) => {
  const { sequence, contact, startedAt, endedAt = null, state, because = null, sending } = enrolment
  return {
    sequence: sequence as string,
    contact,
    startedAt,
    endedAt,
    state,
    because,
    mails: [...mails, ...(sending ? [{ ...sending, state: 'sending' as const }] : [])].map(
      ({ mail, claimedAt, state: of, links }) => ({ mail, at: claimedAt, state: of, links: [...links] }),
    ),
  }
}

/** To which addresses the person may be written, why, and what was. */
export async function exportMailing(deps: ExportDeps, account: AccountId, person: FoundPerson) {
  const { privacy, vault } = deps
  const open = (sealed: string | undefined) => (sealed === undefined ? null : vault.open(account, sealed))
  const noted = await Promise.all(
    person.contacts.map(async ({ ref }) => ({
      contact: ref.id,
      noted: await privacy.mailing.notedOf(account, ref.id),
    })),
  )
  const addresses = [...(await addressesOf(deps, account, person))]
  const known = await Promise.all(addresses.map((address) => privacy.mailing.of(account, address)))
  return {
    noted: noted.flatMap(({ contact, noted: said }) =>
      said
        ? [{ contact, at: said.at, by: said.by, email: open(said.sealed), consent: said.consent ?? null }]
        : [],
    ),
    addresses: known.flatMap(({ standing, enrolments }) =>
      standing
        ? [
            {
              email: open(standing.sealed),
              name: open(standing.sealedName),
              consent: standing.consent ?? null,
              unsubscribedAt: standing.unsubscribedAt ?? null,
              code: standing.code?.code ?? null,
              sequences: enrolments.map(enrolmentOf),
            },
          ]
        : [],
    ),
  }
}
