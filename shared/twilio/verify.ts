import type { Context, MiddlewareHandler } from 'hono'
import { problemResponse, refuse } from '../http/problem.ts'
import { tellAbout } from '../http/seen.ts'
import type { About } from '../observe/observer.ts'
import { type FormFields, fieldOf, parseForm } from './form.ts'
import { rawTarget } from './raw-target.ts'
import { isSignedByTwilio } from './signature.ts'

/** What a route behind the guard finds in its context. */
export interface TwilioRequest {
  Variables: { form: FormFields }
}

export interface TwilioTrust {
  readonly authTokens: readonly string[]
  /** The origin that Twilio was told to call, whatever `Host` a proxy passes on. */
  readonly publicBaseUrl: string
}

/** Twilio's own requests have a few kB; twenty times that leaves room for add-ons. */
export const maxFormBytes = 64 * 1024

const formType = 'application/x-www-form-urlencoded'

/** Lets only what Twilio signed pass, its fields in the context; all else is answered before anything is read or written. */
export function verifyTwilio({ authTokens, publicBaseUrl }: TwilioTrust): MiddlewareHandler<TwilioRequest> {
  const origin = publicBaseUrl.replace(/\/+$/, '')
  return async (context, next) => {
    const signature = context.req.header('x-twilio-signature')
    if (!signature)
      return problemResponse(refuse('bad_signature', 'The header X-Twilio-Signature is missing.'))

    const body = await readBounded(context)
    if (body === undefined) {
      return problemResponse(refuse('payload_too_large', `A webhook may have ${maxFormBytes} bytes at most.`))
    }
    const type = context.req.header('content-type')
    if (body !== '' && !type?.toLowerCase().startsWith(formType)) {
      return problemResponse(refuse('unsupported_media_type', `Webhooks are ${formType}.`))
    }
    const fields = parseForm(body)
    if (!isSignedByTwilio({ authTokens, signature, url: origin + rawTarget(context), fields })) {
      return problemResponse(
        refuse(
          'bad_signature',
          'No known auth token gives this signature for the public URL and these fields.',
        ),
      )
    }
    context.set('form', fields)
    tellAbout(context, subjectOf(context, fields))
    return next()
  }
}

/** What the log may say of a webhook: a leg's call is the one it belongs to, whose facts it adds to. */
function subjectOf(context: Context, fields: FormFields): About {
  return {
    callSid: fieldOf(fields, 'ParentCallSid') ?? fieldOf(fields, 'CallSid'),
    messageSid: fieldOf(fields, 'MessageSid'),
    account: context.req.query('account'),
  }
}

/** @returns the body, or `undefined` if it is too large */
async function readBounded(context: Context): Promise<string | undefined> {
  const announced = context.req.header('content-length')
  if (announced !== undefined) return Number(announced) <= maxFormBytes ? context.req.text() : undefined

  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of context.req.raw.body ?? []) {
    length += chunk.byteLength
    if (length > maxFormBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
