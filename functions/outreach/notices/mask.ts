import type { E164 } from '../../../shared/domain/ids.ts'
import { displayPhone } from '../../../shared/domain/phone.ts'

/** `+44 7700 •••• 12`: for whoever needs to tell callers apart and not to call them. */
export function maskedPhone(phone: E164): string {
  const digits = displayPhone(phone, 'international')
  const [code = '', ...rest] = digits.split(' ')
  const national = rest.join('')
  const shown = national.slice(0, Math.max(0, Math.min(4, national.length - 6)))
  return [code, shown, '••••', national.slice(-2)].filter(Boolean).join(' ')
}
