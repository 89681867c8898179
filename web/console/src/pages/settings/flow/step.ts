import type { LucideIcon } from 'lucide-react'
import type { FunctionComponent } from 'react'
import type { Campaign } from '../../../api/types.ts'
import type { Flow } from './flow.ts'

export interface EditProps {
  readonly flow: Flow
  readonly change: (fields: Partial<Flow>) => void
  /** What the API says of a field of the flow. */
  readonly errorAt: (path: string) => string | undefined
  readonly campaigns: readonly Campaign[]
}

/** One thing that a caller goes through. */
export interface Step {
  readonly id: string
  readonly name: string
  readonly icon: LucideIcon
  readonly isOn: (flow: Flow) => boolean
  /** In a sentence, once it is on. */
  readonly says: (flow: Flow, campaignName: (id: string) => string) => string
  /** While it is off. */
  readonly off: string
  /** Where ways part here: each way and whither it leads. */
  readonly ways?: (flow: Flow, campaignName: (id: string) => string) => readonly (readonly [string, string])[]
  /** The fields of the flow that are this step: taken out, it is off. */
  readonly fields: readonly (keyof Flow)[]
  /** No flow is without it. */
  readonly isNeeded?: boolean
  readonly Edit: FunctionComponent<EditProps>
}
