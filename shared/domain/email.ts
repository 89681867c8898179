const emailPattern = /^[^\s@]+@[^\s@]+$/

/**
 * An e-mail address as it is compared: the domain ignores case and no provider of note heeds it before the `@`.
 * Undefined for what can't be one.
 */
export function normalEmail(text: string | null | undefined): string | undefined {
  const email = text?.normalize('NFKC').trim().toLowerCase()
  return email !== undefined && emailPattern.test(email) ? email : undefined
}
