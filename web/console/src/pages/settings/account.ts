import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import type { accountAnswer } from '../../../../../functions/admin/accounts/account-schema.ts'
import { api } from '../../api/request.ts'
import { say, sayTrouble } from '../../parts/toast.tsx'

export type Account = z.infer<typeof accountAnswer>
export type AccountChange = Partial<Omit<Account, 'id' | 'createdAt' | 'siteKey'>>

const queryKey = ['account'] as const
export const useAccount = () => useQuery({ queryKey, queryFn: () => api.get<Account>('/v1/account') })

/** What a setting is taken back to that was never made. */
const unset: AccountChange = { excludedNetworks: [], branding: {}, texts: {}, calls: {}, testCallers: [] }

/** Changes settings at once, says so, and takes them back if asked to. A refusal stands in `error`. */
export function useChangeAccount() {
  const queries = useQueryClient()
  const save = async (change: AccountChange) => {
    const changed = await api.patch<Account>('/v1/account', change)
    queries.setQueryData(queryKey, changed)
    // Its name, zone and currency stand around every page.
    await queries.invalidateQueries({ queryKey: ['me'] })
    await queries.invalidateQueries({ queryKey: ['rebuild'] })
    return changed
  }
  const mutation = useMutation({
    mutationFn: ({ change }: { readonly change: AccountChange; readonly said: string }) => save(change),
    onMutate: () => ({ before: queries.getQueryData<Account>(queryKey) }),
    onSuccess: (_changed, { change, said }, { before }) => {
      const back = Object.fromEntries(
        Object.keys(change).map((name) => [
          name,
          before?.[name as keyof AccountChange] ?? unset[name as keyof AccountChange],
        ]),
      ) as AccountChange
      say(said, () => void save(back).catch(sayTrouble))
    },
  })
  return {
    change: (change: AccountChange, said = 'Saved.') => mutation.mutate({ change, said }),
    error: mutation.error,
    isSaving: mutation.isPending,
  }
}
