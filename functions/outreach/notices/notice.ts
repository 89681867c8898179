import type { CallOutcome } from '../../../shared/domain/call-outcome.ts'
import type { E164, EnquiryId } from '../../../shared/domain/ids.ts'
import type { ContactKind } from '../../../shared/domain/link.ts'
import type { Source } from '../../../shared/domain/source.ts'
import type { Instant } from '../../../shared/domain/time.ts'

/** All that a mail may tell of a contact; who reads it decides how much of it. */
export interface Notice {
  readonly kind: ContactKind
  readonly contact: string
  readonly outcome?: CallOutcome | undefined
  readonly at: Instant
  readonly enquiryId: EnquiryId
  /** The person's first enquiry, and whether this contact opened it. */
  readonly isFirst: boolean
  readonly isOpening: boolean
  readonly phone?: E164 | undefined
  readonly name?: string | undefined
  readonly email?: string | undefined
  /** What was written: the form's fields, the texts. */
  readonly written: readonly { readonly label: string; readonly text: string }[]
  readonly number?: { readonly number: E164; readonly label?: string | undefined } | undefined
  readonly source: Source | null
  /** Why it has that source. */
  readonly because?: string | undefined
  readonly confidence: number
  readonly page?: { readonly url: string; readonly title?: string | undefined } | undefined
  readonly code?: { readonly display: string; readonly campaign?: string | undefined } | undefined
  readonly talkSeconds?: number | undefined
  readonly waitedSeconds?: number | undefined
  readonly recording?:
    | {
        readonly id: string
        readonly kind: 'call' | 'voicemail'
        readonly seconds: number | null
        readonly transcript?: string | undefined
      }
    | undefined
}
