import type { Account } from '../../../shared/domain/account.ts'
import { benefitText } from '../../../shared/domain/benefit.ts'
import { type Call, foldCall } from '../../../shared/domain/call.ts'
import { displayCode, spokenCode } from '../../../shared/domain/code-display.ts'
import {
  type CodeStory,
  codeEvidenceOfCall,
  foldCode,
  isUsedIn,
} from '../../../shared/domain/code-evidence.ts'
import { foldContactFacts } from '../../../shared/domain/contact-story.ts'
import { decideDesk, desk } from '../../../shared/domain/desk.ts'
import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import { rankEvidence } from '../../../shared/domain/evidence.ts'
import type { AccountId, CallSid, CampaignId } from '../../../shared/domain/ids.ts'
import { statedValue } from '../../../shared/domain/outcome-worth.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import type { AttributionPorts } from '../deps.ts'
import { numberEvidence } from '../derive/number-evidence.ts'
import { acquaintanceOf, visitsOf } from './background.ts'
import type { DeskCall } from './desk-schema.ts'
import type { Memory } from './memory.ts'

export interface DeskPorts extends Pick<AttributionPorts, 'ledger' | 'views'> {
  /** Decrypts a caller's number, a note or a form. */
  readonly open: (account: AccountId, sealed: string) => string
}

/** So many calls at most are looked at, the newest ones: a poll has its bounds. */
const mostLookedAt = 200
const mostShown = 50

/** In seconds: where a visitor has gone on to is worth a look now and then, a label hardly ever. */
const freshFor = { visits: 5, acquaintance: 30, names: 30 } as const

/** The calls before the account's agents, newest first. */
export async function readDesk(
  ports: DeskPorts,
  memory: Memory,
  account: Account,
  now: Instant,
): Promise<DeskCall[]> {
  const begun = await ports.ledger.desk.begunSince(
    account.id,
    addMinutes(now, -desk.reachBackMinutes),
    mostLookedAt,
  )
  const calls = await Promise.all(
    begun
      .filter((callSid) => !memory.isGone(`${account.id} ${callSid}`))
      .map((callSid) => readCall(ports, memory, account, callSid, now)),
  )
  return calls.flatMap((call) => call ?? []).slice(0, mostShown)
}

async function readCall(
  ports: DeskPorts,
  memory: Memory,
  settings: Account,
  callSid: CallSid,
  now: Instant,
): Promise<DeskCall | undefined> {
  const { ledger, open } = ports
  const { id: account } = settings
  const [{ facts, quoted, issued }, saidFacts] = await Promise.all([
    ledger.desk.callOf(account, callSid),
    ledger.contacts.factsOf(account, callSid),
  ])
  // Its way to the desk is written beside its first fact: for an instant it may be there alone.
  if (facts.length === 0) return undefined
  const call = foldCall(facts)
  const said = foldContactFacts(saidFacts)
  const place = decideDesk(call, facts, said, now)
  if (!place.isThere) {
    if (place.forGood) memory.forget(`${account} ${callSid}`)
    return undefined
  }
  const stories = await Promise.all(
    quoted.map(async (code) => foldCode(code, await ledger.codes.factsOf(account, code))),
  )
  const names = namesOf(ports, memory, account)
  const [background, acquaintance, label, code, givenCode] = await Promise.all([
    backgroundOf(ports, memory, account, call, stories, place.endedAt ?? now),
    memory.recall(`caller ${account} ${callSid}`, freshFor.acquaintance, () =>
      acquaintanceOf(ports, open, account, call),
    ),
    call.numberId === undefined ? null : names.label(call.numberId),
    quotedCode(names, callSid, stories),
    issuedCode(ports, names, account, issued),
  ])
  const value = statedValue(said.outcomes)
  return {
    callSid,
    number: call.number,
    numberId: call.numberId ?? null,
    label,
    from: call.sealedCaller === undefined ? null : open(account, call.sealedCaller),
    state: place.state,
    outcome: call.outcome,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: place.endedAt,
    ...acquaintance,
    ...background,
    code,
    givenCode,
    note: said.sealedNote === null ? null : open(account, said.sealedNote),
    tags: [...said.tags],
    spam: said.isSpam,
    handledAt: said.handledAt,
    selfReported: said.heard?.text ?? null,
    stage: said.outcomes.at(-1)?.stage ?? null,
    value: value === undefined ? null : { amount: value, currency: settings.currency },
    enquiryId: enquiryIdOf(callSid),
  }
}

/** By the evidence that attribution weighs, without what the caller's other contacts say. */
async function backgroundOf(
  ports: DeskPorts,
  memory: Memory,
  account: AccountId,
  call: Call,
  stories: readonly CodeStory[],
  until: Instant,
): Promise<Pick<DeskCall, 'source' | 'candidates'>> {
  const { callSid, startedAt: at, caller, number, poolId, source } = call
  const uses = stories.flatMap((story) => story.uses.map(({ useId }) => useId))
  const name = `visits ${account} ${callSid} ${uses.join(' ')} ${call.endedAt ?? ''}`
  return memory.recall(name, freshFor.visits, async () => {
    const evidence = rankEvidence([
      ...(await numberEvidence(ports, account, {
        id: callSid,
        kind: 'call',
        at,
        phone: caller,
        number,
        poolId,
        source,
      })),
      ...stories.flatMap((story) => codeEvidenceOfCall(callSid, story, caller)),
    ])
    const declared = evidence.find((each) => each.source)?.source
    return {
      source: declared
        ? {
            channel: declared.channel,
            source: declared.source,
            medium: declared.medium,
            campaign: declared.campaign,
          }
        : null,
      candidates: await visitsOf(ports, account, evidence, at, until),
    }
  })
}

type Names = ReturnType<typeof namesOf>

/** What numbers and campaigns are called. */
function namesOf({ ledger }: DeskPorts, memory: Memory, account: AccountId) {
  return {
    label: (id: string) =>
      memory.recall(`number ${account} ${id}`, freshFor.names, async () => {
        const number = await ledger.numbers.get(account, id)
        return number?.label ?? null
      }),
    campaign: (id: CampaignId) =>
      memory.recall(`campaign ${account} ${id}`, freshFor.names, () => ledger.campaigns.get(account, id)),
  }
}

async function codeBase(names: Names, code: string, campaignId: CampaignId) {
  const campaign = await names.campaign(campaignId)
  return {
    code,
    display: displayCode(code),
    campaignId,
    campaign: campaign?.name ?? null,
    benefit: (campaign && benefitText(campaign.benefit)) ?? null,
  }
}

/** The code quoted last, unless that use was taken back. */
async function quotedCode(
  names: Names,
  callSid: CallSid,
  stories: readonly CodeStory[],
): Promise<DeskCall['code']> {
  const use = stories.flatMap(({ uses }) => uses.filter((each) => isUsedIn(each, callSid))).at(-1)
  return use ? codeBase(names, use.code, use.campaignId) : null
}

/** The code given last that was not withdrawn. */
async function issuedCode(
  { ledger }: DeskPorts,
  names: Names,
  account: AccountId,
  issued: readonly string[],
): Promise<DeskCall['givenCode']> {
  if (issued.length === 0) return null
  const codes = await ledger.desk.codesOf(account, issued)
  const last = codes.findLast(({ state }) => state === 'live')
  if (!last) return null
  return {
    ...(await codeBase(names, last.code, last.campaignId)),
    spoken: spokenCode(last.code),
    expiresAt: last.expiresAt,
  }
}
