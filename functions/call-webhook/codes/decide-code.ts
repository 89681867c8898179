import type * as z from 'zod/mini'
import { benefitText } from '../../../shared/domain/benefit.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { type CodeReading, readCode } from '../../../shared/domain/code-reading.ts'
import type { Redemption, RefusalCode } from '../../../shared/domain/coupon.ts'
import type { AskForCode, CallFlow } from '../../../shared/domain/number.ts'
import { spokenDigits } from '../../../shared/domain/spoken-digits.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { AskCodePlan, CallPlan, CodeQuestion, ForwardPlan } from '../flow/plan.ts'
import { english, type Sayings } from '../flow/sayings/index.ts'
import type { gatherForm } from '../schema.ts'

/** What the flow wants to be asked, if anything. */
export function questionWanted(flow: CallFlow | undefined): AskForCode | undefined {
  const asked = flow?.askForCode
  if (asked === undefined || asked === false || asked === '') return undefined
  if (asked === true) return {}
  return typeof asked === 'string' ? { prompt: asked } : asked
}

/**
 * The lengths that a code quoted now can have. Codes of a campaign that goes from the phone to the web are none: they are
 * entered online, and their length would keep the keypad from knowing when a code is complete.
 */
export function quotableLengths(campaigns: readonly Campaign[], now: Instant): number[] {
  const quotable = campaigns.filter(
    ({ active, direction, endsAt }) =>
      active && direction !== 'phone-to-web' && (endsAt === undefined || endsAt > now),
  )
  return [...new Set(quotable.map(({ digits }) => digits + 1))].sort((a, b) => a - b)
}

export function askFirst(
  { greeting, ...dialling }: ForwardPlan,
  prompt: string | undefined,
  question: CodeQuestion,
  say: Sayings = english,
): AskCodePlan {
  return {
    plan: 'ask-code',
    ...(greeting !== undefined && { lead: greeting }),
    prompt: prompt || say.askForCode,
    question,
    dialling,
  }
}

/** What the caller answered. */
export type Answer =
  /** Silence, or words without any digit: whoever has no code is not held up. */
  | { readonly answer: 'nothing' }
  | { readonly answer: 'unread'; readonly because: string }
  | { readonly answer: 'heard'; readonly code: string }
  /** Sure enough to be looked up. */
  | { readonly answer: 'code'; readonly code: string; readonly how: 'keyed' | 'spoken' }

/** Who says less of a code than this says something else: "to", "for" and "one" sound like digits. */
const leastPart = 1 / 2

function isAboutSomethingElse(words: string, lengths: readonly number[]): boolean {
  return spokenDigits(words, lengths).all.length < Math.min(...lengths) * leastPart
}

/** @param heard the code that was read back, if the question was whether it is right */
export function readAnswer(
  { Digits, SpeechResult }: z.infer<typeof gatherForm>,
  { lengths }: CodeQuestion,
  heard?: string,
  say: Sayings = english,
): Answer {
  const keys = Digits ?? ''
  const words = (SpeechResult ?? '').trim()
  if (heard !== undefined) {
    if (keys === '1' || (keys === '' && say.yes.test(words)))
      return { answer: 'code', code: heard, how: 'spoken' }
    return keys === '' && words === '' ? { answer: 'nothing' } : { answer: 'unread', because: say.unread }
  }
  if (keys !== '') {
    const reading = readCode({ keyed: keys }, lengths)
    return reading.read === 'code'
      ? { answer: 'code', code: reading.code, how: 'keyed' }
      : notRead(reading, say)
  }
  if (words === '') return { answer: 'nothing' }
  const reading = readCode({ heard: [words] }, lengths)
  if (reading.read === 'code') return { answer: 'heard', code: reading.code }
  return isAboutSomethingElse(words, lengths) ? { answer: 'nothing' } : notRead(reading, say)
}

const notRead = ({ read }: CodeReading, say: Sayings): Answer => ({
  answer: 'unread',
  because: read === 'mistyped' ? say.mistyped : say.unread,
})

/** What became of a code that was looked up; `undefined`: the store did not say. */
export type Quoted =
  | { readonly kind: 'redeemed'; readonly redemption: Redemption }
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | undefined

/** Asks a second time, or goes on with what is to be said. */
function againOr(question: CodeQuestion, dialling: ForwardPlan, because: string, say: Sayings): CallPlan {
  if (question.attempt === 2) return { ...dialling, greeting: `${because} ${say.connecting}` }
  return {
    plan: 'ask-code',
    lead: because,
    prompt: say.askAgain,
    question: { ...question, attempt: 2 },
    dialling,
  }
}

/** Before anything is looked up. @returns `undefined` if the code is to be looked up first */
export function decideAnswer(
  answer: Answer,
  question: CodeQuestion,
  dialling: ForwardPlan,
  say: Sayings = english,
): CallPlan | undefined {
  switch (answer.answer) {
    case 'nothing':
      return dialling
    case 'unread':
      return againOr(question, dialling, answer.because, say)
    case 'heard':
      return { plan: 'confirm-code', heard: answer.code, question, dialling }
    case 'code':
      return undefined
  }
}

/** Every code the caller gives gets one sentence; only one that nobody ever issued may be a slip of the finger. */
export function decideQuoted(
  quoted: Quoted,
  question: CodeQuestion,
  dialling: ForwardPlan,
  say: Sayings = english,
): CallPlan {
  if (!quoted) return { ...dialling, greeting: say.unchecked }
  if (quoted.kind === 'redeemed') {
    const { benefit } = quoted.redemption
    return {
      ...dialling,
      greeting: say.accepted(benefit),
      ...(dialling.whispers && { quoted: benefitText(benefit, say.language) || 'yes' }),
    }
  }
  if (quoted.code === 'code_unknown') return againOr(question, dialling, say.refusedBecause.code_unknown, say)
  return { ...dialling, greeting: `${say.refusedBecause[quoted.code]} ${say.connecting}` }
}
