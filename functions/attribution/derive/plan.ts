import type { Account } from '../../../shared/domain/account.ts'
import { type Enquiry, enquiryIdOf, foldEnquiries, personIdOf } from '../../../shared/domain/enquiry.ts'
import type { EnquiryId } from '../../../shared/domain/ids.ts'
import type { ProgressRow } from '../../../shared/domain/progress.ts'
import { foldProgress, type KnownPerson } from '../../../shared/domain/progress-fold.ts'
import { openRuleBook, type RuleBook } from '../../../shared/domain/rule-match.ts'
import { shardOf } from '../../../shared/domain/shard.ts'
import { traceContact } from '../../../shared/domain/trace.ts'
import type {
  CallRow,
  EnquiryRow,
  Head,
  Stamped,
  StoredViews,
  ViewChange,
} from '../../../shared/domain/view.ts'
import type { AccountRules } from '../deps.ts'
import type { FoundPerson } from './explore.ts'

type PlanSettings = Pick<Account, 'enquiryGapDays' | 'lookbackDays' | 'writeShards'>
/** The account's settings, and what its people's progress is derived by. */
export interface PlanRules extends Pick<AccountRules, 'process' | 'scoring'> {
  readonly settings: PlanSettings
}

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
  rules: PlanRules,
  persons: readonly FoundPerson[],
  stored: StoredViews,
): ViewChange[] {
  const book = openRuleBook(rules.process, rules.scoring)
  return persons.flatMap((person) => planPerson(rules, book, person, stored))
}

/** The person as far as it counts: spam and tests are nobody's doing. */
function progressOf(
  rules: PlanRules,
  book: RuleBook,
  { contacts, visits, moves }: FoundPerson,
  enquiries: readonly Enquiry[],
): ProgressRow | undefined {
  const counted = contacts.filter(({ contact }) => !contact.excluded)
  const [first] = enquiries
  if (counted.length === 0 || !first) return undefined
  const known: KnownPerson = {
    kind: 'person',
    id: first.person,
    contacts: counted.map(({ ref, contact, call, uses, given, story }) => {
      const { mails } = story
      // Those that other systems told are among them: see `deals.ts`.
      const { outcomes = [] } = contact
      return traceContact(book, ref, { ...ref, call, uses, given, outcomes, mails }, story.moves)
    }),
    visits,
    moves,
    enquiries: enquiries.filter(({ excluded }) => excluded === null),
  }
  return foldProgress(known, rules)
}

function planPerson(
  rules: PlanRules,
  book: RuleBook,
  person: FoundPerson,
  stored: StoredViews,
): ViewChange[] {
  const { contacts, touches } = person
  const { settings: account } = rules
  const enquiries = foldEnquiries(
    contacts.map(({ contact }) => contact),
    touches,
    account,
  )
  const progress = progressOf(rules, book, person, enquiries)
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
    const ownProgress = progress?.id === personIdOf(contact.id) ? progress : undefined
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
      personAt: ownProgress?.startedAt,
      shard: shard === 0 ? undefined : shard,
      revision: enquiry.revision,
    }
    const progressChanges = planProgress(
      ownProgress,
      head,
      stored.progress.get(personIdOf(contact.id)),
      shard,
    )
    return [...enquiry.changes, ...callChanges, ...progressChanges, ...planHead(nextHead, head)]
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

/** The row of the person who is named after a contact: made, changed, moved, or taken away because they are one with another. */
function planProgress(
  next: ProgressRow | undefined,
  head: Head | undefined,
  standing: Stamped<ProgressRow> | undefined,
  shard: number,
): ViewChange[] {
  const place = head?.personAt
  const removal: ViewChange[] =
    head && place !== undefined && place !== next?.startedAt
      ? [
          {
            removeProgress: { id: personIdOf(head.contact), startedAt: place },
            shard,
            before: standing?.stamp,
          },
        ]
      : []
  if (!next) return removal
  if (standing && isSame(plain(next), unstamped(standing))) return []
  return [
    ...removal,
    { progress: plain(next), shard, before: removal.length > 0 ? undefined : standing?.stamp },
  ]
}
