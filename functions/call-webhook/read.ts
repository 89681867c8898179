import type { Context } from 'hono'
import type * as z from 'zod/mini'
import { fieldErrors } from '../../shared/http/operation.ts'
import { type Refusal, refuse } from '../../shared/http/problem.ts'
import { fieldOf } from '../../shared/twilio/form.ts'
import type { TwilioRequest } from '../../shared/twilio/verify.ts'

type Fields = z.ZodMiniObject

/** The form's fields that the schema names; a repeated one counts once, its first value. */
export function readForm<S extends Fields>(schema: S, context: Context<TwilioRequest>): z.infer<S> | Refusal {
  const form = context.get('form')
  const named: Record<string, string | undefined> = {}
  for (const name of Object.keys(schema.def.shape)) named[name] = fieldOf(form, name)
  const parsed = schema.safeParse(named)
  if (parsed.success) return parsed.data
  return refuse('invalid_body', 'The webhook lacks what a call needs; see `errors`.', {
    errors: fieldErrors(parsed.error),
  })
}

export function readQuery<S extends Fields>(
  schema: S,
  context: Context<TwilioRequest>,
): z.infer<S> | Refusal {
  const parsed = schema.safeParse(context.req.query())
  if (parsed.success) return parsed.data
  return refuse('invalid_query', 'This is none of the addresses that Tieline gave out; see `errors`.', {
    errors: fieldErrors(parsed.error),
  })
}

export const isRefused = (value: object): value is Refusal => 'refused' in value
