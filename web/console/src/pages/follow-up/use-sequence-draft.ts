import { useEffect, useState } from 'react'
import { bodyOf, draftOf, emptyDraft, type SequenceDraft } from './draft.ts'
import type { Sequence } from './queries.ts'

/** What was changed and not saved outlives the page, for whoever looks something up in between. */
const kept = new Map<string, SequenceDraft>()
const isSame = (a: SequenceDraft, b: SequenceDraft) => JSON.stringify(bodyOf(a)) === JSON.stringify(bodyOf(b))

/** A sequence while it is written. @param sequence that is changed; undefined: a new one */
export function useSequenceDraft(sequence: Sequence | undefined) {
  const name = sequence?.id ?? 'new'
  const usual = sequence ? draftOf(sequence) : emptyDraft()
  const [draft, setDraft] = useState(() => kept.get(name) ?? usual)
  const isChanged = !isSame(draft, usual)
  useEffect(() => {
    if (isChanged) kept.set(name, draft)
    else kept.delete(name)
    if (!isChanged) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isChanged, name, draft])
  return {
    draft,
    isChanged,
    put: (change: Partial<SequenceDraft>) => setDraft((standing) => ({ ...standing, ...change })),
    /** Back to what stands. @param saved as it stands now */
    drop: (saved?: Sequence) => {
      kept.delete(name)
      setDraft(saved ? draftOf(saved) : usual)
    },
  }
}
