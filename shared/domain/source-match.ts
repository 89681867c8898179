import { serviceOfName } from './service.ts'
import type { Source } from './source.ts'
import { ruleDimensions, type SourceRule } from './source-rule.ts'

const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase()

/** `fb`, `facebook.com` and `Facebook` are one; `not-linkedin` is not LinkedIn, as only whole names count. */
function isSameSource(wanted: string, found: string): boolean {
  if (plain(wanted) === plain(found)) return true
  const brand = serviceOfName(wanted)?.service.brand
  return brand !== undefined && brand === serviceOfName(found)?.service.brand
}

/** Whether a visit of this source is meant. Case does not matter; a visit without the dimension fits no condition on it. */
export const fitsRule = (rule: SourceRule, source: Source): boolean =>
  ruleDimensions.every((name) => {
    const wanted = rule[name]
    const found = source[name]
    if (wanted === undefined) return true
    if (found === null) return false
    return name === 'source' ? isSameSource(wanted, found) : plain(wanted) === plain(found)
  })
