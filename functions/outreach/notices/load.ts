import { type Call, foldCall } from '../../../shared/domain/call.ts'
import { displayCode } from '../../../shared/domain/code-display.ts'
import type { Enquiry } from '../../../shared/domain/enquiry.ts'
import type { FormFact, PageFact } from '../../../shared/domain/fact.ts'
import type { AccountId, E164 } from '../../../shared/domain/ids.ts'
import type { ContactKind } from '../../../shared/domain/link.ts'
import { parsePhone } from '../../../shared/domain/phone.ts'
import { foldConversation } from '../../../shared/domain/text-conversation.ts'
import { type Instant, secondsBetween } from '../../../shared/domain/time.ts'
import type { Head } from '../../../shared/domain/view.ts'
import type { OutreachDeps } from '../deps.ts'
import type { Notice } from './notice.ts'

type Deps = Pick<OutreachDeps, 'ledger' | 'views' | 'vault'>
/** What the contact's own facts tell, beside its enquiry. */
type Own = Pick<
  Notice,
  'outcome' | 'phone' | 'name' | 'email' | 'written' | 'talkSeconds' | 'waitedSeconds'
> &
  Pick<Notice, 'recording'> & { readonly dialled?: E164 | undefined }

const nothing: Own = { written: [] }

function recordingOf({ vault }: Deps, account: AccountId, { recordings = [] }: Call): Notice['recording'] {
  const last = recordings.findLast(({ deleted, durationSeconds }) => !deleted && durationSeconds !== 0)
  if (!last) return undefined
  const { id, kind, durationSeconds: seconds, sealedText } = last
  return {
    id,
    kind,
    seconds,
    ...(sealedText !== undefined && { transcript: vault.open(account, sealedText) }),
  }
}

async function ownOfCall(deps: Deps, account: AccountId, callSid: string): Promise<Own> {
  const facts = await deps.ledger.calls.factsOf(account, callSid)
  if (facts.length === 0) return nothing
  const call = foldCall(facts)
  const { sealedCaller, outcome, talkSeconds, startedAt, endedAt, number } = call
  return {
    written: [],
    outcome,
    dialled: number,
    phone: sealedCaller === undefined ? undefined : deps.vault.open(account, sealedCaller),
    talkSeconds: talkSeconds ?? undefined,
    // Twilio tells ends in whole seconds: of a call of no length they lie before its start.
    waitedSeconds: endedAt === null ? undefined : Math.max(0, secondsBetween(startedAt, endedAt)),
    recording: recordingOf(deps, account, call),
  }
}

/** As much of what was written as a mail is read for. */
const mostCharacters = 2000

async function ownOfText({ ledger, vault }: Deps, account: AccountId, id: string): Promise<Own> {
  const facts = await ledger.texts.factsOf(account, id)
  if (facts.length === 0) return nothing
  const { number, sealedSender, texts } = foldConversation(facts)
  const body = texts.map(({ sealedBody }) => vault.open(account, sealedBody)).join('\n')
  return {
    dialled: number,
    phone: sealedSender === undefined ? undefined : vault.open(account, sealedSender),
    written: [{ label: 'Text', text: body.slice(0, mostCharacters) }],
  }
}

interface SealedForm {
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  readonly fields?: Readonly<Record<string, unknown>>
}

async function ownOfForm(deps: Deps, account: AccountId, id: string, head: Head): Promise<Own> {
  if (head.session === undefined) return nothing
  const facts = await deps.ledger.sessions.factsOf(account, head.session)
  const fact = facts.find((each): each is FormFact => each.fact === 'form' && each.formId === id)
  if (fact?.sealed === undefined) return nothing
  const form: SealedForm = JSON.parse(deps.vault.open(account, fact.sealed))
  return {
    name: form.name,
    email: form.email,
    phone: form.phone === undefined ? undefined : (parsePhone(form.phone) ?? form.phone),
    written: Object.entries(form.fields ?? {}).flatMap(([label, value]) =>
      typeof value === 'string' && value.trim() !== ''
        ? [{ label, text: value.slice(0, mostCharacters) }]
        : [],
    ),
  }
}

const ownOf = (deps: Deps, account: AccountId, kind: ContactKind, id: string, head: Head): Promise<Own> => {
  if (kind === 'call') return ownOfCall(deps, account, id)
  if (kind === 'text') return ownOfText(deps, account, id)
  return kind === 'form' ? ownOfForm(deps, account, id, head) : Promise.resolve(nothing)
}

/** The page that was open last, else the one that the visit began with. */
async function pageOf(
  { ledger }: Deps,
  account: AccountId,
  { evidence, source }: Enquiry,
  at: Instant,
): Promise<Notice['page']> {
  const session = evidence.find(
    ({ sessionId, at: since }) => sessionId !== undefined && since <= at,
  )?.sessionId
  if (session !== undefined) {
    const facts = await ledger.sessions.factsOf(account, session)
    const page = facts
      .filter((fact): fact is PageFact => fact.fact === 'page' && fact.at <= at)
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .at(-1)
    if (page) return { url: page.url, title: page.title }
  }
  return source?.landingPage ? { url: source.landingPage } : undefined
}

async function numberOf(
  { ledger }: Deps,
  account: AccountId,
  number: E164 | undefined,
): Promise<Notice['number']> {
  if (number === undefined) return undefined
  const route = await ledger.routes.routeOf(number)
  if (route?.account !== account) return { number }
  return { number, label: (await ledger.numbers.get(account, route.numberId))?.label }
}

async function codeOf(
  { ledger }: Deps,
  account: AccountId,
  code: string | null | undefined,
  { codeCampaign }: Enquiry,
): Promise<Notice['code']> {
  if (!code) return undefined
  const campaign = codeCampaign === null ? undefined : await ledger.campaigns.get(account, codeCampaign)
  return { display: displayCode(code), campaign: campaign?.name }
}

/**
 * The contact as ledger and views tell it now.
 * @returns `absent` while the views do not show it, `uncounted` if it is spam or a test
 */
export async function loadNotice(
  deps: Deps,
  account: AccountId,
  contact: string,
  kind: ContactKind,
): Promise<Notice | 'absent' | 'uncounted'> {
  const { heads, calls } = await deps.views.enquiries.read(account, [contact])
  const head = heads.get(contact)
  const row = head && (await deps.views.enquiries.find(account, head.enquiryId))
  if (!head || !row) return 'absent'
  const { enquiry } = row
  const place = enquiry.contacts.find(({ id }) => id === contact)
  if (!place) return 'absent'
  if (enquiry.excluded || calls.get(contact)?.isSpam) return 'uncounted'
  const { dialled, ...own } = await ownOf(deps, account, kind, contact, head)
  const [page, number, code] = await Promise.all([
    pageOf(deps, account, enquiry, place.at),
    numberOf(deps, account, dialled),
    codeOf(deps, account, calls.get(contact)?.code ?? head.code, enquiry),
  ])
  return {
    ...own,
    kind,
    contact,
    at: place.at,
    enquiryId: enquiry.id,
    isFirst: enquiry.isFirst,
    isOpening: enquiry.contacts[0]?.id === contact,
    number,
    source: enquiry.source,
    because: enquiry.evidence.find(({ id }) => id === enquiry.decidedBy)?.detail,
    confidence: enquiry.confidence,
    page,
    code,
  }
}
