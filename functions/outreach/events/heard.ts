import type { BusinessEvent } from '../../../shared/domain/business-event.ts'
import type { CodeUsedFact } from '../../../shared/domain/fact.ts'
import type { ProgressRow } from '../../../shared/domain/progress.ts'
import type { CallRow, EnquiryRow } from '../../../shared/domain/view.ts'

/** An event with what it was seen in: what may be told of it beyond its own fields. */
export interface Heard {
  readonly event: BusinessEvent
  readonly enquiry?: EnquiryRow | undefined
  readonly call?: CallRow | undefined
  readonly progress?: ProgressRow | undefined
  readonly use?: CodeUsedFact | undefined
}

/** Is told of each event, once or more; it fails as a whole, and all comes again. */
export type Listener = (heard: readonly Heard[]) => Promise<void>
