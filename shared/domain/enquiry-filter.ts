import type { CreditModel } from './credit.ts'
import type { Enquiry } from './enquiry.ts'
import {
  confidenceBandOf,
  creditedParts,
  type Dimension,
  dimensions,
  isTouchDimension,
  keyOf,
  noneKey,
} from './rollup.ts'
import type { Source } from './source.ts'
import { wholeMicros } from './split.ts'

/** Keys of the rows of reports, by dimension: what stands in none of them counts everywhere. */
export type RowKeys = { readonly [Name in Dimension]?: string | undefined }

/** Of whatever else is asked for beside them. */
const given = (keys: RowKeys) =>
  dimensions.flatMap((dimension) => {
    const key = keys[dimension]
    return key === undefined ? [] : [[dimension, key] as const]
  })

/** Whether what has this source stands in all of the rows. */
export const isOfSource = (keys: RowKeys, source: Source | null): boolean =>
  given(keys).every(([dimension, key]) => !isTouchDimension(dimension) || keyOf(dimension, source) === key)

const isOfEnquiry = (keys: RowKeys, { number, codeCampaign }: Enquiry): boolean =>
  (keys.number === undefined || keys.number === (number ?? noneKey)) &&
  (keys.codeCampaign === undefined || keys.codeCampaign === (codeCampaign ?? noneKey))

/** What a report's row has of an enquiry: millionths, and minor units of its value. */
export interface EnquiryShare {
  readonly micros: number
  readonly value: number
}

/**
 * The enquiry's share in rows of a report: of all enquiries they add up to the row, exactly.
 * @param model without one the enquiry's own source is meant, and the whole enquiry; spam and tests count, too
 * @returns undefined if it has none
 */
export function shareIn(
  enquiry: Enquiry,
  keys: RowKeys,
  model: CreditModel | undefined,
): EnquiryShare | undefined {
  if (!isOfEnquiry(keys, enquiry)) return undefined
  const { source, valueMinorUnits, excluded } = enquiry
  if (model === undefined) {
    return isOfSource(keys, source) ? { micros: wholeMicros, value: valueMinorUnits } : undefined
  }
  if (excluded !== null) return undefined
  const parts = creditedParts(enquiry, model).filter((part) => isOfSource(keys, part.source))
  const micros = parts.reduce((sum, part) => sum + part.micros, 0)
  const value = parts.reduce((sum, part) => sum + part.value, 0)
  return micros === 0 && value === 0 ? undefined : { micros, value }
}

/** Further properties by which a list of enquiries is narrowed. */
export interface EnquiryTraits {
  readonly kind?: string | undefined
  readonly person?: string | undefined
  readonly confidence?: string | undefined
  readonly firstTime?: boolean | undefined
  readonly stage?: string | undefined
}

export const hasTraits = (
  { contacts, person, confidence, isFirst, outcomes }: Enquiry,
  wanted: EnquiryTraits,
): boolean =>
  (wanted.kind === undefined || contacts.some(({ kind }) => kind === wanted.kind)) &&
  (wanted.person === undefined || person === wanted.person) &&
  (wanted.confidence === undefined || confidenceBandOf(confidence) === wanted.confidence) &&
  (wanted.firstTime === undefined || isFirst === wanted.firstTime) &&
  (wanted.stage === undefined || (outcomes.at(-1)?.stage ?? noneKey) === wanted.stage)
