import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../api/request.ts'
import type { List } from '../../../api/types.ts'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import type { Destination } from './words.ts'

export const destinationsKey = ['destinations'] as const
export const conversionsPath = '/v1/conversions'

export const useDestinations = (isWanted = true) =>
  useQuery({
    queryKey: destinationsKey,
    queryFn: async () => (await api.get<List<Destination>>('/v1/destinations')).data,
    enabled: isWanted,
  })

/** The process's steps, by the names that people gave them. */
export const useSteps = () =>
  useQuery({
    queryKey: ['process', 'steps'],
    queryFn: async () =>
      (await api.get<{ steps: readonly { id: string; name: string }[] }>('/v1/process')).steps,
  })
export function useStepName(): (id: string) => string {
  const steps = useSteps().data
  return (id) => steps?.find((each) => each.id === id)?.name ?? id
}

export type DestinationChange = Partial<
  Omit<Destination, 'id' | 'platform' | 'hasCredentials' | 'trouble' | 'createdAt' | 'from'>
> & { readonly from?: string | undefined; readonly credentials?: Readonly<Record<string, string>> }

/** The list and the log as they are now: rules that changed look at enquiries anew. */
export function useRefresh() {
  const queries = useQueryClient()
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: destinationsKey }),
      queries.invalidateQueries({ queryKey: ['list', conversionsPath] }),
    ])
}

/** Changes a destination, says so, and takes it back if asked to. A refusal stands in `error`. */
export function useChangeDestination({ id }: Pick<Destination, 'id'>) {
  const queries = useQueryClient()
  const refresh = useRefresh()
  const save = async (change: DestinationChange) => {
    const changed = await api.patch<Destination>(`/v1/destinations/${id}`, change)
    queries.setQueryData<readonly Destination[]>(destinationsKey, (standing) =>
      standing?.map((each) => (each.id === id ? changed : each)),
    )
    void refresh()
    return changed
  }
  const mutation = useMutation({
    mutationFn: ({ change }: { change: DestinationChange; said: string; back?: DestinationChange }) =>
      save(change),
    onSuccess: (_changed, { said, back }) => {
      say(said, back && (() => void save(back).catch(sayTrouble)))
    },
  })
  return {
    /** @param back what takes it back */
    change: (change: DestinationChange, said = 'Saved.', back?: DestinationChange) =>
      mutation.mutateAsync({ change, said, ...(back && { back }) }).then(
        () => true,
        () => false,
      ),
    error: mutation.error,
    reset: mutation.reset,
    isSaving: mutation.isPending,
  }
}
