import type { DeclaredSource } from './number.ts'

/** Answers that name a person instead of a place. */
const recommendation =
  /\b(friends?|family|neighbou?rs?|colleagues?|recommend(ed|ation)?|word of mouth|referr(ed|al)|customers?|mum|mother|dad|father|sister|brother|wife|husband)\b/i

/** What the answer to "how did you hear of us?" stands for. */
export const declaredByAnswer = (answer: string): DeclaredSource => {
  const source = answer.trim().slice(0, 200)
  return recommendation.test(source) ? { source, medium: 'referral' } : { source }
}

/** The form field that asks it, whatever the business called it. */
const question = /how.{0,12}(hear|heard|find|found)|hear[d]?[ _-]?(of|about|from)|^heard/i
export const isHeardField = (name: string): boolean => question.test(name)
