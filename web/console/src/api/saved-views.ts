import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { say, sayTrouble } from '../parts/toast.tsx'
import { api } from './request.ts'
import type { List } from './types.ts'

/** A page with its filters under a name. */
export interface SavedView {
  readonly id: string
  readonly name: string
  /** A path of the console with its query. */
  readonly path: string
  readonly createdAt: string
}

const queryKey = ['saved-views'] as const
const place = (id: string) => `/v1/saved-views/${id}`

export const useSavedViews = () =>
  useQuery({ queryKey, queryFn: () => api.get<List<SavedView>>('/v1/saved-views') })

/** What changes the saved views: shown at once, taken back where the bridge refuses. */
export function useViewChanges() {
  const queries = useQueryClient()
  const show = (change: (views: readonly SavedView[]) => readonly SavedView[]) => {
    const standing = queries.getQueryData<List<SavedView>>(queryKey)
    if (standing) queries.setQueryData(queryKey, { ...standing, data: change(standing.data) })
    return { standing }
  }
  const shared = {
    onError: (error: unknown, _given: unknown, kept?: { standing: List<SavedView> | undefined }) => {
      queries.setQueryData(queryKey, kept?.standing)
      sayTrouble(error)
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  }
  const save = useMutation({
    ...shared,
    mutationFn: (view: Pick<SavedView, 'name' | 'path'>) => api.post<SavedView>('/v1/saved-views', view),
    onMutate: (view) => show((views) => [...views, { ...view, id: 'view_new', createdAt: '' }]),
  })
  const change = useMutation({
    ...shared,
    mutationFn: ({ id, ...change }: Pick<SavedView, 'id'> & Partial<Pick<SavedView, 'name' | 'path'>>) =>
      api.patch<SavedView>(place(id), change),
    onMutate: ({ id, ...change }) =>
      show((views) => views.map((view) => (view.id === id ? { ...view, ...change } : view))),
  })
  const remove = useMutation({
    ...shared,
    mutationFn: ({ id }: SavedView) => api.remove(place(id)),
    onMutate: ({ id }) => show((views) => views.filter((view) => view.id !== id)),
    onSuccess: (_answer, { name, path }) => say(`“${name}” is gone.`, () => save.mutate({ name, path })),
  })
  return { save, change, remove }
}
