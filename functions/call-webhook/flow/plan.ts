import type { CampaignId, E164 } from '../../../shared/domain/ids.ts'

/** What is to happen on the line. */
export type CallPlan =
  | ForwardPlan
  | ChallengePlan
  | AskConsentPlan
  | MenuPlan
  | AskCodePlan
  | ConfirmCodePlan
  | GiveCodePlan
  | TakeMessagePlan
  | ClosedPlan
  | GoodbyePlan
  | { readonly plan: 'hang-up' }

/** Texts said one after another; one that is the address of a recording is played. */
export type Words = string | readonly string[]

/** What holds on the line, whichever phone rings. */
export interface LineTerms {
  /** Shown to the business instead of the caller's number. */
  readonly callerId?: E164 | undefined
  /** The campaign whose code consoles the caller whom nobody answered. */
  readonly giveWhenMissed?: CampaignId | undefined
  /** Whom nobody answered may leave a message. */
  readonly takesMessage?: boolean | undefined
  /** The call is recorded once it is answered: what had to be said or agreed to before, was. */
  readonly records?: boolean | undefined
  /** Whoever answers hears where the caller came from; presses a key to take the call. */
  readonly whispers?: boolean | undefined
  readonly screens?: boolean | undefined
  /** Whoever answers is rung first when the caller calls again. */
  readonly sticks?: boolean | undefined
  /** What the code is worth that the caller quoted: whispered. */
  readonly quoted?: string | undefined
}

export interface ForwardPlan extends LineTerms {
  readonly plan: 'forward'
  /** Said to the caller first. */
  readonly greeting?: Words | undefined
  /** Rung now, together. */
  readonly targets: readonly E164[]
  /** Rung one after another when these do not answer. */
  readonly nextTargets: readonly E164[]
  /** Others were rung before: that this one rings has to be told, else the call would look as if it were over. */
  readonly isNext?: boolean | undefined
  readonly timeoutSeconds: number
  /** Of each of `nextTargets`; the usual ones unless given. */
  readonly nextSeconds?: readonly number[] | undefined
}

/** What the `<Dial>` that has ended knows of the line. */
export type DialledLine = LineTerms & Pick<ForwardPlan, 'nextTargets' | 'nextSeconds'>

/** A caller who looks like a machine must press a key before anything else happens. */
export interface ChallengePlan {
  readonly plan: 'challenge'
  readonly dialling: ForwardPlan
}

/** The call is recorded only if the caller presses 1. */
export interface AskConsentPlan {
  readonly plan: 'ask-consent'
  readonly lead?: Words | undefined
  readonly prompt: string
  readonly dialling: ForwardPlan
}

export interface MenuPlan {
  readonly plan: 'menu'
  readonly lead?: Words | undefined
  readonly prompt: string
  readonly timeoutSeconds: number
  /** What silence goes on to. */
  readonly dialling: ForwardPlan
}

/** What is asked, and how the answer is to be read. */
export interface CodeQuestion {
  /** The first try or the second, and last, one. */
  readonly attempt: 1 | 2
  /** Of the codes that may be meant, the check digit included; at least one. */
  readonly lengths: readonly number[]
  /** Only codes of these campaigns count; those of all unless given. */
  readonly campaignIds?: readonly CampaignId[] | undefined
  /** The campaign of which a code is given once the question is answered, before the phones ring. */
  readonly giveFirst?: CampaignId | undefined
}

export interface AskCodePlan {
  readonly plan: 'ask-code'
  /** Said before the question. */
  readonly lead?: Words | undefined
  readonly prompt: string
  readonly question: CodeQuestion
  readonly dialling: ForwardPlan
}

/** A code that came by speech is read back. */
export interface ConfirmCodePlan {
  readonly plan: 'confirm-code'
  readonly heard: string
  readonly question: CodeQuestion
  readonly dialling: ForwardPlan
}

export interface GiveCodePlan {
  readonly plan: 'give-code'
  /** Said before the code. */
  readonly lead: Words
  readonly code: string
  readonly campaignId: CampaignId
  /** Said after the code, when it was sent as a text as well. */
  readonly note?: string | undefined
  /** What the key 1 does; without it no key is waited for. */
  readonly press?: 'text' | 'again' | undefined
  /** The phones to ring afterwards; without them the call ends. */
  readonly dialling?: ForwardPlan | undefined
  /** Instead of ending, the call may leave a message. */
  readonly takesMessage?: boolean | undefined
}

export interface TakeMessagePlan {
  readonly plan: 'take-message'
  readonly prompt: Words
  readonly longestSeconds: number
  /** Twilio is asked for the text of it. */
  readonly transcribes?: boolean | undefined
  /** A code of this campaign is given first, if one can be had. */
  readonly giveInstead?: CampaignId | undefined
}

/** The business is closed: its phones do not ring. */
export interface ClosedPlan {
  readonly plan: 'closed'
  /** That it is. */
  readonly text: string
  /** The caller may leave one; otherwise the call ends. */
  readonly message?: TakeMessagePlan | undefined
  /** A code of this campaign is given first, if one can be had. */
  readonly giveFirst?: CampaignId | undefined
}

export interface GoodbyePlan {
  readonly plan: 'goodbye'
  readonly text: Words
  /** A code of this campaign is given instead, if one can be had. */
  readonly giveInstead?: CampaignId | undefined
  /** The caller was turned away as unwanted: the call counts as spam until somebody says otherwise. */
  readonly isSpam?: boolean | undefined
}
