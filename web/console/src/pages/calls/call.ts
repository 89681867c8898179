import { useQuery, useQueryClient } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import type { callList } from '../../../../../functions/attribution/call-schema.ts'
import { api } from '../../api/request.ts'
import type { Call, List } from '../../api/types.ts'
import { offerAgain, say } from '../../parts/toast.tsx'

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

/** Whether they called before, as far as one knows: it is told once the views have it. */
export const callerWords: Readonly<Record<`${CallRow['firstTime']}`, string>> = {
  true: 'first-time',
  false: 'called before',
  null: 'not known yet',
}

interface NumberRow {
  readonly number: string
  readonly label: string | null
}
interface Numbers {
  readonly numbers: readonly NumberRow[]
  /** What those are called that have a name. */
  readonly labels: ReadonlyMap<string, string>
}
/** The tracking numbers, and what they are called. */
export function useNumbers(): Numbers {
  const { data } = useQuery({
    queryKey: ['numbers', 'labels'],
    queryFn: () => api.get<List<NumberRow>>('/v1/numbers', { limit: 200 }),
    staleTime: 300_000,
    select: numbersIn,
  })
  return data ?? noNumbers
}
const noNumbers: Numbers = { numbers: [], labels: new Map() }
const numbersIn = ({ data }: List<NumberRow>): Numbers => ({
  numbers: data,
  labels: new Map(data.flatMap(({ number, label }) => (label ? [[number, label]] : []))),
})
export const useLabels = (): Numbers['labels'] => useNumbers().labels

const pathOf = (callSid: string) => `/v1/calls/${encodeURIComponent(callSid)}`
const changed = (call: CallRow, { handled, heardFrom: _, ...change }: CallChange): CallRow => ({
  ...call,
  ...(change as Partial<CallRow>),
  ...(handled !== undefined && { handledAt: handled ? new Date().toISOString() : null }),
})

/**
 * Says something of a call: every list shows it at once, and takes it back if the bridge refuses.
 * @returns a function of the call (or several), the change and what is said of it; what is said offers to undo it
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
  const send = async (call: CallRow, change: CallChange, back: CallChange): Promise<boolean> => {
    const { callSid } = call
    await queries.cancelQueries({ queryKey: ['list', '/v1/calls'] })
    show(callSid, change)
    try {
      await api.patch(pathOf(callSid), change)
      return true
    } catch (error) {
      show(callSid, back)
      offerAgain(error, () => void send(call, change, back))
      return false
    }
  }
  const sendAll = async (calls: readonly CallRow[], changes: (call: CallRow) => [CallChange, CallChange]) =>
    (await Promise.all(calls.map((call) => send(call, ...changes(call))))).every(Boolean)
  return async (of: CallRow | readonly CallRow[], change: CallChange, words: string): Promise<boolean> => {
    const calls = 'callSid' in of ? [of] : of
    const isDone = await sendAll(calls, (call) => [change, asItWas(call, change)])
    const isUndoable = calls.some((call) => Object.keys(asItWas(call, change)).length > 0)
    if (isDone)
      say(
        words,
        isUndoable ? () => void sendAll(calls, (call) => [asItWas(call, change), change]) : undefined,
      )
    return isDone
  }
}

/** What undoes a change of the call. */
const asItWas = (call: CallRow, change: CallChange): CallChange => ({
  ...(change.tags !== undefined && { tags: call.tags }),
  ...(change.note !== undefined && { note: call.note }),
  ...(change.spam !== undefined && { spam: call.spam }),
  ...(change.handled !== undefined && { handled: Boolean(call.handledAt) }),
})
