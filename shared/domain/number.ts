import * as z from 'zod/mini'
import type { BusinessHours } from './business-hours.ts'
import type { AccountId, CampaignId, E164, NumberId, PoolId } from './ids.ts'

/** What the business says a number stands for: the van, the flyer, one advertisement. */
export const declaredSource = z.object({
  source: z.optional(z.string().check(z.maxLength(200))),
  medium: z.optional(z.string().check(z.maxLength(200))),
  campaign: z.optional(z.string().check(z.maxLength(200))),
  term: z.optional(z.string().check(z.maxLength(200))),
  content: z.optional(z.string().check(z.maxLength(200))),
})
export type DeclaredSource = z.infer<typeof declaredSource>

/** The caller is asked for the code that the website shows, before the business's phone rings. */
export interface AskForCode {
  /** Said instead of the usual question. */
  readonly prompt?: string | undefined
  /** Only codes of these campaigns count; all of the account's unless given. */
  readonly campaignIds?: readonly CampaignId[] | undefined
}

/** The caller is given a code of the campaign, to be entered online. */
export interface GiveCode {
  readonly campaignId: CampaignId
  /** When nobody answered; before the business's phone rings; outside of the opening hours. */
  readonly when: 'missed' | 'always' | 'closed'
}

/** How Twilio says the texts: BCP 47 (`de-DE`), and a voice of its list (`Polly.Vicki`). */
export interface Speech {
  readonly language?: string | undefined
  readonly voice?: string | undefined
}

/** Phones of the business, and how they ring. */
export interface Ringing {
  readonly forwardTo: readonly E164[]
  readonly ring?: 'all' | 'in-order' | undefined
  /** Of all phones, or of each in the order of `forwardTo`; 30 s together and 20 s in order unless given. */
  readonly ringSeconds?: number | readonly number[] | undefined
}

/** The call may be recorded: at once, or only with the caller's consent. */
export interface RecordCall {
  /** Said before the phones ring; instead of `announceRecording`. */
  readonly announce?: boolean | string | undefined
  /** `announce`: who stays on the line agrees. `press`: only who presses 1 is recorded. */
  readonly consent?: 'announce' | 'press' | undefined
}

export interface Voicemail {
  /** Said before the tone instead of the usual invitation. */
  readonly greeting?: string | undefined
  readonly maxLengthSeconds?: number | undefined
  /** Twilio is asked for the text of the message (English only, up to two minutes). */
  readonly transcribe?: boolean | undefined
}

export const textBackOutcomes = ['missed', 'abandoned', 'voicemail'] as const
export type TextBackOutcome = (typeof textBackOutcomes)[number]

/** Whoever calls in vain is sent a text. */
export interface TextBack {
  /** Instead of the usual words; `{business}` in it is the business's name. */
  readonly message?: string | undefined
  /** After which calls; missed and abandoned ones unless given. */
  readonly when?: readonly TextBackOutcome[] | undefined
  /** The campaign of which a code is in it; that of `giveCode` unless given. */
  readonly campaignId?: CampaignId | undefined
  /** So long the caller gets no other one from the same number; 24 unless given. */
  readonly everyHours?: number | undefined
}

/** What one key of the menu does: rings its phones, takes a message, or says something and ends. */
export interface MenuOption {
  readonly forwardTo?: readonly E164[] | undefined
  readonly ring?: Ringing['ring']
  readonly ringSeconds?: Ringing['ringSeconds']
  /** For the business's own eyes. */
  readonly label?: string | undefined
  readonly voicemail?: boolean | string | Voicemail | undefined
  readonly say?: string | undefined
}

/** One level; silence and other keys go on to the flow's own phones. */
export interface CallMenu {
  readonly prompt: string
  readonly options: { readonly [key: string]: MenuOption }
  /** How long a key is waited for. */
  readonly timeoutSeconds?: number | undefined
}

/**
 * What happens when the number rings: declarative, decided upon by `functions/call-webhook/flow/decide.ts`. Every text may be the
 * address of a recording (`https://…/welcome.mp3`), which is played instead.
 */
export interface CallFlow extends Ringing {
  /** Said to the caller before the business's phone rings. */
  readonly greeting?: string | undefined
  /** `true` for the usual question, a text for a question of its own. */
  readonly askForCode?: boolean | string | AskForCode | undefined
  readonly giveCode?: GiveCode | undefined
  /** Outside of them the phones do not ring; without any they always do. */
  readonly hours?: BusinessHours | undefined
  /** A message may be left: `true` for the usual invitation, a text for one of its own. */
  readonly voicemail?: boolean | string | Voicemail | undefined
  readonly record?: boolean | RecordCall | undefined
  /** `false`: a recorded call is not announced, where the law lets that be. */
  readonly announceRecording?: boolean | string | undefined
  /**
   * Whoever answers hears first where the caller came from; a text of its own may have `{source}`, `{campaign}` and
   * `{code}` in it.
   */
  readonly whisper?: boolean | string | undefined
  /** Whoever answers must press 1 to take the call, so that no mobile's voicemail does. */
  readonly screen?: boolean | string | undefined
  readonly menu?: CallMenu | undefined
  /** Phones that ring outside of the hours. */
  readonly closed?: (Ringing & { readonly greeting?: string | undefined }) | undefined
  /** When nobody answered: phones that ring then, one after another, and what is said at last. */
  readonly missed?:
    | { readonly forwardTo?: readonly E164[] | undefined; readonly message?: string | undefined }
    | undefined
  /** A caller who calls again reaches first whoever answered last. */
  readonly stickyAgent?: boolean | undefined
  /** Callers who look like machines must press 1 before any phone rings. */
  readonly screenSpam?: boolean | undefined
  readonly textBack?: boolean | string | TextBack | undefined
  /** Texts to the number are sent on to these phones, once they are confirmed; `true`: to the flow's own. */
  readonly textForwardTo?: true | readonly E164[] | undefined
  /** And to this e-mail address; the account's unless given. */
  readonly textEmail?: string | undefined
  readonly language?: string | undefined
  readonly voice?: string | undefined
  /** The rest of the flow is kept as given; see the contract for its names. */
  readonly [further: string]: unknown
}

/** Where a dialled number leads: read once per webhook, by the number alone. */
export interface NumberRoute {
  readonly account: AccountId
  readonly numberId: NumberId
  readonly number: E164
  readonly kind: 'source' | 'pool'
  readonly poolId?: PoolId | undefined
  readonly source?: DeclaredSource | undefined
  readonly flow?: CallFlow | undefined
}
