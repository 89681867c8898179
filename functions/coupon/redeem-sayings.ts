import type { ProblemCode } from '../../shared/http/problem.ts'

/** Refusals as they are told to whoever holds a code, not to whoever writes the program. */
export const redeemSayings: Partial<Record<ProblemCode, string>> = {
  code_unknown: 'We do not know this code. Please compare it with yours, digit by digit.',
  code_used: 'This code has been used already.',
  code_held: 'This code is being used at this moment. Please try again in some minutes.',
  code_voided: 'This code was withdrawn. Please ask the business.',
  code_not_started: 'This code is not valid yet.',
  campaign_inactive: 'This offer is paused at the moment. Please ask the business.',
  code_expired: 'This code is no longer valid.',
  limit_reached: 'This offer has been used up.',
}

/** On a page of its own, which knows of no order. */
export const pageSayings: typeof redeemSayings = {
  ...redeemSayings,
  order_too_small: 'This code is for a larger order: please enter it at the checkout.',
}

/** Beside an order. */
export const checkoutSayings: typeof redeemSayings = {
  ...redeemSayings,
  order_too_small: 'This code is for a larger order.',
}
export const typeFirst = 'Please type your code first.'
