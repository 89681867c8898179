import type { Account } from '../../../shared/domain/account.ts'
import { type Enquiry, enquiryIdOf, foldEnquiries } from '../../../shared/domain/enquiry.ts'
import type { EnquiryId } from '../../../shared/domain/ids.ts'
import { shardOf } from '../../../shared/domain/shard.ts'
import type {
  CallRow,
  EnquiryRow,
  Head,
  Stamped,
  StoredViews,
  ViewChange,
} from '../../../shared/domain/view.ts'
import type { FoundPerson } from './explore.ts'

type PlanSettings = Pick<Account, 'enquiryGapDays' | 'lookbackDays' | 'writeShards'>

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
/** What `JSON` keeps of a value: stored rows were written so, and `undefined` fields are no difference. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
const unstamped = <T>({ stamp: _, ...rest }: Stamped<T>) => rest

/** A revision tells another story of where the enquiry came from; that a call has ended meanwhile is none. */
const toldStory = ({
  contacts,
  evidence,
  revoked,
  source,
  journey,
  credits,
  excluded,
  outcomes,
  valueMinorUnits,
}: Enquiry) => ({
  contacts,
  evidence,
  revoked,
  excluded,
  outcomes,
  source,
  journey,
  credits,
  valueMinorUnits,
})

/**
 * What has to change in the views so that they say of these persons what their facts say: pure, and nothing if they
 * do already.
 */
export function planChanges(
  account: PlanSettings,
  persons: readonly FoundPerson[],
  stored: StoredViews,
): ViewChange[] {
  return persons.flatMap((person) => planPerson(account, person, stored))
}

function planPerson(
  account: PlanSettings,
  { contacts, touches }: FoundPerson,
  stored: StoredViews,
): ViewChange[] {
  const enquiries = foldEnquiries(
    contacts.map(({ contact }) => contact),
    touches,
    account,
  )
  const openedBy = new Map(enquiries.map((enquiry) => [enquiry.id, enquiry]))
  const enquiryOf = new Map(
    enquiries.flatMap(({ id, contacts: own }) => own.map((each) => [each.id, id] as const)),
  )
  const firstCall = contacts
    .flatMap(({ call, contact }) => (call && !contact.excluded ? call : []))
    .sort((a, b) =>
      a.startedAt < b.startedAt || (a.startedAt === b.startedAt && a.callSid < b.callSid) ? -1 : 1,
    )[0]

  return contacts.flatMap(({ ref, contact, call, story }) => {
    const own = enquiryIdOf(contact.id)
    const enquiryId = enquiryOf.get(contact.id) as EnquiryId
    const head = stored.heads.get(contact.id)
    // Rows stay in the partition that they were first put in.
    const shard = head ? (head.shard ?? 0) : shardOf(contact.id, account)
    const isErased = contacts.some((each) => each.story.isErased)
    const enquiry = planEnquiry(openedBy.get(own), head, stored.enquiries.get(own), shard, isErased)
    const callChanges = call
      ? planCall(
          {
            call,
            enquiryId,
            firstTime: call.callSid === firstCall?.callSid,
            code: contact.redemptions[0]?.code ?? null,
            tags: story.tags,
            sealedNote: story.sealedNote,
            isSpam: story.isSpam,
            ...(story.handledAt !== null && { handledAt: story.handledAt }),
          },
          head,
          stored.calls.get(contact.id),
          shard,
        )
      : []
    const nextHead: Head = {
      contact: contact.id,
      kind: ref.kind,
      session: ref.session,
      code: ref.code,
      enquiryId,
      openedAt: openedBy.get(own)?.openedAt,
      startedAt: call?.startedAt,
      shard: shard === 0 ? undefined : shard,
      revision: enquiry.revision,
    }
    return [...enquiry.changes, ...callChanges, ...planHead(nextHead, head)]
  })
}

function planHead(next: Head, standing: Stamped<Head> | undefined): ViewChange[] {
  if (!standing) return [{ head: next }]
  const { stamp, ...present } = standing
  if (isSame(plain(present), plain(next))) return []
  const isCountOnly = isSame(plain({ ...present, revision: next.revision }), plain(next))
  return [{ head: next, before: stamp, ...(isCountOnly && { isCountOnly }) }]
}

/** The row of the enquiry that a contact opens: made, revised, moved, or taken away because it merged into another. */
function planEnquiry(
  next: Enquiry | undefined,
  head: Head | undefined,
  standing: Stamped<EnquiryRow> | undefined,
  shard: number,
  isErased: boolean,
): { revision: number; changes: ViewChange[] } {
  const lastRevision = head?.revision ?? 0
  const place = head?.openedAt
  // What was told before tells what the person said.
  const archive = standing && !isErased ? [{ archive: unstamped(standing) as EnquiryRow }] : []
  // A row that its head tells of and that is not there yet is taken away, too: whoever is about to put it finds that out.
  const removal =
    head && place !== undefined && place !== next?.openedAt
      ? [
          {
            removeEnquiry: { id: enquiryIdOf(head.contact), openedAt: place },
            shard,
            before: standing?.stamp,
          },
        ]
      : []
  if (!next) return { revision: lastRevision, changes: [...removal, ...archive] }

  const isMoved = removal.length > 0
  const isRetold = !standing || !isSame(plain(toldStory(next)), plain(toldStory(standing.enquiry)))
  const row = {
    enquiry: plain(next),
    revision: revisionOf(lastRevision, standing, isRetold, place !== undefined),
  }
  if (standing && isSame(row, unstamped(standing))) return { revision: lastRevision, changes: [] }
  return {
    revision: Math.max(lastRevision, row.revision),
    changes: [
      ...(isRetold ? archive : []),
      ...removal,
      { enquiry: row, shard, before: isMoved ? undefined : standing?.stamp },
    ],
  }
}

/** A head is written before its row: its number may be that of a row which has not come yet. */
function revisionOf(
  lastRevision: number,
  standing: EnquiryRow | undefined,
  isRetold: boolean,
  hasPlace: boolean,
): number {
  if (!standing) return hasPlace ? lastRevision : lastRevision + 1
  return isRetold ? Math.max(standing.revision + 1, lastRevision) : standing.revision
}

function planCall(
  next: CallRow,
  head: Head | undefined,
  standing: Stamped<CallRow> | undefined,
  shard: number,
): ViewChange[] {
  if (standing && isSame(unstamped(standing), plain(next))) return []
  const { callSid: id, startedAt } = next.call
  const place = head?.startedAt
  const isMoved = place !== undefined && place !== startedAt
  return [
    ...(isMoved ? [{ removeCall: { id, startedAt: place }, shard, before: standing?.stamp }] : []),
    { call: next, shard, before: isMoved ? undefined : standing?.stamp },
  ]
}
