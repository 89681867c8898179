import type { RecordingKind } from '../../shared/domain/fact.ts'
import type { AccountId, E164 } from '../../shared/domain/ids.ts'
import { retried } from '../../shared/twilio/overrides.ts'
import type { CodeQuestion, ForwardPlan, GiveCodePlan, LineTerms } from './flow/plan.ts'

/** The addresses that this function answers; `operations.ts` describes them. */
export const paths = {
  voice: '/twilio/voice',
  status: '/twilio/voice/status',
  code: '/twilio/voice/code',
  gift: '/twilio/voice/gift',
  dial: '/twilio/voice/dial',
  leg: '/twilio/voice/leg',
  message: '/twilio/voice/message',
  challenge: '/twilio/voice/challenge',
  consent: '/twilio/voice/consent',
  menu: '/twilio/voice/menu',
  agent: '/twilio/voice/agent',
  accept: '/twilio/voice/accept',
  recording: '/twilio/recording',
  transcription: '/twilio/recording/transcription',
  sms: '/twilio/sms',
} as const

/** The call that a callback belongs to, and how its caller is spoken to. */
export interface CallOwner {
  readonly account: AccountId
  readonly number: E164
  readonly lang?: string | undefined
  readonly voice?: string | undefined
}

/** RFC 3986 to the letter: what `encodeURIComponent` leaves (`'` among them) is written differently by some on the way. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

type Query = Readonly<Record<string, string | undefined>>

/** Twilio delivers the query in alphabetical order but signs it in ours: both must be the same. */
function link(baseUrl: string, path: string, query: Query): string {
  const pairs = Object.entries(query)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encode(value)}`)
  return `${baseUrl}${path}?${pairs.join('&')}${retried}`
}

const list = (items: readonly (string | number)[] | undefined) => items?.join(',') || undefined

const flag = (isSet: boolean | undefined) => (isSet ? '1' : undefined)
const termsQuery = (terms: LineTerms): Query => ({
  give: terms.giveWhenMissed,
  keep: flag(terms.sticks),
  mail: flag(terms.takesMessage),
  quoted: terms.quoted,
  record: flag(terms.records),
  screen: flag(terms.screens),
  whisper: flag(terms.whispers),
})

/**
 * The whole of what is still to happen on the line rides in the address: the caller is connected even by a process that
 * never saw the call while the store is down. `forwardOf` in `schema.ts` reads it.
 */
const lineQuery = (plan: ForwardPlan): Query => ({
  ...termsQuery(plan),
  as: plan.callerId,
  next: list(plan.nextTargets),
  rings: list(plan.nextSeconds),
  ring: String(plan.timeoutSeconds),
  to: list(plan.targets),
})

/** The addresses that one call's TwiML names. */
export interface CallLinks {
  /** Where the caller's leg goes on after the `<Dial>` of this plan. */
  afterDial(plan: ForwardPlan): string
  leg(terms: LineTerms): string
  message(): string
  /** Where the key goes that was asked for before the phones ring. */
  challenge(dialling: ForwardPlan): string
  consent(dialling: ForwardPlan): string
  menu(dialling: ForwardPlan): string
  /** What whoever answers hears first; and where the key goes that takes the call. */
  agent(terms: LineTerms): string
  accept(terms: LineTerms): string
  recording(kind: RecordingKind): string
  transcription(): string
  /** Where an answer to the question for a code goes; with `heard`, the answer whether that was the code. */
  code(question: CodeQuestion, dialling: ForwardPlan, heard?: string): string
  /** Where the key goes that is pressed after a code was given. */
  gift(plan: GiveCodePlan): string
}

export function callLinks(publicBaseUrl: string, { account, number, lang, voice }: CallOwner): CallLinks {
  const baseUrl = publicBaseUrl.replace(/\/+$/, '')
  const owner = { account, number, lang, voice }
  const toLine = (path: string) => (dialling: ForwardPlan) =>
    link(baseUrl, path, { ...owner, ...lineQuery(dialling) })
  return {
    afterDial: (plan) =>
      link(baseUrl, paths.dial, {
        ...owner,
        ...(plan.nextTargets.length > 0
          ? {
              ...termsQuery(plan),
              next: list(plan.nextTargets),
              rings: list(plan.nextSeconds),
              as: plan.callerId,
            }
          : { give: plan.giveWhenMissed, mail: flag(plan.takesMessage) }),
      }),
    leg: ({ screens, sticks }) =>
      link(baseUrl, paths.leg, { ...owner, keep: flag(sticks), screen: flag(screens) }),
    message: () => link(baseUrl, paths.message, owner),
    challenge: toLine(paths.challenge),
    consent: toLine(paths.consent),
    menu: toLine(paths.menu),
    agent: ({ quoted, screens, sticks, whispers }) =>
      link(baseUrl, paths.agent, {
        ...owner,
        keep: flag(sticks),
        quoted,
        screen: flag(screens),
        whisper: flag(whispers),
      }),
    accept: ({ sticks }) => link(baseUrl, paths.accept, { ...owner, keep: flag(sticks) }),
    recording: (kind) => link(baseUrl, paths.recording, { account, kind, number }),
    transcription: () => link(baseUrl, paths.transcription, { account, number }),
    code: ({ attempt, lengths, campaignIds, giveFirst }, dialling, heard) =>
      link(baseUrl, paths.code, {
        ...owner,
        ...lineQuery(dialling),
        attempt: String(attempt),
        campaigns: list(campaignIds),
        first: giveFirst,
        heard,
        lengths: list(lengths),
      }),
    gift: ({ code, campaignId, press, dialling, takesMessage }) =>
      link(baseUrl, paths.gift, {
        ...owner,
        ...(dialling && lineQuery(dialling)),
        campaign: campaignId,
        code,
        press,
        after: takesMessage ? 'message' : undefined,
      }),
  }
}
