import { foldRecordings } from '../../../shared/domain/call-recording.ts'
import { type ContactStory, foldContactFacts, type Outcome } from '../../../shared/domain/contact-story.ts'
import { firstContactOf } from '../../../shared/domain/enquiry.ts'
import { explainCause } from '../../../shared/domain/explain-progress.ts'
import type { MarkFact } from '../../../shared/domain/fact.ts'
import type { AccountId, PersonId, VisitorId } from '../../../shared/domain/ids.ts'
import type { Cause } from '../../../shared/domain/progress.ts'
import { foldSession } from '../../../shared/domain/session.ts'
import { recordingPath } from '../../../shared/http/call-answer.ts'
import type { FoundContact, FoundPerson } from '../erasures/find-person.ts'
import type { ErasureDeps } from '../erasures/ports.ts'
import { exportMailing } from './export-mailing.ts'
import { exportConversions, exportDeliveries } from './export-told.ts'

export type ExportDeps = Pick<ErasureDeps, 'contacts' | 'enquiries' | 'privacy' | 'vault' | 'now'> & {
  readonly publicBaseUrl: string
}

async function exportContact(deps: ExportDeps, account: AccountId, found: FoundContact) {
  const { ref, enquiry, calls, texts, form } = found
  const open = (sealed: string | undefined) =>
    sealed === undefined ? null : deps.vault.open(account, sealed)
  const [said, codes] = await Promise.all([
    deps.contacts.factsOf(account, ref.id),
    deps.privacy.links.codesOf(account, ref.id),
  ])
  const story = foldContactFacts(said)
  const notes = said.filter((fact): fact is MarkFact => fact.fact === 'mark' && !!fact.sealedNote)
  const sealedPhone =
    calls.find(({ sealedCaller }) => sealedCaller !== undefined)?.sealedCaller ??
    texts.find(({ sealedSender }) => sealedSender !== undefined)?.sealedSender
  const base = deps.publicBaseUrl.replace(/\/+$/, '')
  return {
    kind: ref.kind,
    id: ref.id,
    at: enquiry?.contacts.find(({ id }) => id === ref.id)?.at ?? (ref.at || null),
    enquiryId: enquiry?.id ?? null,
    number: calls[0]?.number ?? texts[0]?.number ?? null,
    phone: open(sealedPhone),
    form: form?.sealed === undefined ? null : (JSON.parse(open(form.sealed) as string) as unknown),
    messages: texts.map(({ at, sealedBody }) => ({ at, body: open(sealedBody) as string })),
    recordings: foldRecordings(calls).map(({ id, kind, sealedText, deleted }) => ({
      id,
      kind,
      url: deleted ? null : base + recordingPath(ref.id, id),
      transcript: open(sealedText),
      deletedAt: deleted?.at ?? null,
    })),
    codes: [...new Set([...codes, ...(ref.code === undefined ? [] : [ref.code])])],
    tags: story.tags,
    notes: notes.map(({ sealedNote }) => open(sealedNote) as string),
    heard: story.heard?.text ?? form?.heard ?? null,
    mails: story.mails,
    outcomes: outcomesOf(found, story).map(({ at, stage, valueMinorUnits = null }) => ({
      at,
      stage,
      valueMinorUnits,
    })),
  }
}

/** With those that other systems told of: whose they are, the enquiry knows. */
const outcomesOf = ({ ref, enquiry }: FoundContact, story: ContactStory): readonly Outcome[] =>
  enquiry?.outcomes.filter(({ contact }) => contact === ref.id) ?? story.outcomes

async function exportVisitor({ privacy }: ExportDeps, account: AccountId, visitorId: VisitorId) {
  const { sessions } = await privacy.links.membersOf(account, `visitor:${visitorId}`)
  const folded = await Promise.all(
    sessions.map(async ({ session }) => {
      const facts = await privacy.sessions.factsOf(account, session)
      return facts.length > 0 ? foldSession(facts) : undefined
    }),
  )
  return {
    visitorId,
    sessions: folded.flatMap((each) =>
      each
        ? [
            {
              sessionId: each.session,
              startedAt: each.startedAt,
              lastSeenAt: each.lastSeenAt,
              pages: each.pages.map(({ at, url, title = null }) => ({ at, url, title })),
              events: each.events,
              phoneClicks: each.phoneClicks,
            },
          ]
        : [],
    ),
  }
}

/** How far the person has come, and what the score is made of. */
async function exportProgress({ enquiries }: ExportDeps, account: AccountId, persons: readonly PersonId[]) {
  const { progress } = await enquiries.read(account, persons.map(firstContactOf))
  return persons.flatMap((id) => {
    const row = progress.get(id)
    if (!row) return []
    const because = ({ on, detail }: Cause) => explainCause({ on, detail })
    return [
      {
        person: id as string,
        steps: row.steps.map((reached) => ({
          step: reached.step,
          at: reached.at,
          because: because(reached),
        })),
        points: row.score.points.map((given) => ({
          at: given.at,
          points: given.points,
          because: because(given),
        })),
      },
    ]
  })
}

/** Everything that is held of a person, in the clear. */
export async function exportPerson(deps: ExportDeps, account: AccountId, person: FoundPerson) {
  const enquiries = new Map(
    person.contacts.flatMap(({ enquiry }) => (enquiry ? [[enquiry.id, enquiry] as const] : [])),
  )
  return {
    exportedAt: deps.now(),
    contacts: await Promise.all(person.contacts.map((contact) => exportContact(deps, account, contact))),
    enquiries: [...enquiries.values()].map(({ id, openedAt, journey, evidence }) => ({
      id,
      openedAt,
      journey: [...journey],
      evidence: evidence.map(({ kind, at, detail }) => ({ kind, at, detail })),
    })),
    mailing: await exportMailing(deps, account, person),
    deliveries: await exportDeliveries(deps, account, person),
    conversions: await exportConversions(deps, account, person),
    progress: await exportProgress(deps, account, [
      ...new Set([...enquiries.values()].map((enquiry) => enquiry.person)),
    ]),
    visitors: await Promise.all(person.visitors.map((visitor) => exportVisitor(deps, account, visitor))),
  }
}
