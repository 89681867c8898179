import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/request.ts'
import { settled } from '../../api/settled.ts'
import type { Enquiry } from '../../api/types.ts'
import { say, sayTrouble } from '../../parts/toast.tsx'
import { enquiryKey } from './use-enquiry.ts'

type Evidence = Enquiry['evidence'][number]

const without = (list: readonly Evidence[], { id }: Evidence) => list.filter((each) => each.id !== id)

/**
 * Shows at once what is about to be said of an enquiry, says it, and shows what follows from it when it does.
 * @param andThen what else is stale once it follows
 */
export function useSaying(id: string, andThen?: () => Promise<unknown>) {
  const queries = useQueryClient()
  const key = enquiryKey(id)
  const refresh = async () => {
    await settled()
    await queries.invalidateQueries({ queryKey: key })
    await queries.invalidateQueries({ queryKey: ['list', '/v1/enquiries'], refetchType: 'none' })
    await andThen?.()
  }
  /** @returns whether it was accepted */
  const saying = async (
    change: (standing: Enquiry) => Enquiry,
    ask: () => Promise<unknown>,
  ): Promise<boolean> => {
    await queries.cancelQueries({ queryKey: key, exact: true })
    const before = queries.getQueryData<Enquiry>(key)
    if (before) queries.setQueryData<Enquiry>(key, change(before))
    try {
      await ask()
    } catch (error) {
      queries.setQueryData(key, before)
      sayTrouble(error)
      return false
    }
    // What was said is safe by then: a page that can't be shown anew for the moment is no refusal.
    refresh().catch(() => {})
    return true
  }
  return saying
}

/** Revoking evidence and bringing it back, each of which undoes the other. */
export function useVerdict(id: string) {
  const saying = useSaying(id)
  const pathOf = (each: Evidence, verdict: string) =>
    `/v1/enquiries/${encodeURIComponent(id)}/evidence/${encodeURIComponent(each.id)}/${verdict}`
  const restore = async (each: Evidence): Promise<void> => {
    const isDone = await saying(
      (standing) => ({
        ...standing,
        evidence: [...without(standing.evidence, each), each].toSorted((a, b) => b.strength - a.strength),
        revokedEvidence: without(standing.revokedEvidence, each),
      }),
      () => api.post(pathOf(each, 'restore')),
    )
    if (isDone) say('Evidence restored.', () => void revoke(each, ''))
  }
  const revoke = async (each: Evidence, reason: string): Promise<void> => {
    const isDone = await saying(
      (standing) => ({
        ...standing,
        evidence: without(standing.evidence, each),
        revokedEvidence: [...without(standing.revokedEvidence, each), each],
      }),
      () => api.post(pathOf(each, 'revoke'), reason === '' ? {} : { reason }),
    )
    if (isDone) say('Evidence revoked.', () => void restore(each))
  }
  return { revoke, restore }
}
