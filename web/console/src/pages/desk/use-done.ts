import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import { minorUnitsOf } from '../../look/amount.ts'
import { phone } from '../../look/format.ts'
import { stages } from '../../look/stages.ts'
import { say, sayTrouble } from '../../parts/toast.tsx'
import type { DeskCall, Draft } from './types.ts'

const pathOf = ({ callSid }: DeskCall) => `/v1/calls/${encodeURIComponent(callSid)}`
const stageName = (stage: string) => stages.find(({ id }) => id === stage)?.name.toLowerCase()

const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
]

/** What of a call is added to, rather than told anew. */
type Written = Pick<DeskCall, 'tags' | 'note'>

/** What a draft says of a call, as the API takes it: only what was written. */
export function changeOf({ note, tags, heard }: Draft, call: Written) {
  return {
    handled: true,
    ...(note.trim() !== '' && { note: [call.note, note.trim()].filter(Boolean).join('\n') }),
    ...(tagsOf(tags).length > 0 && { tags: [...new Set([...call.tags, ...tagsOf(tags)])] }),
    ...(heard.trim() !== '' && { heardFrom: heard.trim() }),
  }
}

/** As it stands now: whoever else had the call before them may have written of it since the desk showed it. */
const standing = async (call: DeskCall, { note, tags }: Draft): Promise<Written> =>
  note.trim() === '' && tags.trim() === '' ? call : api.get<Written>(pathOf(call))

/** What puts a call back as it stood, but for what it was said to have come to: that holds until another is told. */
const asItWas = ({ note, tags }: Written, changed: ReturnType<typeof changeOf>) => ({
  handled: false,
  ...(changed.note !== undefined && { note }),
  ...(changed.tags !== undefined && { tags }),
})

/** Takes a call off the desk at once, says what was written of it, and brings it back if that fails or is undone. */
export function useDone() {
  const { currency } = useMe().account
  const queries = useQueryClient()
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  const [back, setBack] = useState<readonly DeskCall[]>([])
  const put = (call: DeskCall, isDone: boolean) => {
    setDone((standing) => {
      const next = new Set(standing)
      if (isDone) next.add(call.callSid)
      else next.delete(call.callSid)
      return next
    })
    setBack((standing) => standing.filter(({ callSid }) => callSid !== call.callSid))
  }
  const tell = async (
    call: DeskCall,
    asks: readonly (() => Promise<unknown>)[],
    words: string,
    undo: () => object,
    onBack: (isUndone: boolean) => void,
  ) => {
    put(call, true)
    const comeBack = (isUndone: boolean) => {
      put(call, false)
      onBack(isUndone)
    }
    try {
      for (const ask of asks) await ask()
      say(words, () => {
        comeBack(true)
        // The bridge leaves out what something has been told of: the desk remembers it by itself.
        setBack((standing) => [call, ...standing])
        api
          .patch(pathOf(call), undo())
          .then(() => queries.invalidateQueries({ queryKey: ['desk'] }), sayTrouble)
      })
    } catch (error) {
      comeBack(false)
      sayTrouble(error)
    }
  }
  return {
    done,
    /** Calls whose “done” was undone, newest first. */
    back,
    /**
     * @param code quoted, and not bound yet
     * @param onBack the call is on the desk again: what was told of it was undone, or could not be told
     */
    finish(call: DeskCall, draft: Draft, code: string | undefined, onBack: (isUndone: boolean) => void) {
      const value = minorUnitsOf(draft.value, currency)
      const { callSid } = call
      const isWorth = typeof value === 'number'
      // A value without a stage is of something that may come.
      const stage = draft.stage || (isWorth ? 'opportunity' : '')
      let undo: object = { handled: false }
      const write = async () => {
        const before = await standing(call, draft)
        const changed = changeOf(draft, before)
        undo = asItWas(before, changed)
        await api.patch(pathOf(call), changed)
      }
      return tell(
        call,
        [
          ...(code === undefined ? [] : [() => api.post(`${pathOf(call)}/code`, { code })]),
          ...(stage === ''
            ? []
            : [() => api.post('/v1/outcomes', { callSid, stage, ...(isWorth && { value }) })]),
          write,
        ],
        [`${phone(call.from)}: done`, stageName(stage), code && 'code bound'].filter(Boolean).join(', ') +
          '.',
        () => undo,
        onBack,
      )
    },
    spam(call: DeskCall, onBack: (isUndone: boolean) => void) {
      return tell(
        call,
        [() => api.patch(pathOf(call), { spam: true })],
        `${phone(call.from)}: spam, it counts nowhere.`,
        () => ({ spam: false }),
        onBack,
      )
    },
  }
}
