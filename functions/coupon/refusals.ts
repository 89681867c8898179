import type { ProblemCode } from '../../shared/http/problem.ts'

/** What is not a code of the account's at all. */
export const unreadable = ['code_malformed', 'code_unknown'] as const satisfies readonly ProblemCode[]
/** Why a code is worth nothing to somebody at a moment. */
export const refusals = [
  ...unreadable,
  'code_voided',
  'campaign_inactive',
  'code_not_started',
  'code_expired',
  'code_used',
  'code_held',
  'limit_reached',
  'order_too_small',
] as const satisfies readonly ProblemCode[]
