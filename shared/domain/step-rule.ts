import type { CallOutcome } from './call-outcome.ts'

export const mailEvents = ['sent', 'opened', 'clicked', 'replied', 'unsubscribed'] as const
export type MailEvent = (typeof mailEvents)[number]

/** What a rule looks for among what happened. All that it names must hold. */
export type FactRule =
  /** A visit began. */
  | { readonly on: 'visit' }
  /** A page was seen. `path` is compared with the page's path; `*` stands for any characters. */
  | { readonly on: 'page'; readonly path: string }
  /** The page told of an event (`/v1/collect`, `type: event`). */
  | { readonly on: 'event'; readonly name: string }
  /** A tel: link was tapped. */
  | { readonly on: 'phone-click' }
  /** A code was shown to the visitor. */
  | { readonly on: 'code-shown'; readonly campaign?: string | undefined }
  | {
      readonly on: 'call'
      /** One of these; any unless given. */
      readonly outcomes?: readonly Exclude<CallOutcome, 'in-progress'>[] | undefined
      /** Caller and business spoke for at least so long. */
      readonly minTalkSeconds?: number | undefined
    }
  | { readonly on: 'text' }
  | { readonly on: 'form' }
  /** A code was used: quoted by phone or text, or entered online. */
  | {
      readonly on: 'code-used'
      readonly where?: 'phone' | 'online' | undefined
      readonly campaign?: string | undefined
    }
  /** A code was given to the caller. */
  | { readonly on: 'code-given'; readonly campaign?: string | undefined }
  | { readonly on: 'mail'; readonly event: MailEvent; readonly sequence?: string | undefined }
  /** The business reported the stage (`/v1/outcomes`, a CRM). */
  | { readonly on: 'outcome'; readonly stage: string }

/** A step is reached when one of its rules has matched so many times. */
export type StepRule = FactRule & {
  /** 1 unless given: 2 for the second visit. */
  readonly times?: number | undefined
}

export type RuleKind = FactRule['on']
export const mostTimes = 20
