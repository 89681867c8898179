import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { minorUnitsOf } from '../../look/amount.ts'
import { phone } from '../../look/format.ts'
import { say, sayTrouble } from '../../parts/toast.tsx'
import type { DeskCall, Draft } from './types.ts'

const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
]

/** What a draft says of a call, as the API takes it: only what was written. */
export function changeOf({ note, tags, heard }: Draft, call: Pick<DeskCall, 'tags' | 'note'>) {
  return {
    handled: true,
    ...(note.trim() !== '' && { note: [call.note, note.trim()].filter(Boolean).join('\n') }),
    ...(tagsOf(tags).length > 0 && { tags: [...new Set([...call.tags, ...tagsOf(tags)])] }),
    ...(heard.trim() !== '' && { heardFrom: heard.trim() }),
  }
}

/** Takes a call off the desk at once, says what was written of it, and brings it back if that fails or is undone. */
export function useDone() {
  const { currency } = useMe().account
  const queries = useQueryClient()
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  const put = (callSid: string, isDone: boolean) =>
    setDone((standing) => {
      const next = new Set(standing)
      if (isDone) next.add(callSid)
      else next.delete(callSid)
      return next
    })
  const tell = async (
    call: DeskCall,
    asks: readonly (() => Promise<unknown>)[],
    words: string,
    undo: object,
    onFail: () => void,
  ) => {
    const path = `/v1/calls/${encodeURIComponent(call.callSid)}`
    put(call.callSid, true)
    try {
      for (const ask of asks) await ask()
      say(words, () => {
        put(call.callSid, false)
        api.patch(path, undo).then(() => queries.invalidateQueries({ queryKey: ['desk'] }), sayTrouble)
      })
    } catch (error) {
      put(call.callSid, false)
      onFail()
      sayTrouble(error)
    }
  }
  return {
    done,
    finish(call: DeskCall, draft: Draft, onFail: () => void) {
      const value = minorUnitsOf(draft.value, currency)
      const { callSid } = call
      const isWorth = typeof value === 'number'
      // A value without a stage is of something that may come.
      const stage = draft.stage || (isWorth ? 'opportunity' : '')
      return tell(
        call,
        [
          ...(stage === ''
            ? []
            : [() => api.post('/v1/outcomes', { callSid, stage, ...(isWorth && { value }) })]),
          () => api.patch(`/v1/calls/${encodeURIComponent(callSid)}`, changeOf(draft, call)),
        ],
        `${phone(call.from)}: done.`,
        { handled: false },
        onFail,
      )
    },
    spam(call: DeskCall) {
      return tell(
        call,
        [() => api.patch(`/v1/calls/${encodeURIComponent(call.callSid)}`, { spam: true })],
        `${phone(call.from)}: spam, it counts nowhere.`,
        { spam: false },
        () => {},
      )
    },
  }
}
