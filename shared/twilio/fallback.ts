import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { isE164 } from '../domain/caller.ts'
import type { CallFlow, NumberRoute } from '../domain/number.ts'
import { retried } from './overrides.ts'

/** Twilio rings ten phones at once at most. */
const mostTargets = 10
/** As long as the flow itself lets phones ring (`functions/call-webhook/flow/decide.ts`). */
const usualSeconds = { all: 30, 'in-order': 20 } as const

/** All phones ring at once: for as long as the most patient of them would. */
const timeoutSeconds = ({ ring, ringSeconds: own }: CallFlow): number =>
  Math.max(...(own === undefined ? [] : [own].flat()), 0) || usualSeconds[ring ?? 'all']

/**
 * The TwiML that connects a number while nothing of ours can be asked: a file that Twilio fetches as the number's
 * `VoiceFallbackUrl`, by GET. It says nothing, asks for nothing and records nothing. All phones ring at once, also where the flow rings
 * them in order: going on to the second would take an answer from us. The tracking number stands as caller id, since a
 * caller without a number could not be connected otherwise.
 * @returns `undefined` for a route that rings no phone
 */
export function renderFallback(route: NumberRoute, publicBaseUrl: string): string | undefined {
  const { account, number, flow } = route
  const phones = (flow?.forwardTo ?? []).filter((phone) => isE164(phone) && phone !== number)
  if (!flow || phones.length === 0) return undefined

  const query = `?account=${encodeURIComponent(account)}&number=${encodeURIComponent(number)}${retried}`
  const voice = `${publicBaseUrl.replace(/\/+$/, '')}/twilio/voice`
  const response = new VoiceResponse()
  const dial = response.dial({
    action: `${voice}/dial${query}`,
    answerOnBridge: true,
    ...(isE164(number) && { callerId: number }),
    timeout: timeoutSeconds(flow),
  })
  for (const phone of phones.slice(0, mostTargets)) {
    dial.number(
      {
        statusCallback: `${voice}/leg${query}`,
        statusCallbackEvent: ['answered', 'completed'],
      },
      phone,
    )
  }
  return response.toString()
}

/** The TwiML that has Twilio fetch such a file: by GET, since a file store refuses POST. */
export const renderRedirect = (address: string): string => {
  const response = new VoiceResponse()
  response.redirect({ method: 'GET' }, address)
  return response.toString()
}

/** What the file of a number is called: its digits alone, `441614960000.xml`. */
export const fallbackFileName = (number: string): string | undefined =>
  /^\+\d{7,15}$/.test(number) ? `${number.slice(1)}.xml` : undefined

/** @returns `undefined` for a file that is no number's */
export const numberOfFallback = (fileName: string): string | undefined => {
  const digits = /^(\d{7,15})\.xml$/.exec(fileName)?.[1]
  return digits && `+${digits}`
}
