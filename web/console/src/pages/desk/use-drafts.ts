import { useCallback, useEffect, useState } from 'react'
import { useMe } from '../../api/me.ts'
import { type Draft, emptyDraft, isEmpty } from './types.ts'

type Drafts = Readonly<Record<string, Draft>>

/** Another member at the same browser reads nothing of them. */
const nameOf = (member: string, account: string) => `tieline-desk-drafts ${account} ${member}`

function kept(name: string): Drafts {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? '{}') as Drafts
  } catch {
    return {}
  }
}

/**
 * What the agent has written of each call and not sent yet. The tab keeps it until then: a sign-in that ended meanwhile,
 * or a page that is loaded again, takes nothing away.
 */
export function useDrafts() {
  const { member, account } = useMe()
  const name = nameOf(member.id, account.id)
  const [drafts, setDrafts] = useState(() => kept(name))
  useEffect(() => {
    const written = Object.entries(drafts).filter(([, draft]) => !isEmpty(draft))
    if (written.length === 0) sessionStorage.removeItem(name)
    else sessionStorage.setItem(name, JSON.stringify(Object.fromEntries(written)))
  }, [drafts, name])
  const change = useCallback(
    (callSid: string, given: Partial<Draft>) =>
      setDrafts((standing) => ({
        ...standing,
        [callSid]: { ...(standing[callSid] ?? emptyDraft), ...given },
      })),
    [],
  )
  return {
    of: (callSid: string): Draft => drafts[callSid] ?? emptyDraft,
    change,
    forget: (callSid: string) => change(callSid, emptyDraft),
  }
}
