import type { Instant } from '../../shared/domain/time.ts'

/** A line of `POST /v1/imports`, as the contract lists them. */
export type ExampleFact =
  | {
      readonly fact: 'session'
      readonly id: string
      readonly visitor: string
      readonly at: Instant
      readonly url: string
      readonly referrer?: string
    }
  | {
      readonly fact: 'lease'
      readonly number: string
      readonly session: string
      readonly from: Instant
      readonly until: Instant
    }
  | {
      readonly fact: 'call'
      readonly callSid: string
      readonly from: string
      readonly to: string
      readonly at: Instant
      readonly status: 'completed' | 'no-answer' | 'canceled' | 'busy'
      readonly durationSeconds: number
    }
  | {
      readonly fact: 'code-issued'
      readonly code: string
      readonly campaign: string
      readonly session?: string
      readonly callSid?: string
      readonly at: Instant
    }
  | {
      readonly fact: 'code-used'
      readonly code: string
      readonly at: Instant
      readonly callSid?: string
      readonly session?: string
    }
  | {
      readonly fact: 'form'
      readonly id: string
      readonly session: string
      readonly at: Instant
      readonly email?: string
      readonly phone?: string
    }
  | {
      readonly fact: 'outcome'
      readonly callSid?: string
      readonly contact?: string
      readonly stage: string
      readonly value?: number
      readonly at: Instant
    }
  | {
      readonly fact: 'spend'
      readonly day: string
      readonly source: string
      readonly medium: string
      readonly campaign: string
      readonly amount: number
      readonly currency: 'GBP'
      readonly at: Instant
    }

/** What people of the business did with a call afterwards, by `PATCH /v1/calls/{callSid}`. */
export interface ExampleMark {
  readonly callSid: string
  readonly at: Instant
  readonly change: {
    readonly spam?: boolean
    readonly tags?: readonly string[]
    readonly note?: string
    readonly heardFrom?: string
  }
}

/** A message that a caller left, as Twilio tells of it. */
export interface ExampleMessage {
  readonly callSid: string
  readonly number: string
  readonly recordingSid: string
  /** When the recording began. */
  readonly at: Instant
  readonly seconds: number
  readonly text: string
}

/** Whatever belongs to one person: told together, so that it is joined once. */
export interface Story {
  readonly facts: readonly ExampleFact[]
  readonly marks?: readonly ExampleMark[]
  readonly messages?: readonly ExampleMessage[]
  /** What turned up when the rest had been reported on already: it restates the enquiry. */
  readonly late?: readonly ExampleFact[]
}

/** When a fact happened; a lease is known when it is over. */
export const instantOfFact = (fact: ExampleFact): Instant => (fact.fact === 'lease' ? fact.until : fact.at)
