import { createHmac } from 'node:crypto'

/** A form's fields in the order of sending; a name may come several times. */
export type FieldPairs = readonly (readonly [name: string, value: string])[]

export const pairsOf = (fields: FieldPairs | Readonly<Record<string, string>>): FieldPairs =>
  Array.isArray(fields) ? (fields as FieldPairs) : Object.entries(fields)

/** `X-Twilio-Signature` as https://www.twilio.com/docs/usage/security describes it, by no code of the project or Twilio. */
export function twilioSignature(url: string, fields: FieldPairs, token: string): string {
  const values = new Map<string, Set<string>>()
  for (const [name, value] of fields) values.set(name, (values.get(name) ?? new Set()).add(value))
  const names = [...values.keys()].sort()
  const text = names
    .flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value))
    .join('')
  return createHmac('sha1', token)
    .update(url.split('#')[0] + text, 'utf8')
    .digest('base64')
}

/** The request that Twilio would make: to be given to `fetch(url, …)` or `app.request(…)`. */
export function signedForm(
  url: string,
  fields: FieldPairs | Readonly<Record<string, string>>,
  token: string,
): { method: 'POST'; headers: Record<string, string>; body: string } {
  const pairs = pairsOf(fields)
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilioSignature(url, pairs, token),
    },
    body: new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString(),
  }
}
