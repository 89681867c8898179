import { useCallback } from 'react'
import { useSearchParams } from 'wouter'

/** One setting of a page, kept in its address so that a link shows the same; the usual value is left out. */
export function useSetting<T extends string>(name: string, usual: T): [T, (value: T) => void] {
  const [search, setSearch] = useSearchParams()
  const value = (search.get(name) as T | null) ?? usual
  const set = useCallback(
    (next: T) =>
      setSearch(
        (standing) => {
          const changed = new URLSearchParams(standing)
          if (next === usual || next === '') changed.delete(name)
          else changed.set(name, next)
          return changed
        },
        { replace: true },
      ),
    [name, usual, setSearch],
  )
  return [value, set]
}
