/**
 * Twilio's refusals that have a plain reason, in the words of who has to do something about it
 * (https://www.twilio.com/docs/api/errors).
 */
const meanings: Readonly<Record<number, string>> = {
  10002: 'a trial account may not do that, and has one number: upgrade it at Twilio',
  20003: 'the account SID or auth token is wrong',
  20008: 'Twilio’s test credentials reach no such resource: they buy numbers and send texts, nothing else',
  20404: 'there is no such thing at Twilio',
  20429: 'too many requests at once',
  21211: 'the recipient’s number is not valid',
  21212: 'the sender’s number is not valid',
  21408: 'the Twilio account may not text that country (geographic permissions)',
  21421: 'the number is not valid',
  21422: 'the number is not to be had (any more): search again',
  21452: 'there are no numbers in that area: search another',
  21606: 'the sender’s number can’t send texts',
  21610: 'the recipient answered STOP',
  21611: 'the sender’s queue is full',
  21613: 'numbers there need an address on file: give --address AD…',
  21614: 'the recipient’s number is no mobile',
  21615: 'numbers there need a local address on file: give --address AD…',
  21617: 'the text is too long',
  21624: 'numbers there need an address abroad on file: give --address AD…',
  21631: 'numbers there need an address on file: give --address AD…',
  21649: 'numbers there need an approved regulatory bundle: give --bundle BU…',
  21650: 'numbers there need a verified identity document: see Twilio’s console',
  21659: 'the sender’s number is not of this Twilio account',
}

const statuses: Readonly<Record<number, string>> = {
  401: 'the account SID or auth token is wrong',
  403: 'the account may not do that',
  404: 'there is no such thing at Twilio',
  429: 'too many requests at once',
}

/** `error 21422, the number is not to be had …`; without a code, what the status says. */
export function meaningOf({ status, code }: { readonly status: number; readonly code?: number | undefined }) {
  if (code === undefined)
    return statuses[status] ? `status ${status}, ${statuses[status]}` : `status ${status}`
  return `error ${code}, ${meanings[code] ?? `see https://www.twilio.com/docs/api/errors/${code}`}`
}
