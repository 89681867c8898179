import { maxFieldCharacters } from './limits.ts'

/** What a form tells about the person, as `POST /v1/collect` takes it. */
interface FormDetails {
  name?: string
  email?: string
  phone?: string
  fields: Record<string, string>
}

/** Never read, by type, name or autocomplete. (Hidden fields hold tokens, not what the person said.) */
const unread = /pass|hidden|file|submit|card|\bcc-|cv[cv]|iban|one-time|\bpin\b/i

const roles = {
  email: /e-?mail/i,
  phone: /\btel|phone|mobil/i,
  name: /(^| )((your|full|first|last|given|family)[-_ ]?)?name\b/i,
}

/** Reads a form that is marked `data-tieline-form`. */
export function readForm(form: HTMLFormElement): FormDetails {
  const details: FormDetails = { fields: {} }
  for (const element of form.elements as unknown as Iterable<HTMLInputElement>) {
    const { type, name, autocomplete, value, checked } = element
    const hints = [type, name, autocomplete].join(' ')
    if (!value || !name || unread.test(hints) || (/^(ch|rad)/.test(type) && !checked)) continue
    const role = (Object.keys(roles) as (keyof typeof roles)[]).find((each) => roles[each].test(hints))
    if (!role) details.fields[name] = value.slice(0, maxFieldCharacters)
    // First and last name are one name; of two phones the first counts.
    else if (role === 'name' && details.name) details.name += ` ${value}`
    else if (!details[role]) details[role] = value
  }
  return details
}
