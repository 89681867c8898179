import { useQueries, useQuery } from '@tanstack/react-query'
import { isWellFormed } from '../../../../../shared/domain/code.ts'
import { api } from '../../api/request.ts'
import type { Call, Enquiry, List, Session } from '../../api/types.ts'
import { type CodeStory, type Conversation, type Known, sessionsOf } from './story.ts'

const at = (...parts: readonly string[]) => parts.map(encodeURIComponent).join('/')

export const enquiryKey = (id: string) => ['enquiry', id] as const

/** An enquiry and its history. */
export function useEnquiry(id: string) {
  const enquiry = useQuery({
    queryKey: enquiryKey(id),
    queryFn: () => api.get<Enquiry>(`/v1/enquiries/${at(id)}`),
  })
  const revisions = useQuery({
    queryKey: [...enquiryKey(id), 'revisions'],
    queryFn: () => api.get<List<Enquiry>>(`/v1/enquiries/${at(id)}/revisions`),
  })
  return { enquiry, revisions: revisions.data?.data }
}

/** Each of what an enquiry names, read by itself: what can't be read is left out. */
function useEach<T>(kind: string, ids: readonly string[], pathOf: (id: string) => string) {
  return useQueries({
    queries: ids.map((id) => ({ queryKey: [kind, id], queryFn: () => api.get<T>(pathOf(id)), retry: false })),
    combine: (results) => ({
      data: results.flatMap(({ data }) => (data ? [data] : [])),
      isReady: results.every(({ isPending }) => !isPending),
    }),
  })
}

/** What the enquiry's visits, calls, texts and codes are in themselves. */
export function useKnown(enquiry: Enquiry): Known & { readonly isReady: boolean } {
  const idsOf = (kind: string) => enquiry.contacts.filter((each) => each.kind === kind).map(({ id }) => id)
  const sessions = useEach<Session>('session', sessionsOf(enquiry), (id) => `/v1/sessions/${at(id)}`)
  const calls = useEach<Call>('call', idsOf('call'), (id) => `/v1/calls/${at(id)}`)
  const conversations = useEach<Conversation>('text', idsOf('text'), (id) => `/v1/texts/${at(id)}`)
  const quoted = calls.data.flatMap(({ code }) => (code ? [code] : []))
  const named = enquiry.evidence
    .filter(({ kind }) => kind === 'code' || kind === 'redemption')
    // An evidence's words name its code in groups, as it is written.
    .flatMap(({ detail }) => /\bcode (\d{4,13})\b/i.exec(detail)?.[1] ?? [])
  // What came by an import may be no code of Tieline’s making.
  const codeIds = [...new Set([...quoted, ...named])].filter((code) => isWellFormed(code))
  const codes = useEach<CodeStory>('code', codeIds, (id) => `/v1/codes/${at(id)}`)
  return {
    sessions: sessions.data,
    calls: calls.data,
    conversations: conversations.data,
    codes: codes.data,
    isReady: [sessions, calls, conversations, codes].every(({ isReady }) => isReady),
  }
}
