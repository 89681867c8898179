import { useQuery, useQueryClient } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import type { callList } from '../../../../../functions/attribution/call-schema.ts'
import { api } from '../../api/request.ts'
import type { Call, List } from '../../api/types.ts'
import { say, sayTrouble } from '../../parts/toast.tsx'

/** A call of the list, with what is known of its enquiry. */
export type CallRow = z.infer<typeof callList>['data'][number]

/** What can be said of a call. */
export interface CallChange {
  readonly tags?: readonly string[]
  readonly note?: string | null
  readonly spam?: boolean
  readonly handled?: boolean
  readonly heardFrom?: string
}

export const outcomeNames = {
  answered: 'answered',
  missed: 'missed',
  abandoned: 'given up',
  voicemail: 'message',
  'in-progress': 'in progress',
} as const satisfies Record<Call['outcome'], string>

/** Nobody spoke with the caller. */
export const unanswered = 'missed,abandoned,voicemail'

interface NumberRow {
  readonly number: string
  readonly label: string | null
}
/** What the tracking numbers are called. */
export function useLabels(): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['numbers', 'labels'],
    queryFn: () => api.get<List<NumberRow>>('/v1/numbers', { limit: 200 }),
    staleTime: 300_000,
    select: labelsOf,
  })
  return data ?? noLabels
}
const noLabels: ReadonlyMap<string, string> = new Map()
const labelsOf = ({ data }: List<NumberRow>): ReadonlyMap<string, string> =>
  new Map(data.flatMap(({ number, label }) => (label ? [[number, label]] : [])))

const pathOf = (callSid: string) => `/v1/calls/${encodeURIComponent(callSid)}`
const changed = (call: CallRow, { handled, heardFrom: _, ...change }: CallChange): CallRow => ({
  ...call,
  ...(change as Partial<CallRow>),
  ...(handled !== undefined && { handledAt: handled ? new Date().toISOString() : null }),
})

/**
 * Says something of a call: every list shows it at once, and takes it back if the bridge refuses.
 * @returns a function of the call, the change and what is said of it; what is said offers to undo it
 */
export function useCallChange() {
  const queries = useQueryClient()
  const show = (callSid: string, change: CallChange) => {
    const turn = (call: CallRow) => (call.callSid === callSid ? changed(call, change) : call)
    queries.setQueriesData<{ pages: List<CallRow>[]; pageParams: unknown[] }>(
      { queryKey: ['list', '/v1/calls'] },
      (standing) =>
        standing && {
          ...standing,
          pages: standing.pages.map((page) => ({ ...page, data: page.data.map(turn) })),
        },
    )
    queries.setQueryData<CallRow>(['call', callSid], (standing) => standing && turn(standing))
  }
  const send = async (callSid: string, change: CallChange, back: CallChange): Promise<boolean> => {
    await queries.cancelQueries({ queryKey: ['list', '/v1/calls'] })
    show(callSid, change)
    try {
      await api.patch(pathOf(callSid), change)
      return true
    } catch (error) {
      show(callSid, back)
      sayTrouble(error)
      return false
    }
  }
  return async (call: CallRow, change: CallChange, words: string): Promise<boolean> => {
    const back: CallChange = {
      ...(change.tags !== undefined && { tags: call.tags }),
      ...(change.note !== undefined && { note: call.note }),
      ...(change.spam !== undefined && { spam: call.spam }),
      ...(change.handled !== undefined && { handled: Boolean(call.handledAt) }),
    }
    const isDone = await send(call.callSid, change, back)
    if (isDone)
      say(words, Object.keys(back).length > 0 ? () => void send(call.callSid, back, change) : undefined)
    return isDone
  }
}
