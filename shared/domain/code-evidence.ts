import { type Evidence, evidenceId, evidenceStrengths } from './evidence.ts'
import type { CodeFact, CodeIssuedFact, CodeUsedFact } from './fact.ts'
import type { PersonalHash, SessionId } from './ids.ts'
import { classifyDeclared } from './source.ts'

/** What a code's facts come to: to whom it was given, and the uses that stand. */
export interface CodeStory {
  readonly code: string
  readonly issued: CodeIssuedFact | undefined
  readonly uses: readonly CodeUsedFact[]
}

/** The same in any order and with any fact doubled; a use that was voided is none. */
export function foldCode(code: string, facts: readonly CodeFact[]): CodeStory {
  const voided = new Set(facts.flatMap((fact) => (fact.fact === 'code-use-voided' ? [fact.useId] : [])))
  const uses = new Map<string, CodeUsedFact>()
  for (const fact of facts) {
    if (fact.fact === 'code-used' && !voided.has(fact.useId)) uses.set(fact.useId, fact)
  }
  return {
    code,
    issued: facts.find((fact): fact is CodeIssuedFact => fact.fact === 'code-issued'),
    uses: [...uses.values()].sort((a, b) => (a.useId < b.useId ? -1 : 1)),
  }
}

/** Who recommends the business with it, as its issue or a use of it tells. */
export const recommenderOf = ({
  code,
  issued,
  uses,
}: CodeStory): readonly [code: string, PersonalHash] | undefined => {
  const holder = issued?.referrer ?? uses.find(({ referrer }) => referrer !== undefined)?.referrer
  return holder === undefined ? undefined : [code, holder]
}

/** A code for one person ties whoever was given it to whoever used it; a code for many ties nobody to anybody. */
export const isPersonal = ({ issued, uses }: CodeStory): boolean =>
  issued?.singleUse ?? uses.every((use) => use.singleUse)

const toSession = (
  contact: string,
  kind: 'code' | 'redemption',
  at: string,
  session: SessionId,
  detail: string,
): Evidence => ({
  id: evidenceId(contact, kind, session),
  kind,
  strength: evidenceStrengths[kind],
  at,
  contact,
  sessionId: session,
  detail,
})

/** A referral: the touch is the recommendation, whose campaign the code's is. */
const referralEvidence = (contact: string, { code, campaignId, at }: CodeUsedFact): Evidence => ({
  id: evidenceId(contact, 'referral', code),
  kind: 'referral',
  strength: evidenceStrengths.referral,
  at,
  contact,
  source: {
    ...classifyDeclared({ source: 'referral', medium: 'referral', campaign: campaignId }),
    channel: 'Referral',
  },
  detail: `Code ${code} belongs to somebody who recommends the business.`,
})

/**
 * What the code says of a use of it: the session it was shown to, or what it stands for.
 * @param person hash of who uses it, if known: nobody refers themselves
 */
function useEvidence(contact: string, story: CodeStory, use: CodeUsedFact, person?: string): Evidence[] {
  const { issued, code } = story
  const referrer = use.referrer ?? issued?.referrer
  if (referrer !== undefined) return referrer === person ? [] : [referralEvidence(contact, use)]
  const source = use.source ?? issued?.source
  if (source) {
    return [
      {
        id: evidenceId(contact, 'source-code', code),
        kind: 'source-code',
        strength: evidenceStrengths['source-code'],
        at: use.at,
        contact,
        source: classifyDeclared(source),
        detail: `Code ${code} stands for one source.`,
      },
    ]
  }
  if (!isPersonal(story) || issued?.session === undefined) return []
  return [toSession(contact, 'code', use.at, issued.session, `Code ${code} had been issued to this session.`)]
}

/** Whether the code was quoted in this call or text conversation. */
export const isUsedIn = ({ callSid, conversation }: CodeUsedFact, contact: string): boolean =>
  callSid === contact || conversation === contact

/**
 * What a code ties a call, or a text conversation, to: the session that was shown it, or the one in which the code given
 * here was used.
 */
export function codeEvidenceOfCall(callSid: string, story: CodeStory, caller?: string): Evidence[] {
  const quoted = story.uses.filter((use) => isUsedIn(use, callSid))
  const usedElsewhere =
    story.issued?.callSid === callSid && isPersonal(story)
      ? story.uses.flatMap(({ session, at }) => (session === undefined ? [] : [{ session, at }]))
      : []
  return [
    ...quoted.flatMap((use) => useEvidence(callSid, story, use, caller)),
    ...usedElsewhere.map(({ session, at }) =>
      toSession(
        callSid,
        'code',
        at,
        session,
        `Code ${story.code}, given in this call, was used in this session.`,
      ),
    ),
  ]
}

/** What ties a redemption: the session in which the code was entered, and what the code itself says. */
export function codeEvidenceOfRedemption(use: CodeUsedFact, story: CodeStory): Evidence[] {
  const { useId, session, at, code } = use
  return [
    ...(session === undefined
      ? []
      : [toSession(useId, 'redemption', at, session, `Code ${code} was entered in this session.`)]),
    ...useEvidence(useId, story, use),
  ]
}
