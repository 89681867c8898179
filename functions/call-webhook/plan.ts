import type { CampaignId, E164 } from '../../shared/domain/ids.ts'

/** What is to happen on the line. */
export type CallPlan =
  | ForwardPlan
  | AskCodePlan
  | ConfirmCodePlan
  | GiveCodePlan
  | TakeMessagePlan
  | ClosedPlan
  | GoodbyePlan
  | { readonly plan: 'hang-up' }

export interface ForwardPlan {
  readonly plan: 'forward'
  /** Said to the caller first. */
  readonly greeting?: string | undefined
  /** Rung now, together. */
  readonly targets: readonly E164[]
  /** Rung one after another when these do not answer. */
  readonly nextTargets: readonly E164[]
  readonly timeoutSeconds: number
  /** Shown to the business instead of the caller's number. */
  readonly callerId?: E164 | undefined
  /** The campaign whose code consoles the caller whom nobody answered. */
  readonly giveWhenMissed?: CampaignId | undefined
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
  readonly lead?: string | undefined
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
  readonly lead: string
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
  readonly prompt: string
  readonly longestSeconds: number
}

/** The business is closed: its phones do not ring. */
export interface ClosedPlan {
  readonly plan: 'closed'
  /** That it is. */
  readonly text: string
  /** Said before the tone; without one the call ends. */
  readonly messagePrompt?: string | undefined
  /** A code of this campaign is given first, if one can be had. */
  readonly giveFirst?: CampaignId | undefined
}

export interface GoodbyePlan {
  readonly plan: 'goodbye'
  readonly text: string
  /** A code of this campaign is given instead, if one can be had. */
  readonly giveInstead?: CampaignId | undefined
}
