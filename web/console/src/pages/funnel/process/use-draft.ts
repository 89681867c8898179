import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useMe } from '../../../api/me.ts'
import { api, Problem } from '../../../api/request.ts'
import { say } from '../../../parts/toast.tsx'

interface Standing {
  readonly revision: number
}
interface Kept<Value> {
  readonly value: Value
  /** Of what it was made from. */
  readonly revision: number
}

/** What was changed and not saved outlives the page, for whoever looks something up in between. */
const drafts = new Map<string, Kept<unknown>>()
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export interface Draft<Value> {
  readonly value: Value
  readonly isChanged: boolean
  readonly change: (value: Value) => void
  readonly drop: () => void
  readonly save: () => Promise<void>
  /** Why it could not be saved. */
  readonly refusal: Problem | undefined
  /** Somebody else saved meanwhile: whose is to stand? */
  readonly takeTheirs: () => Promise<void>
  readonly saveOverTheirs: () => Promise<void>
}

/**
 * A setting that is changed as a whole and put back by its revision.
 * @param path where it is read and put
 * @param key of the query that reads it
 * @param standing as it was read last
 * @param pick what of it is changed
 */
export function useDraft<Read extends Standing, Value>(
  path: string,
  key: readonly string[],
  standing: Read,
  pick: (read: Read) => Value,
): Draft<Value> {
  const queries = useQueryClient()
  const name = `${useMe().account.id} ${path}`
  const [draft, setDraft] = useState(() => drafts.get(name) as Kept<Value> | undefined)
  const [refusal, setRefusal] = useState<Problem>()
  const usual = pick(standing)
  const isChanged = draft !== undefined && !isSame(draft.value, usual)
  const keep = (next: Kept<Value> | undefined) => {
    if (next) drafts.set(name, next)
    else drafts.delete(name)
    setDraft(next)
  }
  const drop = () => {
    keep(undefined)
    setRefusal(undefined)
  }
  useEffect(() => {
    if (!isChanged) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isChanged])
  const put = async (value: Value, revision: number) => {
    try {
      const saved = await api.put<Read>(path, { ...value, revision })
      queries.setQueryData(key, saved)
      drop()
      say('Saved. Your history is gone through with it now.')
      // Reports follow while the history is derived anew.
      for (const stale of ['funnel', 'list', 'person']) void queries.invalidateQueries({ queryKey: [stale] })
    } catch (trouble) {
      if (!(trouble instanceof Problem)) throw trouble
      setRefusal(trouble)
    }
  }
  const readAnew = async () => {
    const theirs = await api.get<Read>(path)
    queries.setQueryData(key, theirs)
    return theirs
  }
  return {
    value: draft?.value ?? usual,
    isChanged,
    change: (value) => {
      setRefusal(undefined)
      keep({ value, revision: draft?.revision ?? standing.revision })
    },
    drop,
    save: async () => {
      if (draft) await put(draft.value, draft.revision)
    },
    refusal,
    takeTheirs: async () => {
      await readAnew()
      drop()
    },
    saveOverTheirs: async () => {
      if (draft) await put(draft.value, (await readAnew()).revision)
    },
  }
}
