import { parse } from 'node:querystring'

/**
 * The fields of a form post as Twilio signed them: decoded, empty ones kept, repeated ones as a list. Without a
 * prototype, so that a field may have any name.
 */
export type FormFields = Readonly<Record<string, string | readonly string[]>>

/** `maxKeys: 0` is no limit: dropping the 1001st field would break the signature, and the body's size bounds them. */
const unlimited = { maxKeys: 0 }

/** @param body `application/x-www-form-urlencoded`, as received */
export const parseForm = (body: string): FormFields => parse(body, '&', '=', unlimited) as FormFields

/** The field's value; of a repeated one the first. */
export const fieldOf = (fields: FormFields, name: string): string | undefined => {
  const value = fields[name]
  return typeof value === 'string' ? value : value?.[0]
}
